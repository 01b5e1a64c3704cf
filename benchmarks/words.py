"""What words cost, beside Babel alone with a held locale, in one run.

Run it with `python -m pip install '.[bench]' && python benchmarks/words.py --fast`. It prints ratios.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, format_skeleton, format_time
from babel.numbers import format_currency
from ratios import Row, compare

import ketaclinic as kc
from ketaclinic.rendering.words import words

ZONE = ZoneInfo("America/Los_Angeles")
FIRST = datetime(2026, 12, 1, 10, tzinfo=ZONE)
ENGLISH = Locale.parse("en_US")
IN_ENGLISH = words("en_US")
AMOUNT = kc.Money("3450")
PLAN = kc.propose_plan(first=FIRST, infusions=6)
SHEETS = [kc.prepare(visit) for visit in PLAN.visits]


def shown() -> list[tuple[str, datetime]]:
    """The days and times that the plan and its sheets show, each as often as it stands in them, with what it shows."""
    html = "".join(kc.render(decision, form="html") for decision in (PLAN, *SHEETS))
    return [
        ("day" if "T" not in iso else "moment" if text.endswith("ST") else "time", datetime.fromisoformat(iso))
        for iso, text in re.findall(r'<time datetime="([^"]*)">([^<]*)</time>', html)
    ]


SHOWN = shown()


def of_babel() -> list[str]:
    """The days, times and amounts that a plan with its sheets shows, by Babel alone."""
    written = [format_currency(AMOUNT.amount, "USD", locale=ENGLISH) for _ in SHEETS]
    for kind, moment in SHOWN:
        if kind != "time":
            written.append(format_skeleton("yMMMEd", moment, tzinfo=ZONE, locale=ENGLISH))
        if kind != "day":
            written.append(format_time(moment, "short", tzinfo=ZONE, locale=ENGLISH))
        if kind == "moment":
            written.append(format_datetime(moment, "z", tzinfo=ZONE, locale=ENGLISH))
    return written


def in_words(locale: str) -> list[str]:
    """A plan of six visits and a sheet for each, without English beside them."""
    return [kc.render(decision, locale=locale, allow_unreviewed=True) for decision in (PLAN, *SHEETS)]


def new_date() -> str:
    """A date of which nothing is kept."""
    IN_ENGLISH._day.cache_clear()  # noqa: SLF001  # there is no other way to forget
    return IN_ENGLISH.day(FIRST, ZONE)


ROWS: tuple[Row, ...] = (
    ("Babel, an amount", lambda: format_currency(AMOUNT.amount, "USD", locale=ENGLISH), None),
    ("an amount", lambda: IN_ENGLISH.money(AMOUNT), "Babel, an amount"),
    ("Babel, a date", lambda: format_skeleton("yMMMEd", FIRST, tzinfo=ZONE, locale=ENGLISH), None),
    ("a date that comes for the first time", new_date, "Babel, a date"),
    ("a date", lambda: IN_ENGLISH.day(FIRST, ZONE), "Babel, a date"),
    ("Babel, a plan and its sheets", of_babel, None),
    ("a plan and its sheets", lambda: in_words("en_US"), "Babel, a plan and its sheets"),
    ("the same in Spanish", lambda: in_words("es_US"), "Babel, a plan and its sheets"),
    (
        "the same beside English",
        lambda: [kc.render(decision, locale="es_US") for decision in (PLAN, *SHEETS)],
        "Babel, a plan and its sheets",
    ),
)


if __name__ == "__main__":
    compare(ROWS)
