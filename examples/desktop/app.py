"""The window: its pages, its languages, and the keys that work wherever one is."""

import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from tkinter import font, ttk
from typing import Final

import ketaclinic as kc

from .desk import PAGES, Desk
from .labels import LABELS, mnemonic, parted
from .pages import PageView, SheetView, Surroundings
from .widgets import GAP_FONT, HINT, NOTE, PROBLEM, TITLE_FONT, Choice, button

_FONTS: Final = ("TkDefaultFont", "TkTextFont", "TkFixedFont", TITLE_FONT, GAP_FONT)
_LEAST_ZOOM, _MOST_ZOOM = 0.5, 3.0
_COLUMNS, _LINES = 104, 38
_MARGIN: Final = 40
"""What the frame of a window and the bars of a desktop take of the screen, in pixels."""
_PAPER, _INK, _QUIET, _ALARM, _AMBER = "#f4f4f2", "#1a1a1a", "#4a4a4a", "#a3001b", "#ffe9a8"


class Window:
    """The front desk's window. It keeps nothing but what stands in its fields, and that until it is closed."""

    def __init__(self, root: tk.Tk, *, policy: kc.Policy, language: str, around: Surroundings) -> None:
        self.root = root
        self._around = around
        self._zoom = 1.0
        self._is_filled = False
        self._language = tk.StringVar(root, language)
        self._language.trace_add("write", lambda *_: root.after_idle(self._speak))
        self._desk = Desk(policy, language)
        family = font.nametofont("TkDefaultFont", root).actual("family")
        half = int(font.nametofont("TkFixedFont", root).cget("size")) // 2
        # Kept, since a font of Tk goes with its object.
        self._title_font = font.Font(root, name=TITLE_FONT, family=family, size=15, weight="bold")
        self._gap_font = font.Font(root, name=GAP_FONT, family=family, size=half)
        self._sizes = {name: int(font.nametofont(name, root).cget("size")) for name in _FONTS}
        self._style()
        self._build()
        self._bind()
        self.pages[0].focus_first()

    @property
    def page(self) -> PageView:
        """The page that is in front."""
        return self.pages[self._in_front]

    @property
    def _in_front(self) -> int:
        return int(self._book.index("current"))  # type: ignore[no-untyped-call]  # typeshed leaves it so

    def _style(self) -> None:
        style = ttk.Style(self.root)
        if self.root.tk.call("tk", "windowingsystem") == "x11":
            style.theme_use("clam")
            style.configure(".", background=_PAPER, foreground=_INK)
            style.configure("TNotebook.Tab", padding=(12, 5))
            style.map("TNotebook.Tab", background=[("selected", _PAPER), ("", "#d9d9d4")])
            self.root.configure(background=_PAPER)
        style.configure(HINT, foreground=_QUIET)
        style.configure(PROBLEM, foreground=_ALARM)
        style.configure(NOTE, foreground=_INK, background=_AMBER, padding=(4, 0))
        self._size()

    def _size(self) -> None:
        for name, size in self._sizes.items():
            font.nametofont(name, self.root).configure(size=round(size * self._zoom))
        tall = font.nametofont("TkDefaultFont", self.root).metrics("ascent")
        for kind in ("TRadiobutton", "TCheckbutton"):
            ttk.Style(self.root).configure(kind, indicatorsize=tall)
        figure = font.nametofont("TkFixedFont", self.root)
        wanted = figure.measure("0") * _COLUMNS, figure.metrics("linespace") * _LINES
        most = self.root.winfo_screenwidth() - _MARGIN, self.root.winfo_screenheight() - 2 * _MARGIN
        is_filled = self._zoom > 1 and wanted[1] > most[1]
        if is_filled != self._is_filled:
            self._fill_screen(is_filled=is_filled)
        elif not is_filled:
            width, height = map(min, wanted, most)
            self.root.geometry(f"{width}x{height}")

    def _fill_screen(self, *, is_filled: bool) -> None:
        """Have the window maximized where large letters need all the room, and given back the size that it had."""
        self._is_filled = is_filled
        if self.root.tk.call("tk", "windowingsystem") == "x11":
            self.root.attributes("-zoomed", is_filled)
        else:
            self.root.state("zoomed" if is_filled else "normal")

    def _build(self) -> None:
        words = LABELS[self._desk.language]
        self.root.title(words["title"])
        self._frame = ttk.Frame(self.root, padding=8)
        self._frame.pack(fill="both", expand=True)
        top = ttk.Frame(self._frame)
        top.pack(fill="x", pady=(0, 4))
        text, underline = parted(words["language"])
        ttk.Label(top, text=text, underline=underline).pack(side="left", padx=(0, 12))
        names = {locale.name: locale.language for locale in kc.locales()}
        self.languages = Choice(top, self._language, [(name, names[name]) for name in LABELS])
        self.languages.pack(side="left")
        button(top, words["next_patient"], self.begin_anew).pack(side="right")
        self._book = ttk.Notebook(self._frame)
        self._book.pack(fill="both", expand=True)
        self.pages: list[PageView] = []
        for page in PAGES:
            view = (SheetView if page.name == "prepare" else PageView)(self._book, page, self._desk, self._around)
            text, underline = parted(words[page.name])
            self._book.add(view, text=text, underline=underline)
            self.pages.append(view)

    def begin_anew(self) -> None:
        """Clear every page, so that nothing of one patient is read out to the next."""
        for page in self.pages:
            page.empty()
        self.page.focus_first()

    def _speak(self) -> None:
        """Say everything in the chosen language, and keep what was typed and answered."""
        kept = [(page.typed, page.answer) for page in self.pages]
        index = self._in_front
        self._frame.destroy()
        self._desk = replace(self._desk, language=self._language.get())
        self._build()
        for page, (typed, answer) in zip(self.pages, kept, strict=True):
            page.fill(typed, answer)
        self._turn_to(index)
        self.languages.focus_set()

    def _bind(self) -> None:
        for key in ("<Return>", "<KP_Enter>"):
            self.root.bind(key, lambda _: self._enter())
        self.root.bind("<Escape>", lambda _: self.page.clear())
        self.root.bind("<Control-n>", lambda _: self.begin_anew())
        self.root.bind("<Alt-KeyPress>", self._letter)
        self.root.bind("<Next>", lambda _: self._turn(1))
        self.root.bind("<Prior>", lambda _: self._turn(-1))
        self.root.bind("<Control-Tab>", lambda _: self._turn_to(self._in_front + 1))
        for key in ("<Control-plus>", "<Control-equal>", "<Control-KP_Add>"):
            self.root.bind(key, lambda _: self._magnify(1.25))
        for key in ("<Control-minus>", "<Control-KP_Subtract>"):
            self.root.bind(key, lambda _: self._magnify(0.8))
        self.root.bind("<Control-s>", lambda _: self._sheet(SheetView.save))
        self.root.bind("<Control-p>", lambda _: self._sheet(SheetView.print))

    def _turn(self, pages: int) -> None:
        if not isinstance(self.root.focus_get(), tk.Text):  # which turns its pages itself
            self.page.turn(pages)

    def _enter(self) -> None:
        focused = self.root.focus_get()
        if isinstance(focused, ttk.Button):
            focused.invoke()
        else:
            self.page.ask()

    def _letter(self, event: "tk.Event[tk.Misc]") -> str | None:
        """Do what the letter that is held with Alt is underlined for: a page, or something above or on the page."""
        letter = event.keysym.lower()
        words = LABELS[self._desk.language]
        for index, page in enumerate(self.pages):
            if letter == mnemonic(words[page.page.name]):
                return self._turn_to(index)
        if letter == mnemonic(words["language"]):
            self.languages.focus_set()
        elif letter == mnemonic(words["next_patient"]):
            self.begin_anew()
        elif letter in self.page.letters:
            self.page.letters[letter]()
        else:
            return None
        return "break"

    def _turn_to(self, index: int) -> str:
        self._book.select(index % len(self.pages))  # type: ignore[no-untyped-call]  # typeshed leaves it so
        self.root.update_idletasks()  # until the page is there, what is typed would still go to the one before
        self.page.focus_first()
        return "break"

    def _magnify(self, by: float) -> None:
        self._zoom = min(max(self._zoom * by, _LEAST_ZOOM), _MOST_ZOOM)
        self._size()
        for page in self.pages:
            page.refit()

    def _sheet(self, do: Callable[[SheetView], object]) -> None:
        if isinstance(self.page, SheetView):
            do(self.page)
