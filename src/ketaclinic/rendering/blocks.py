"""What a rendered answer consists of, whatever its form: sections, tables, remarks. The forms write them down."""

import attrs


@attrs.frozen
class Row:
    """One row of a table. The last row of some tables is their total."""

    cells: tuple[str, ...]
    is_total: bool = False


@attrs.frozen
class Table:
    """Rows under headings; `numeric` holds the indexes of the columns that are aligned on the right."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    numeric: frozenset[int] = frozenset()
    is_headed: bool = False
    """Whether plain text shows the headings, too; most tables speak for themselves there."""
    title: str = ""
    """What all rows have in common, if there are several tables."""
    lead: str = ""
    """What follows from that."""


@attrs.frozen
class Remark:
    """A sentence or two, and the ids of the clauses that they rest on."""

    text: str
    clauses: tuple[str, ...]


@attrs.frozen
class Entry:
    """One step of a timeline: when, what, and the ids of the clauses that it rests on."""

    when: str
    """A time of day, or whatever leads the step; empty where there is nothing to lead it."""
    text: str
    clauses: tuple[str, ...]


@attrs.frozen
class Section:
    """Steps under a heading, such as those of one day."""

    heading: str
    entries: tuple[Entry, ...]


@attrs.frozen
class Document:
    """An answer in words. Its parts stand in every form in the order in which they stand here."""

    language: str
    """The language that it is in, as a BCP 47 tag."""
    title: str
    """The outcome, in one sentence."""
    to_do: str
    """What to do, and whom to call."""
    sections: tuple[Section, ...] = ()
    """The details, step by step."""
    tables: tuple[Table, ...] = ()
    """The details, line by line."""
    drawing: str = ""
    """Lines for a fixed-width font, which only plain text shows: they repeat what stands in a table."""
    remarks: tuple[Remark, ...] = ()
    """What goes with the details."""
    rests_on: str = ""
    """The clauses that it rests on."""
    unsaid: Section | None = None
    """What the FAQ does not say."""
    brief: str = ""
    """What stands after the title when the answer is asked for in brief."""
