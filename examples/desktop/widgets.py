"""What a page is made of: labels that wrap, a choice by arrow keys, a line with its problem beside it, the answer."""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import ttk
from tkinter.font import Font
from typing import Final

from .desk import hanging
from .labels import parted

PROBLEM: Final = "Problem.TLabel"
HINT: Final = "Hint.TLabel"
NOTE: Final = "Note.TLabel"
TITLE_FONT: Final = "DeskTitleFont"
GAP_FONT: Final = "DeskGapFont"

_GAP: Final = "gap"
_HANGING: Final = "hanging"


def wrapping(parent: tk.Misc, text: str, *, style: str = HINT) -> ttk.Label:
    """A label that breaks its lines at the width that it is given."""
    label = ttk.Label(parent, text=text, style=style, wraplength=300)
    label.bind("<Configure>", lambda event: label.configure(wraplength=max(event.width, 100)))
    return label


def watch(widget: tk.Misc, variable: tk.Variable, changed: Callable[[], object]) -> None:
    """Call that whenever the variable is written, for as long as the widget is there: the variable may outlive it."""
    trace = variable.trace_add("write", lambda *_: changed())
    widget.bind("<Destroy>", lambda _: variable.trace_remove("write", trace), add=True)


class Choice(ttk.Frame):
    """One of a few, in a row: a single stop of the Tab key, within which the arrow keys choose."""

    def __init__(self, parent: tk.Misc, variable: tk.StringVar, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self._variable = variable
        self._values = [value for value, _ in choices]
        self._buttons = [ttk.Radiobutton(self, text=text, value=value, variable=variable) for value, text in choices]
        for column, button in enumerate(self._buttons):
            button.grid(row=0, column=column, padx=(0, 16))
            for key, by in (("<Left>", -1), ("<Up>", -1), ("<Right>", 1), ("<Down>", 1)):
                button.bind(key, partial(self._choose, column + by))
        watch(self, variable, self._settle)
        self._settle()

    def name(self, texts: Sequence[str]) -> None:
        """Give the buttons other texts."""
        for button, text in zip(self._buttons, texts, strict=True):
            button.configure(text=text)

    def focus_set(self) -> None:
        """Go to what is chosen, or to the first."""
        self._chosen().focus_set()

    def _chosen(self) -> ttk.Radiobutton:
        value = self._variable.get()
        return self._buttons[self._values.index(value) if value in self._values else 0]

    def _choose(self, index: int, _: object) -> str:
        button = self._buttons[index % len(self._buttons)]
        button.focus_set()
        button.invoke()
        return "break"

    def _settle(self) -> None:
        chosen = self._chosen()
        for button in self._buttons:
            button.configure(takefocus=button is chosen)


class Line:
    """One field: its label, what is typed or chosen, and beside it a hint or what is wrong."""

    def __init__(
        self,
        parent: tk.Misc,
        cell: tuple[int, int],
        *,
        label: str,
        hint: str,
        widget: ttk.Entry | Choice | ttk.Checkbutton,
    ) -> None:
        row, column = cell
        text, underline = parted(label)
        self.widget = widget
        self._hint = hint
        self._note = wrapping(parent, hint)
        if isinstance(widget, ttk.Checkbutton):
            widget.configure(text=text, underline=underline)
            widget.grid(row=row, column=column, columnspan=1 + column, sticky="w", padx=(0, 12), pady=2)
            self._parts: list[tk.Widget] = [widget]
            return
        name = ttk.Label(parent, text=text, underline=underline)
        name.bind("<Button-1>", lambda _: self.focus())
        name.grid(row=row, column=0, sticky="w", padx=(0, 12), pady=3)
        self._parts = [name, widget]
        if isinstance(widget, ttk.Entry):
            widget.grid(row=row, column=1, sticky="w", pady=3)
            self._note.grid(row=row, column=2, sticky="ew", padx=(12, 0))
            self._parts.append(self._note)
            widget.bind("<Control-a>", lambda _: self._select())
        else:
            widget.grid(row=row, column=1, columnspan=2, sticky="w", pady=3)

    def focus(self) -> None:
        """Go there, with what is typed selected, so that typing replaces it."""
        self.widget.focus_set()
        self._select()

    def reach(self) -> None:
        """What the letter of its label does: go there, and tick a box."""
        self.focus()
        if isinstance(self.widget, ttk.Checkbutton):
            self.widget.invoke()

    def refit(self) -> None:
        """Take the size of the letters as it is now: an entry draws and measures with those that it was made with."""
        if isinstance(self.widget, ttk.Entry):
            self.widget.configure(width=self.widget["width"])

    def _select(self) -> str:
        if isinstance(self.widget, ttk.Entry):
            self.widget.selection_range(0, "end")
            self.widget.icursor("end")
        return "break"  # Tk would go to the beginning

    def tell(self, problem: str) -> None:
        """Show what is wrong, or the hint if nothing is."""
        if problem:
            self._note.configure(text=f"⚠ {problem}", style=PROBLEM)
        else:
            self._note.configure(text=self._hint, style=HINT)

    @property
    def told(self) -> str:
        """What stands beside the field."""
        return str(self._note.cget("text"))

    def show(self, *, is_shown: bool) -> None:
        """Put it in its place, or take it away."""
        for part in self._parts:
            part.grid() if is_shown else part.grid_remove()


class AnswerView(ttk.Frame):
    """The answer: its outcome large, the rest below; read only, and reached by Tab to be read and copied."""

    def __init__(self, parent: tk.Misc, *, empty: str) -> None:
        super().__init__(parent)
        self._empty = empty
        # As small as can be: it takes what the window leaves over.
        self._text = tk.Text(self, wrap="word", width=20, height=3, font="TkFixedFont", padx=10, pady=8)
        self._text.configure(state="disabled", takefocus=True)
        self._text.tag_configure("empty", font="TkDefaultFont", foreground=ttk.Style(self).lookup(HINT, "foreground"))
        self._text.tag_configure("outcome", font=TITLE_FONT)
        self._text.tag_configure(_GAP, font=GAP_FONT)  # an empty line takes half of one from the answer
        bar = ttk.Scrollbar(self, command=self._text.yview, takefocus=False)
        self._text.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self._text.pack(side="left", fill="both", expand=True)
        self._text.bind("<Control-a>", lambda _: self._text.tag_add("sel", "1.0", "end"))
        self.say("")

    def say(self, text: str) -> None:
        """Show this instead of what stood there, or what helps to get an answer."""
        self._text.configure(state="normal")
        self._text.delete("1.0", "end")
        outcome, _, rest = text.partition("\n")
        if text:
            self._text.insert("end", outcome + "\n", "outcome")
            for line in rest.splitlines(keepends=True):
                self._text.insert("end", line, f"{_HANGING}{hanging(line)}" if line.strip() else _GAP)
            self.refit()
        else:
            self._text.insert("end", self._empty, "empty")
        self._text.mark_set("insert", "1.0")  # where the keys of the answer itself start from
        self._text.configure(state="disabled")

    def refit(self) -> None:
        """Set in by the size of the letters as it is now."""
        figure = Font(self, font="TkFixedFont").measure("0")
        for tag in self._text.tag_names():
            if tag.startswith(_HANGING):
                self._text.tag_configure(tag, lmargin2=figure * int(tag.removeprefix(_HANGING)))

    def turn(self, pages: int) -> None:
        """Scroll by so many pages."""
        self._text.yview_scroll(pages, "pages")

    @property
    def said(self) -> str:
        """What stands there."""
        return self._text.get("1.0", "end-1c")


def button(parent: tk.Misc, label: str, command: Callable[[], object]) -> ttk.Button:
    """A button whose letter is underlined."""
    text, underline = parted(label)
    return ttk.Button(parent, text=text, underline=underline, command=command)
