"""The figures and vocabularies of the library: TOML files, each with its sources, and their one reader.

What reads them is imported when they are first read, which keeps `import ketaclinic` light.
"""

from typing import Any


def read_table(name: str) -> dict[str, Any]:
    """The content of a TOML file of this package, such as `"clauses"`."""
    return parse_table(read_text(name))


def read_text(name: str) -> str:
    """The text of a TOML file of this package."""
    from importlib import resources

    return resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")


def parse_table(text: str) -> dict[str, Any]:
    """The content of TOML text.

    Raises:
        ValueError: it is not TOML.
        RecursionError: it is nested too deeply.
    """
    import tomllib

    return tomllib.loads(text)
