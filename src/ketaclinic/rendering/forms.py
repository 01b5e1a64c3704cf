"""The three forms of a rendered answer. Whatever stands in a value is inert in each: HTML and Markdown are escaped."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final
from unicodedata import category, combining, east_asian_width

from ketaclinic.rendering.blocks import Document, Entry, Remark, Row, Section, Table
from ketaclinic.rendering.pairing import Paired
from ketaclinic.rendering.times import with_elements

_MARKED: Final = re.compile(r"[\\`*_{}\[\]<>&#|~!$@:^=+-]|\.(?=[^\W\d])")
"""What begins a construct in Markdown or in its common extensions, or makes a bare word a link, as in `www.example`."""

_NUMBERED: Final = re.compile(r"^(\d+)([.)])(?!\S)")
"""What begins an item of a numbered list, in digits of any script."""

_NO_MATHS: Final = 'class="tex2jax_ignore mathjax_ignore"'
"""Keeps a notebook from reading what stands between two dollar signs as a formula."""

_FROM_RIGHT: Final = frozenset({"ar", "fa", "he", "ur"})
"""Languages that are written from right to left."""

_NOT_NARROW: Final = re.compile("[^\0-\u02ff\N{NARROW NO-BREAK SPACE}]")
"""A letter that may take two columns or none. Those before the marks take one, as does the blank before AM and PM."""

_GAP: Final = "   "
_INDENT: Final = "  "
_LINE: Final = 96
"""The width that the steps of a timeline are wrapped to: they stand on a page of their own."""


def as_text(document: Document) -> str:
    """Plain text: the columns of tables are aligned, and no line ends in a blank."""
    parts = [document.title, document.to_do, *map(_text_section, document.sections)]
    parts += [_text_table(table, _widths(table, document)) for table in document.tables]
    parts.append(document.drawing)
    parts.append("\n".join(f"- {remark.text} {citation(remark)}" for remark in document.remarks))
    parts.append("\n".join(_wrapped(document.rests_on, "")))
    parts += map(_text_section, _last(document))
    return "\n\n".join(part for part in parts if part)


def _last(document: Document) -> tuple[Section, ...]:
    return () if document.unsaid is None else (document.unsaid,)


def width_of(text: str) -> int:
    """How many columns of a fixed-width font the text takes: two for an East Asian letter, none for a mark."""
    if _is_narrow(text):
        return len(text)
    return sum(
        0 if combining(letter) or category(letter) == "Cf" else 2 if east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _is_narrow(text: str) -> bool:
    """Whether each letter takes one column."""
    return text.isascii() or not _NOT_NARROW.search(text)


def _text_section(section: Section) -> str:
    """Each step wrapped to a line's width, its times in a column of their own."""
    width = max((width_of(entry.when) for entry in section.entries), default=0)
    lines = [section.heading]
    for entry in section.entries:
        lead = f"{_INDENT}{_left(entry.when, width)}{_GAP}" if width else f"{_INDENT}- "
        lines += _wrapped(f"{entry.text} {citation(entry)}", lead)
    return "\n".join(lines)


def _wrapped(text: str, lead: str) -> Iterator[str]:
    """The lines of a step: its first one after the lead, the others as far in. A long word is never broken."""
    width = indent = width_of(lead)
    if _is_narrow(text):
        yield from _filled(text, lead, indent)
        return
    words: list[str] = []
    for word in text.split(" "):
        taken = width_of(word)
        if words and width + 1 + taken > _LINE:
            yield lead + " ".join(words)
            lead, width, words = " " * indent, indent, []
        width += taken + (1 if words else 0)
        words.append(word)
    yield lead + " ".join(words)


def _filled(text: str, lead: str, indent: int) -> Iterator[str]:
    """The same for letters of one column each: the lines are cut out of the text at its blanks."""
    room = _LINE - indent
    while len(text) > room:
        blank = text.rfind(" ", 1, room + 1)
        if blank < 0:
            blank = text.find(" ", room)
        if blank < 0:
            break
        yield lead + text[:blank]
        lead, text = " " * indent, text[blank + 1 :]
    yield lead + text


