"""The figures and vocabularies of the library: TOML files, each with its sources, and their one reader."""

import tomllib
from importlib import resources
from typing import Any


def read_table(name: str) -> dict[str, Any]:
    """The content of a TOML file of this package, such as `"clauses"`."""
    return tomllib.loads(read_text(name))


def read_text(name: str) -> str:
    """The text of a TOML file of this package."""
    return resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
