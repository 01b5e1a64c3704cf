"""The sheet as a file: a web page to print, or text, in the patient's language, which need not be the front desk's."""

from html import escape
from pathlib import Path
from typing import Final

import ketaclinic as kc

FORMS: Final = (".html", ".txt")

_PAGE: Final = """<!DOCTYPE html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 12pt/1.4 sans-serif; max-width: 45em; margin: 1em auto; padding: 0 1em; }}
li {{ break-inside: avoid; margin-bottom: 0.4em; }}
</style>
</head>
<body>
<h1><bdi>{clinic}</bdi></h1>
{body}
</body>
</html>
"""


def suggested_name(sheet: kc.PreparationSheet) -> str:
    """A name that tells the day and nobody's name."""
    return f"visit-{sheet.visits[0].starts.to_date_string()}{FORMS[0]}"


def content(sheet: kc.PreparationSheet, *, form: str, locale: str) -> str:
    """What the file of that form holds."""
    if form == ".txt":
        return kc.render(sheet, locale=locale) + "\n"
    direction = next(shipped.direction for shipped in kc.locales() if shipped.name == locale)
    return _PAGE.format(
        language=locale.replace("_", "-"),
        direction=direction,
        title=escape(kc.render(sheet, locale=locale).partition("\n")[0]),
        clinic=escape(sheet.policy.clinic.name),
        body=kc.render(sheet, locale=locale, form="html"),
    )


def save(sheet: kc.PreparationSheet, path: Path, *, locale: str) -> str:
    """Write the file, and give the key of the label that says what came of it."""
    form = path.suffix.lower()
    if form not in FORMS:
        return "no_such_form"
    try:
        path.write_text(content(sheet, form=form, locale=locale), encoding="utf-8")
    except OSError:
        return "not_saved"
    return "saved"