def _left(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def _right(text: str, width: int) -> str:
    return " " * (width - width_of(text)) + text


def _widths(table: Table, document: Document) -> list[int]:
    """The widths of the columns, which all tables of a document under the same headings share."""
    alike = (row.cells for other in document.tables if other.headings == table.headings for row in _rows(other))
    return [max(map(width_of, column)) for column in zip(*alike, strict=True)]


def _rows(table: Table) -> tuple[Row, ...]:
    return (Row(table.headings), *table.rows) if table.is_headed else table.rows


def _text_table(table: Table, widths: list[int]) -> str:
    rows = (_text_row(row, widths, table.numeric) for row in _rows(table))
    return "\n".join(line for line in (table.title, table.lead, *rows) if line)


def _text_row(row: Row, widths: list[int], numeric: frozenset[int]) -> str:
    padded = (
        _right(cell, width) if index in numeric else _left(cell, width)
        for index, (cell, width) in enumerate(zip(row.cells, widths, strict=True))
    )
    return _GAP.join(padded).rstrip()


def as_markdown(document: Document) -> str:
    """Markdown, with tables as GitHub and most others read them."""
    parts = [f"## {markdown_text(document.title)}", markdown_text(document.to_do)]
    parts += ["\n".join(_markdown_section(section)) for section in document.sections]
    parts += ["\n".join(_markdown_table(table)) for table in document.tables]
    remarks = (f"- {markdown_text(f'{remark.text} {citation(remark)}')}" for remark in document.remarks)
    parts += ["\n".join(remarks), markdown_text(document.rests_on)]
    parts += ["\n".join(_markdown_section(section)) for section in _last(document)]
    return "\n\n".join(part for part in parts if part)


def _markdown_section(section: Section) -> Iterator[str]:
    yield f"### {markdown_text(section.heading)}\n"
    for entry in section.entries:
        when = f"**{markdown_text(entry.when)}** " if entry.when else ""
        yield f"- {when}{markdown_text(f'{entry.text} {citation(entry)}')}"


def _markdown_table(table: Table) -> Iterator[str]:
    if table.title:
        yield f"### {markdown_text(table.title)}\n\n{markdown_text(table.lead)}\n"
    yield _piped(markdown_text(heading) for heading in table.headings)
    yield _piped("---:" if index in table.numeric else "---" for index in range(len(table.headings)))
    for row in table.rows:
        mark = "**" if row.is_total else ""
        yield _piped(f"{mark}{markdown_text(cell)}{mark}" if cell else "" for cell in row.cells)


def _piped(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def as_html(document: Document) -> str:
    """A fragment of HTML: a section with headings, tables and lists, without any style or script.

    Each cell holds the heading of its column in `data-label`, so that a style sheet can show a row as a card.
    """
    lines = [
        f'<section {_NO_MATHS} lang="{escape(document.language)}"{_direction(document)}>',
        f"<h2>{html_text(document.title)}</h2>",
        f"<p>{html_text(document.to_do)}</p>",
    ]
    for section in document.sections:
        lines += _html_section(section)
    for table in document.tables:
        lines += _html_table(table)
    if document.remarks:
        items = (f"<li>{html_text(r.text)} <small>{escape(citation(r))}</small></li>" for r in document.remarks)
        lines += ["<ul>", *items, "</ul>"]
    if document.rests_on:
        lines.append(f"<p><small>{html_text(document.rests_on)}</small></p>")
    for section in _last(document):
        lines += _html_section(section)
    return "\n".join([*lines, "</section>"])


def as_xhtml(first: Document, *others: Document) -> str:
    """XHTML, within the few elements that FHIR takes: a row of a table is a list of what stands under each heading.

    It takes documents without steps and without totals, as those of screenings are.
    """
    told = escape(first.language)
    lines = [f'<div xmlns="http://www.w3.org/1999/xhtml" lang="{told}" xml:lang="{told}"{_direction(first)}>']
    for document in (first, *others):
        rows = (zip(table.headings, row.cells, strict=True) for table in document.tables for row in table.rows)
        items = [f"{html_text(heading)}: {html_text(cell)}" for row in rows for heading, cell in row]
        lines += [f"<p><b>{html_text(document.title)}</b></p>", f"<p>{html_text(document.to_do)}</p>"]
        lines += _listed([*items, *map(_cited, document.remarks)])
        lines.append(f"<p>{html_text(document.rests_on)}</p>")
        for section in _last(document):
            lines += [f"<p>{html_text(section.heading)}</p>", *_listed(map(_cited, section.entries))]
    return "\n".join([*lines, "</div>"])


def _listed(items: Iterable[str]) -> list[str]:
    listed = [f"<li>{item}</li>" for item in items]
    return ["<ul>", *listed, "</ul>"] if listed else []


def _cited(remark: Remark | Entry) -> str:
    return f"{html_text(remark.text)} {escape(citation(remark))}"


def _direction(document: Document) -> str:
    return ' dir="rtl"' if document.language.partition("-")[0] in _FROM_RIGHT else ""


def html_text(text: str) -> str:
    """The text, inert; English beside its translation is marked as English, and each time as a time."""
    if isinstance(text, Paired):
        return f'<span lang="en" dir="ltr">{html_text(text.english)}</span> {html_text(text.translation)}'
    return with_elements(escape(text))


def _html_section(section: Section) -> Iterator[str]:
    yield f"<h3>{html_text(section.heading)}</h3>\n<ul>"
    for entry in section.entries:
        when = f"<strong>{html_text(entry.when)}</strong> " if entry.when else ""
        yield f"<li>{when}{html_text(entry.text)} <small>{escape(citation(entry))}</small></li>"
    yield "</ul>"


def _html_table(table: Table) -> Iterator[str]:
    if table.title:
        yield f"<h3>{html_text(table.title)}</h3>\n<p>{html_text(table.lead)}</p>"
    headings = "".join(f'<th scope="col">{html_text(heading)}</th>' for heading in table.headings)
    opening = [f'<td data-label="{escape(heading)}">' for heading in table.headings[1:]]
    yield f"<table>\n<thead>\n<tr>{headings}</tr>\n</thead>"
    for tag, is_total in (("tbody", False), ("tfoot", True)):
        yield f"<{tag}>"
        for row in table.rows:
            if row.is_total is is_total:
                first, *others = map(html_text, row.cells)
                cells = "".join(f"{begun}{cell}</td>" for begun, cell in zip(opening, others, strict=True))
                yield f'<tr><th scope="row">{first}</th>{cells}</tr>'
        yield f"</{tag}>"
    yield "</table>"


def citation(remark: Remark | Entry) -> str:
    """The ids of the clauses that it rests on."""
    return f"({', '.join(remark.clauses)})"


def markdown_text(text: str) -> str:
    """The text, with a backslash before whatever Markdown would read."""
    return _NUMBERED.sub(r"\1\\\2", _MARKED.sub(r"\\\g<0>", text))
