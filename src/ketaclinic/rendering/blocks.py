"""What a rendered answer consists of, whatever its form: a title, tables, remarks. The forms write them down."""

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
class Document:
    """An answer in words: its outcome in one line, then the details, then what goes with them."""

    language: str
    """The language that it is in, as a BCP 47 tag."""
    title: str
    tables: tuple[Table, ...]
    remarks: tuple[Remark, ...]
    closing: str
    """Whom to ask."""
