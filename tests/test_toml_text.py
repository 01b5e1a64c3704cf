"""Plain tables as TOML: what the standard library reads back is what was written."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaclinic.toml_text import toml_text


@pytest.mark.parametrize(
    ("tables", "text"),
    [
        ({"a": {"x": 1, "y": "z"}}, '[a]\nx = 1\ny = "z"\n'),
        ({"a": {"in": {"x": 1, "y": 2}}}, "[a]\nin = { x = 1, y = 2 }\n"),
        ({"a": {"b": {"c": {"x": 1}}, "y": 2}}, "[a]\ny = 2\n\n[a.b]\nc = { x = 1 }\n"),
        ({"a": {"b": {"c": {"d": {"x": 1}}}}}, "[a]\n\n[a.b]\n\n[a.b.c]\nd = { x = 1 }\n"),
        (
            {"a": {"rows": [{"x": 1, "deep": {"b": {"y": 2}}}, {"x": 3}]}},
            "[a]\n\n[[a.rows]]\nx = 1\n\n[a.rows.deep]\nb = { y = 2 }\n\n[[a.rows]]\nx = 3\n",
        ),
        ({"a": {"x": 'é"\\\n\x7f'}}, '[a]\nx = "é\\"\\\\\\n\\u007f"\n'),
    ],
)
def test_tables_are_written_plainly(tables: dict[str, Any], text: str) -> None:
    assert toml_text(tables) == text
    assert tomllib.loads(text) == tables


KEYS = st.sampled_from("abcde")
SCALARS = st.integers(-(2**63), 2**63 - 1) | st.text(st.characters(codec="utf-8"))
TABLES = st.recursive(
    st.dictionaries(KEYS, SCALARS, min_size=1),
    lambda inner: st.dictionaries(KEYS, inner | SCALARS | st.lists(inner, min_size=1, max_size=2), min_size=1),
    max_leaves=6,
)


@given(st.dictionaries(KEYS, TABLES))
def test_any_tables_come_back(tables: dict[str, Any]) -> None:
    assert tomllib.loads(toml_text(tables)) == tables
