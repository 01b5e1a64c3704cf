"""A page of the window: the fields of one question, and its answer below them."""

import tkinter as tk
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import accumulate
from pathlib import Path
from tkinter import ttk

import ketaclinic as kc

from .desk import Answer, Desk, Field, Page, Reply, remark, said, worded
from .fields import Problem, stepped_count, stepped_day
from .files import FORMS, save, suggested_name
from .labels import LABELS, mnemonic
from .widgets import HINT, NOTE, PROBLEM, AnswerView, Choice, Line, button, watch, wrapping


@dataclass(frozen=True)
class Surroundings:
    """What the window takes from the computer, so that a test can put something else in its place."""

    now: Callable[[], datetime]
    ask_path: Callable[..., str]
    """Asks for the file to save as; answers nothing if the person thinks better of it."""
    open_file: Callable[[Path], bool]
    """Opens a saved file where it can be printed, and tells whether it could."""


class PageView(ttk.Frame):
    """One page. Whatever is changed in a field takes the answer away, so that none is read out for another patient."""

    def __init__(self, parent: tk.Misc, page: Page, desk: Desk, around: Surroundings) -> None:
        super().__init__(parent, padding=(12, 8))
        self.page = page
        self.answer: Answer | None = None
        self.letters: dict[str, Callable[[], object]] = {}
        self._desk = desk
        self._around = around
        self._words = LABELS[desk.language]
        self._variables = {field.name: tk.StringVar(self, field.initial(desk.language)) for field in page.fields}
        form = ttk.Frame(self)
        form.columnconfigure(2, weight=1)
        rows = accumulate(not field.is_beside for field in page.fields)
        self.lines = {field.name: self._line(form, row, field) for row, field in zip(rows, page.fields, strict=True)}
        form.pack(fill="x")
        self._buttons = ttk.Frame(self)
        self._buttons.pack(fill="x", pady=6)
        self._button(f"ask_{page.name}", self.ask)
        self._button("clear", self.clear)
        self._answer = AnswerView(self, empty=self._words["keys"])
        self._answer.pack(fill="both", expand=True)
        self._remark = wrapping(self, "", style=NOTE)
        for name, variable in self._variables.items():
            watch(self, variable, partial(self._changed, name))
        self._settle()

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields."""
        return {name: variable.get() for name, variable in self._variables.items()}

    @property
    def text(self) -> str:
        """The answer as it is read."""
        return self._answer.said

    @property
    def remark(self) -> str:
        """What stands above the answer, if anything is to be noticed."""
        return str(self._remark.cget("text")) if self._remark.winfo_manager() else ""

    def fill(self, typed: Mapping[str, str], answer: Answer | None) -> None:
        """Put in what stood in the page before, such as in another language."""
        for name, text in typed.items():
            self._variables[name].set(text)
        if answer is not None:
            self._show(Reply(answer))

    def focus_first(self) -> None:
        """Go to the first field."""
        self.lines[self.page.fields[0].name].focus()

    def ask(self) -> None:
        """Answer what stands in the fields, or say beside each what is wrong and go to the first."""
        self._show(self.page.ask(self.typed, desk=self._desk, now=self._around.now()))

    def clear(self) -> None:
        """Begin anew on this page."""
        self.empty()
        self.focus_first()

    def empty(self) -> None:
        """Leave nothing of what was typed and answered."""
        for field in self.page.fields:
            self._variables[field.name].set(field.initial(self._desk.language))
            self.lines[field.name].tell("")

    def refit(self) -> None:
        """Take the size of the letters as it is now."""
        for line in self.lines.values():
            line.refit()
        self._answer.refit()

    def turn(self, pages: int) -> None:
        """Scroll the answer."""
        self._answer.turn(pages)

    def _button(self, label: str, command: Callable[[], object]) -> None:
        made = button(self._buttons, self._words[label], command)
        made.pack(side="left", padx=(0, 8))
        self._letter(self._words[label], made.invoke)

    def _letter(self, label: str, reach: Callable[[], object]) -> None:
        self.letters[mnemonic(label)] = reach

    def _line(self, form: ttk.Frame, row: int, field: Field) -> Line:
        variable = self._variables[field.name]
        widget: ttk.Entry | Choice | ttk.Checkbutton
        if field.kind == "tick":
            widget = ttk.Checkbutton(form, variable=variable, onvalue=field.choices[0], offvalue="")
        elif field.choices:
            widget = Choice(form, variable, [(value, self._words[value]) for value in field.choices])
        else:
            widget = ttk.Entry(form, textvariable=variable, width=12 if field.kind == "day" else 10)
            for key, by in (("<Up>", 1), ("<Down>", -1)):
                widget.bind(key, partial(self._step, field, by))
        hint = self._words.get(f"{field.name}_hint", self._words.get(f"{field.kind}_hint", ""))
        hint = hint.format(zone=self._desk.zone.key.replace("_", " "))
        cell = (row, int(field.is_beside))
        line = Line(form, cell, label=self._words[field.name], hint=hint, widget=widget)
        self._letter(self._words[field.name], line.reach)
        return line

    def _step(self, field: Field, by: int, _: object) -> None:
        variable = self._variables[field.name]
        if field.kind == "count":
            variable.set(stepped_count(variable.get(), by))
        elif field.kind == "day":
            today = self._around.now().astimezone(self._desk.zone).date()
            variable.set(stepped_day(variable.get(), by, today=today, month_first=self._desk.month_first))

    def _changed(self, name: str) -> None:
        self.answer = None
        self._answer.say("")
        self._notice("")
        self.lines[name].tell("")
        which = f"{name.partition('_')[0]}_which"
        if which in self._variables and name != which:
            self._variables[which].set("")
        self._settle()

    def _settle(self, problems: Mapping[str, Problem] | None = None) -> None:
        """Show the lines that count now: no time of notice that is now, no choice where a time is read in one way."""
        for field in self.page.fields:
            is_shown = field.only_if is None or self._variables[field.only_if[0]].get() == field.only_if[1]
            if field.kind == "which":
                problem = (problems or {}).get(field.name.replace("_which", "_time"))
                self._offer(field, problem)
                is_shown = is_shown and bool(self._variables[field.name].get() or (problem and problem.choices))
            self.lines[field.name].show(is_shown=is_shown)
        self.update_idletasks()  # so that Tab, however soon it is pressed, finds what has appeared

    def _offer(self, field: Field, problem: Problem | None) -> None:
        choice = self.lines[field.name].widget
        if problem and problem.choices and isinstance(choice, Choice):
            shown = [f"{moment.astimezone(self._desk.zone):%H:%M %Z}" for moment in problem.choices]
            choice.name([self._words[key].format(time=time) for key, time in zip(field.choices, shown, strict=True)])

    def _notice(self, text: str) -> None:
        if text:
            self._remark.configure(text=text)
            self._remark.pack(fill="x", pady=(0, 6), before=self._answer)
        else:
            self._remark.pack_forget()

    def _show(self, reply: Reply) -> None:
        self.answer = reply.answer
        self._answer.say("" if reply.answer is None else said(reply.answer, self._desk.language))
        self._notice("" if reply.answer is None else remark(reply.answer, desk=self._desk, now=self._around.now()))
        for name, line in self.lines.items():
            line.tell(worded(reply.problems[name], self._desk.language) if name in reply.problems else "")
        self._settle(reply.problems)
        for name, problem in reply.problems.items():
            self.lines[name.replace("_time", "_which") if problem.choices else name].focus()
            break


class SheetView(PageView):
    """The page of the sheet, which can be saved, in the patient's language, and opened to be printed."""

    def __init__(self, parent: tk.Misc, page: Page, desk: Desk, around: Surroundings) -> None:
        super().__init__(parent, page, desk, around)
        self._button("save", self.save)
        self._button("print", self.print)
        self._outcome = wrapping(self, "")

    @property
    def outcome(self) -> str:
        """What came of saving."""
        return str(self._outcome.cget("text")) if self._outcome.winfo_manager() else ""

    def save(self) -> Path | None:
        """Ask where, write the file, and say what came of it."""
        if self.answer is None:
            self.ask()
        if not isinstance(self.answer, kc.PreparationSheet):
            return None
        chosen = self._around.ask_path(
            parent=self,
            initialfile=suggested_name(self.answer),
            defaultextension=FORMS[0],
            filetypes=[(self._words["file_types"], FORMS)],
        )
        if not chosen:
            return None
        path = Path(chosen)
        result = save(self.answer, path, locale=self.typed["file_language"])
        self._tell(result, path)
        return path if result == "saved" else None

    def print(self) -> None:
        """Save the file and open it where it can be printed."""
        path = self.save()
        if path is not None and not self._around.open_file(path):
            self._tell("not_opened", path)

    def _changed(self, name: str) -> None:
        self._outcome.pack_forget()
        if name != "file_language":
            super()._changed(name)

    def _tell(self, result: str, path: Path) -> None:
        style = HINT if result == "saved" else PROBLEM
        self._outcome.configure(text=self._words[result].format(name=path.name), style=style)
        self._outcome.pack(fill="x", pady=(0, 6), before=self._answer)
