"""What is to be translated: the messages of the code, those of the clause register, and the names of conditions.

Run as a programme, it brings the catalogs up to date: `python tests/messages.py`. New messages come without a
translation, those that are gone are dropped, and what is fuzzy stays so until somebody qualified has reviewed it.
"""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

import ketaclinic as kc
from ketaclinic.catalogs import CONTEXT, SHIPPED
from ketaclinic.vocabulary import vocabulary

SOURCE = Path(kc.__file__).parent
CALLS = {"gettext": None, "marked": None, "clinical": CONTEXT, "ngettext": None, "plural": None}

HEADER = """# The messages of ketaclinic in this language. A translation that is marked fuzzy is complete, but
# no qualified person has reviewed it; whoever has done so takes the mark away."""
DROPPED = re.compile(r'"(Project-Id|Report-Msgid|POT-Creation|PO-Revision|Last-Translator|Language-Team|Generated-By)')
"""What changes from run to run, or names somebody."""

Found = tuple[str, str | tuple[str, str], str | None]
"""Where a message stands, the message or both of its forms, and its context."""


def catalog_path(locale: str) -> Path:
    return SOURCE / "locale" / locale / "LC_MESSAGES" / "ketaclinic.po"


def in_code() -> Iterator[Found]:
    for path in sorted((SOURCE / "rendering").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
                if name in CALLS and texts:
                    is_plural = name in {"ngettext", "plural"}
                    yield path.name, (texts[0], texts[1]) if is_plural else texts[0], CALLS[name]


def in_clauses() -> Iterator[Found]:
    for clause in kc.clauses():
        yield clause.id, clause.summary, CONTEXT
        if clause.reading is not None:
            yield clause.id, clause.reading, CONTEXT


EVERYDAY = (
    *("alcohol", "beer", "wine", "liquor", "mixed drinks", "marijuana", "hashish", "cocaine", "crack cocaine"),
    *("coca leaf", "coca paste", "heroin", "black tar heroin", "methamphetamine"),
)
"""Substances that have a name of their own in each language; medicines keep the one that stands on their labels."""


def in_vocabulary() -> Iterator[Found]:
    """What a condition that a rule is about is recognized as, and an everyday substance."""
    known = vocabulary()
    terms = {term for names in (known.anywhere, known.whole) for name in names for term in names[name]}
    # What is recognized with doubt is told as it was typed.
    conditions = {t.name for t in terms if t.is_condition and t.group is not None and not t.is_doubtful}
    for name in sorted(conditions | set(EVERYDAY)):
        yield "vocabulary", name, CONTEXT


def source() -> Catalog:
    """The messages as a catalog without translations."""
    catalog = Catalog(fuzzy=False)
    for place, message, context in (*in_code(), *in_clauses(), *in_vocabulary()):
        catalog.add(message, context=context, locations=[(place, None)])  # type: ignore[list-item]  # no line: it moves
    return catalog


def read(locale: str) -> Catalog:
    with catalog_path(locale).open("rb") as text:
        return read_po(text, locale=locale)


def update(locale: str) -> None:
    catalog = read(locale) if catalog_path(locale).exists() else Catalog(locale=locale, fuzzy=False)
    catalog.update(source(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    write(locale, catalog)


def write(locale: str, catalog: Catalog) -> None:
    catalog.header_comment = HEADER
    written = BytesIO()
    write_po(written, catalog, width=100, sort_output=True)
    lines = written.getvalue().decode("utf-8").splitlines(keepends=True)
    path = catalog_path(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(line for line in lines if not DROPPED.match(line)), encoding="utf-8")


if __name__ == "__main__":
    for shipped in SHIPPED[1:]:
        update(shipped)
