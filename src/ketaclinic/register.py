"""The clause register: every rule of the clinic's FAQ that the library carries, with the place where it stands.

A decision names the clauses it rests on by their ids; `clause` turns an id into its `Clause`.
"""

import enum
from functools import cache

import attrs

from ketaclinic import checks
from ketaclinic.data import read_table
from ketaclinic.errors import InvalidInputError, shown
from ketaclinic.values import Result, made

__all__ = ["Basis", "Clause", "Paragraph", "clause", "clauses", "paragraphs"]


class Basis(enum.Enum):
    """How firmly a clause stands in the FAQ."""

    STATED = "stated"
    """The FAQ says it."""
    INTERPRETATION = "interpretation"
    """The FAQ leaves something open, or can be read in two ways; the clause's `reading` says how that is taken."""
    SILENCE = "silence"
    """The FAQ does not say it; the clause's `reading` says what is not made up."""


@attrs.frozen(init=False)
class Clause(Result):
    """One rule of the FAQ, in the library's own words.

    The figures in `summary` are the FAQ's. A policy of another clinic may carry other figures under the same id.
    """

    _made_by = "clause"

    id: str
    """The stable name, which begins with the topic, such as `cancel.notice`."""
    paragraphs: tuple[int, ...]
    """The FAQ's paragraphs it rests on, counted from 1 after the title."""
    basis: Basis
    summary: str
    reading: str | None
    """How what the FAQ leaves open is taken, or what is not made up where it is silent."""

    @property
    def topic(self) -> str:
        """The part of the id before the dot, such as `"price"`."""
        return self.id.partition(".")[0]

    def __reduce__(self) -> tuple[object, ...]:
        return clause, (self.id,)


@attrs.frozen(init=False)
class Paragraph(Result):
    """One paragraph of the FAQ: its number, from 1, and a fingerprint that tells when the clinic changes it."""

    _made_by = "paragraphs"

    number: int
    fingerprint: str
    """SHA-256, in hexadecimal, of the paragraph in UTF-8 with every run of white space made one space."""
    background: str | None
    """What the paragraph tells beside rules, or instead of them. It decides nothing."""

    def __reduce__(self) -> tuple[object, ...]:
        return _paragraph, (self.number,)


def clause(id: str) -> Clause:
    """The clause of that id.

    Raises:
        InvalidTypeError: `id` is not a str.
        InvalidInputError: no clause has that id.

    >>> import ketaclinic as kc
    >>> kc.clause("price.initial").paragraphs
    (10, 17)
    >>> kc.clause("price.initial").summary
    'Infusions 1 to 5 cost USD 600 each.'
    """
    return _by_id()[check_clause_id("id", id)]


def check_clause_id(argument: str, id: str) -> str:
    """The id, if a clause has it; `argument` names it in the refusal.

    Raises:
        InvalidTypeError, InvalidInputError: it is none.
    """
    if not is_clause_id(checks.text(argument, id)):
        raise InvalidInputError(argument, "the id of a clause; ketaclinic.clauses() lists them all", shown(id))
    return id


def clauses() -> tuple[Clause, ...]:
    """Every clause, topic by topic.

    >>> import ketaclinic as kc
    >>> [clause.id for clause in kc.clauses() if clause.basis is kc.Basis.SILENCE]
    ['plan.dose', 'cancel.no-fee', 'screen.not-addressed']
    """
    return tuple(_by_id().values())


def is_clause_id(id: object) -> bool:
    """Whether a clause has that id."""
    return type(id) is str and id in _by_id()


@cache
def paragraphs() -> tuple[Paragraph, ...]:
    """The FAQ's paragraphs, in order, each accounted for by a clause or as background.

    >>> import ketaclinic as kc
    >>> len(kc.paragraphs())
    38
    """
    return tuple(
        made(Paragraph, row["number"], row["fingerprint"], row.get("background"))
        for row in read_table("paragraphs")["paragraph"]
    )


def _paragraph(number: int) -> Paragraph:
    return paragraphs()[checks.count("number", number, least=1, most=len(paragraphs())) - 1]


@cache
def _by_id() -> dict[str, Clause]:
    return {
        row["id"]: made(
            Clause, row["id"], tuple(row["paragraphs"]), Basis(row["basis"]), row["summary"], row.get("reading")
        )
        for row in read_table("clauses")["clause"]
    }
