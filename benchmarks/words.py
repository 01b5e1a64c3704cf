"""What words cost, beside Babel alone with a held locale, in one run.

Run it with `python -m pip install '.[bench]' && python benchmarks/words.py --fast`. It prints ratios.
"""

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
ENGLISH, SPANISH = Locale.parse("en_US"), words("es_US")
IN_ENGLISH = words("en_US")
AMOUNT = kc.Money("3450")
PLAN = kc.propose_plan(first=FIRST, infusions=6)
SHEETS = [kc.prepare(visit) for visit in PLAN.visits]


def of_babel() -> list[str]:
    """The dates, times and amounts that a plan with its sheets shows, by Babel alone."""
    shown = []
    for visit in PLAN.visits:
        moment = visit.moment
        # Counted in what a plan and its sheets show: each moment that stands in them, once for each text.
        shown += [format_skeleton("yMMMEd", moment, tzinfo=ZONE, locale=ENGLISH) for _ in range(6)]
        shown += [format_time(moment, "short", tzinfo=ZONE, locale=ENGLISH) for _ in range(10)]
        shown += [format_datetime(moment, "z", tzinfo=ZONE, locale=ENGLISH)]
        shown += [format_currency(AMOUNT.amount, "USD", locale=ENGLISH)]
    return shown


def in_words(locale: str) -> list[str]:
    """A plan of six visits and a sheet for each, without English beside them."""
    return [kc.render(decision, locale=locale, allow_unreviewed=True) for decision in (PLAN, *SHEETS)]


ROWS: tuple[Row, ...] = (
    ("Babel, an amount", lambda: format_currency(AMOUNT.amount, "USD", locale=ENGLISH), None),
    ("an amount", lambda: IN_ENGLISH.money(AMOUNT), "Babel, an amount"),
    ("Babel, a date", lambda: format_skeleton("yMMMEd", FIRST, tzinfo=ZONE, locale=ENGLISH), None),
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
