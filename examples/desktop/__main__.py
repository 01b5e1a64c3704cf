"""Open the front desk's window: `python -m examples.desktop`, `--language es_US`, `--policy another_clinic.toml`."""

import argparse
import sys
import tkinter as tk
import webbrowser
from datetime import UTC, datetime
from pathlib import Path
from tkinter import filedialog

import ketaclinic as kc

from .app import Window
from .labels import LABELS
from .pages import Surroundings


def main() -> None:
    """Read the command line, and show the window until it is closed."""
    parser = argparse.ArgumentParser(prog="python -m examples.desktop", description="A front desk on ketaclinic.")
    parser.add_argument("--language", choices=LABELS, default="en_US", help="the language that it starts in")
    parser.add_argument("--policy", type=Path, help="the clinic's policy, if not the FAQ's own")
    asked = parser.parse_args()
    try:
        policy = kc.faq_policy() if asked.policy is None else kc.load_policy(asked.policy)
        root = tk.Tk(className="Ketaclinic")
    except (kc.KetaclinicError, OSError, tk.TclError) as error:
        sys.exit(f"The front desk cannot start: {error}")
    around = Surroundings(lambda: datetime.now(UTC), filedialog.asksaveasfilename, open_file)
    Window(root, policy=policy, language=asked.language, around=around)
    root.mainloop()


def open_file(path: Path) -> bool:
    """Open the file in the browser, which prints it."""
    try:
        return webbrowser.open(path.absolute().as_uri())
    except webbrowser.Error:
        return False


if __name__ == "__main__":
    main()
