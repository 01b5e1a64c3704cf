"""How an answer shows itself where Python asks it to: `print`, IPython and notebooks.

The rendering stands above everything else in the import graph and needs Babel, so it is imported when it is called.
"""

from typing import Literal, Protocol

Form = Literal["text", "markdown", "html"]
"""The forms that an answer can be rendered in."""


Detail = Literal["full", "brief"]
"""How much of an answer is rendered."""


class _Printer(Protocol):
    def text(self, text: str, /) -> None: ...
    def break_(self) -> None: ...


class Plain:
    """A value that pretty-printers, IPython's and Hypothesis' alike, show as `repr` does: without its policy."""

    __slots__ = ()

    def _repr_pretty_(self, printer: _Printer, _cycle: bool) -> None:  # noqa: FBT001  # as IPython calls it
        printer.text(repr(self))


class Spoken(Plain):
    """A value whose `str` is plain language, in the source locale; `ketaclinic.render` speaks the others."""

    __slots__ = ()

    def __str__(self) -> str:
        from ketaclinic.rendering import render

        return render(self)

    def __format__(self, spec: str) -> str:
        """The same, padded as a str is: `f"{amount:>12}"`."""
        return format(str(self), spec)


class Displayed(Spoken):
    """An answer that IPython prints as text and a notebook as HTML."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from ketaclinic.rendering import render

        return render(self, form="html")

    def _repr_pretty_(self, printer: _Printer, _cycle: bool) -> None:  # noqa: FBT001  # as IPython calls it
        first, *others = str(self).splitlines()
        printer.text(first)
        for line in others:
            printer.break_()
            printer.text(line)
