"""Hold the clause data to the FAQ itself: no paragraph has changed, and none of its sentences was copied."""

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import ketaclinic as kc

RUN = 9
"""As many words in a row as may not stand in the FAQ and in the project, too."""


def fingerprint(paragraph: str) -> str:
    """As `ketaclinic.Paragraph.fingerprint` says."""
    return hashlib.sha256(" ".join(paragraph.split()).encode()).hexdigest()


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of nine words."""
    words = re.findall(r"[a-z0-9$]+", text.lower())
    return (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def main(faq: Path) -> int:
    """Print what is wrong; 1 if anything is."""
    paragraphs = [line for line in faq.read_text(encoding="utf-8").splitlines()[1:] if line.strip()]
    known = [paragraph.fingerprint for paragraph in kc.paragraphs()]
    faults = [] if len(paragraphs) == len(known) else [f"{len(paragraphs)} paragraphs, {len(known)} known"]
    for number, (paragraph, expected) in enumerate(zip(paragraphs, known, strict=False), 1):
        if fingerprint(paragraph) != expected:
            clauses = ", ".join(clause.id for clause in kc.clauses() if number in clause.paragraphs)
            faults.append(f"paragraph {number} has changed; review {clauses or 'no clause'}")
    copied = {run for paragraph in paragraphs for run in runs(paragraph)}
    for path in files():
        faults += [
            f"{path}: copied from the FAQ: {' '.join(run)}" for run in runs(path.read_text("utf-8")) if run in copied
        ]
    print("\n".join(faults) or f"{len(paragraphs)} paragraphs are as the clauses know them, and none is copied")
    return 1 if faults else 0


def files() -> list[Path]:
    """Every text file of the project."""
    try:
        listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout.splitlines()  # noqa: S607
        found = [Path(name) for name in listed]
    except subprocess.CalledProcessError:  # a copy without git: all but what the tools put there
        found = [path for path in Path().rglob("*") if not any(part.startswith(".venv") for part in path.parts)]
    return [path for path in found if path.suffix in {".md", ".po", ".py", ".toml"} and path.is_file()]


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
