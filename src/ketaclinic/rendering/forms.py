"""The three forms of a rendered answer. Whatever stands in a value is inert in each: HTML and Markdown are escaped."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from ketaclinic.rendering.blocks import Document, Remark, Row, Table

_MARKED: Final = re.compile(r"[\\`*_{}\[\]<>&#|~!$@:^=+-]|\.(?=[^\W\d])")
"""What begins a construct in Markdown or in its common extensions, or makes a bare word a link, as in `www.example`."""

_NO_MATHS: Final = 'class="tex2jax_ignore mathjax_ignore"'
"""Keeps a notebook from reading what stands between two dollar signs as a formula."""

_GAP: Final = "   "


def as_text(document: Document) -> str:
    """Plain text: the columns of tables are aligned, and no line ends in a blank."""
    widths = [max(map(len, column)) for column in zip(*_cells(document.tables), strict=True)]
    parts = [document.title, *(_text_table(table, widths) for table in document.tables)]
    parts.append("\n".join(f"- {remark.text} {_citation(remark)}" for remark in document.remarks))
    return "\n\n".join(part for part in (*parts, document.closing) if part)


def _cells(tables: Iterable[Table]) -> Iterator[tuple[str, ...]]:
    """The cells of each row: all tables of a document have the same columns."""
    return (row.cells for table in tables for row in table.rows)


def _text_table(table: Table, widths: list[int]) -> str:
    rows = (_text_row(row, widths, table.numeric) for row in table.rows)
    return "\n".join(line for line in (table.title, table.lead, *rows) if line)


def _text_row(row: Row, widths: list[int], numeric: frozenset[int]) -> str:
    padded = (
        cell.rjust(width) if index in numeric else cell.ljust(width)
        for index, (cell, width) in enumerate(zip(row.cells, widths, strict=True))
    )
    return _GAP.join(padded).rstrip()


def as_markdown(document: Document) -> str:
    """Markdown, with tables as GitHub and most others read them."""
    parts = [f"## {markdown_text(document.title)}", *("\n".join(_markdown_table(table)) for table in document.tables)]
    remarks = (f"- {markdown_text(f'{remark.text} {_citation(remark)}')}" for remark in document.remarks)
    parts.append("\n".join(remarks))
    return "\n\n".join(part for part in (*parts, markdown_text(document.closing)) if part)


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
    """A fragment of HTML: a section with headings, tables and lists, without any style or script."""
    lines = [f'<section {_NO_MATHS} lang="{escape(document.language)}">', f"<h2>{escape(document.title)}</h2>"]
    for table in document.tables:
        lines += _html_table(table)
    if document.remarks:
        items = (f"<li>{escape(r.text)} <small>{escape(_citation(r))}</small></li>" for r in document.remarks)
        lines += ["<ul>", *items, "</ul>"]
    lines += [f"<p>{escape(document.closing)}</p>", "</section>"]
    return "\n".join(lines)


def _html_table(table: Table) -> Iterator[str]:
    if table.title:
        yield f"<h3>{escape(table.title)}</h3>\n<p>{escape(table.lead)}</p>"
    headings = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in table.headings)
    yield f"<table>\n<thead>\n<tr>{headings}</tr>\n</thead>"
    for tag, is_total in (("tbody", False), ("tfoot", True)):
        yield f"<{tag}>"
        for row in table.rows:
            if row.is_total is is_total:
                first, *others = map(escape, row.cells)
                yield f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'
        yield f"</{tag}>"
    yield "</table>"


def _citation(remark: Remark) -> str:
    return f"({', '.join(remark.clauses)})"


def markdown_text(text: str) -> str:
    """The text, with a backslash before whatever Markdown would read."""
    return _MARKED.sub(r"\\\g<0>", text)
