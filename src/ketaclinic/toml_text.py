"""Plain tables as TOML text. The standard library reads TOML and does not write it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any


def toml_text(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """The tables as TOML: strings, ints, tables and lists of tables in them, under bare keys.

    A table of plain values is written in one line, unless it is an outermost one; any other has a heading of its own.
    """
    return "\n".join(line for name, table in tables.items() for line in _section(f"[{name}]", name, table))


def _section(heading: str, path: str, table: Mapping[str, Any]) -> Iterator[str]:
    yield heading
    later: list[tuple[str, Any]] = []
    for key, value in table.items():
        if isinstance(value, list) or _holds_more(value):
            later.append((f"{path}.{key}", value))
        else:
            yield f"{key} = {_inline(value)}"
    yield ""
    for name, value in later:
        if isinstance(value, list):
            for row in value:
                yield from _section(f"[[{name}]]", name, row)
        else:
            yield from _section(f"[{name}]", name, value)


def _holds_more(value: object) -> bool:
    """Whether it is a table that holds tables or lists of them."""
    return isinstance(value, Mapping) and any(isinstance(item, Mapping | list) for item in value.values())


def _inline(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_inline(item)}" for key, item in value.items()) + " }"
    # A JSON string or int is a TOML one, save that TOML wants the DEL character escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
