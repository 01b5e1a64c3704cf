"""What plans and cancellations cost, beside the bare computation on aware datetimes and integers, in one run.

Run it with `python -m pip install '.[bench]' && python benchmarks/plans.py --fast`. It prints ratios.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pendulum
from ratios import Row, compare

import ketaclinic as kc

ZONE = ZoneInfo("America/Los_Angeles")
SHOWN = pendulum.timezone("America/Los_Angeles")
FIRST = datetime(2026, 12, 1, 10, tzinfo=ZONE)
NOTIFIED = datetime(2026, 11, 28, 9, tzinfo=ZONE)
HOURS = timedelta(hours=48)
CLOSED = date(2026, 12, 5)
CALENDAR = kc.ClinicCalendar(closed=[CLOSED])
PLAN = kc.propose_plan(first=FIRST, infusions=6)
SHUT = frozenset({4})


def minimum() -> tuple[str, datetime, timedelta]:
    """A cancellation without checks, clauses or types: its outcome, its deadline and its notice."""
    starts = FIRST.astimezone(UTC)
    notice = starts - NOTIFIED.astimezone(UTC)
    outcome = "timely" if notice >= HOURS else "late" if notice > timedelta() else "missed"
    return outcome, starts - HOURS, notice


def search(shut: frozenset[int]) -> tuple[int, ...]:
    """The days of six infusions, three a week, by trying them all in order of their distance from even ones."""
    wanted = [7 * number // 3 for number in range(6)]
    if not shut.intersection(wanted):
        return tuple(wanted)
    best: tuple[int, tuple[int, ...]] | None = None
    for rest in combinations([day for day in range(1, 21) if day not in shut], 5):
        days = (0, *rest)
        if any(days[at + 3] - days[at] < 7 for at in range(3)):
            continue
        if any(sum(7 * week <= day < 7 * week + 7 for day in days) < 2 for week in range(days[-1] // 7)):
            continue
        cost = sum(abs(day - even) for day, even in zip(days, wanted, strict=True))
        best = min(best, (cost, days)) if best else (cost, days)
    assert best is not None  # noqa: S101  # six days always fit here
    return best[1]


def dated(shut: frozenset[int]) -> list[pendulum.DateTime]:
    """The search, and a time of pendulum for each visit."""
    return [pendulum.datetime(2026, 12, 1 + day, 10, tz=SHOWN) for day in search(shut)]


def with_maintenance(number: int) -> kc.TreatmentPlan:
    """The plan with so many maintenance visits."""
    return PLAN.with_maintenance([FIRST + timedelta(days=30 * month) for month in range(2, number + 2)])


MANY, DOUBLE = with_maintenance(60), with_maintenance(120)

ROWS: tuple[Row, ...] = (
    ("minimum of a cancellation", minimum, None),
    (
        "assess_cancellation",
        lambda: kc.assess_cancellation(PLAN.visits[0], notified=NOTIFIED),
        "minimum of a cancellation",
    ),
    (
        "the same, and its outcome",
        lambda: kc.assess_cancellation(PLAN.visits[0], notified=NOTIFIED).outcome,
        "minimum of a cancellation",
    ),
    (
        "with its reserved visits",
        lambda: kc.assess_cancellation(PLAN.visits[0], notified=NOTIFIED, reserved=PLAN.visits).outcome,
        "minimum of a cancellation",
    ),
    ("search and dates, all open", lambda: dated(frozenset()), None),
    ("propose_plan, all open", lambda: kc.propose_plan(first=FIRST, infusions=6), "search and dates, all open"),
    ("search and dates, a day shut", lambda: dated(SHUT), None),
    (
        "propose_plan, a day shut",
        lambda: kc.propose_plan(first=FIRST, infusions=6, calendar=CALENDAR),
        "search and dates, a day shut",
    ),
    ("review, 60 maintenance visits", lambda: kc.review_plan(MANY, CALENDAR), None),
    ("review, 120 maintenance visits", lambda: kc.review_plan(DOUBLE, CALENDAR), "review, 60 maintenance visits"),
    ("prepare", lambda: kc.prepare(PLAN.visits[0]), "propose_plan, all open"),
)


if __name__ == "__main__":
    compare(ROWS)
