"""The figures and vocabularies of the library: TOML files, each with its sources, and their one reader.

What reads them is imported when they are first read, which keeps `import ketaclinic` light.
"""

from typing import Any


def read_table(name: str) -> dict[str, Any]:
    """The content of a TOML file of this package, such as `"clauses"`."""
    return parse_table(read_text(name))


def read_names(name: str) -> dict[str, Any]:
    """The content of a TOML file of names of this package, which it gives in a quarter of the time."""
    return parse_names(read_text(name))


def parse_names(text: str) -> dict[str, Any]:
    """The content of TOML text with blocks of names, in which nothing is escaped, and without fractions.

    tomllib reads such a string letter by letter. So the blocks are cut out, each with a fraction left in its place, and
    put back by what is called for fractions.
    """
    import tomllib

    pieces = text.split('"""')
    blocks = pieces[1::2]
    pieces[1::2] = [f"{number}.0" for number in range(len(blocks))]
    return tomllib.loads("".join(pieces), parse_float=lambda number: blocks[int(number[:-2])].removeprefix("\n"))


def read_text(name: str) -> str:
    """The text of a TOML file of this package."""
    return packaged_text(__name__, f"{name}.toml")


def packaged_text(package: str, name: str) -> str:
    """The text of a file that a package ships, wherever the package is: in a folder or in a zip file.

    Raises:
        FileNotFoundError: the package has no such file.
    """
    import pkgutil  # and not importlib.resources, which takes as long to import as all data take to read

    content = pkgutil.get_data(package, name)
    if content is None:
        raise FileNotFoundError(name)
    return content.decode("utf-8")


def parse_table(text: str) -> dict[str, Any]:
    """The content of TOML text.

    Raises:
        ValueError: it is not TOML.
        RecursionError: it is nested too deeply.
    """
    import tomllib

    return tomllib.loads(text)
