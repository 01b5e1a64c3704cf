"""A plan as the sheets of a wall calendar."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

import attrs

import ketaclinic as kc

from .labels import Labels


@attrs.frozen
class Day:
    """A day of a month, with the numbers of the infusions on it."""

    date: date
    numbers: tuple[int, ...]


@attrs.frozen
class Month:
    """A month in weeks; a day of another month is None."""

    name: str
    weeks: tuple[tuple[Day | None, ...], ...]


def months(plan: kc.TreatmentPlan, labels: Labels) -> tuple[Month, ...]:
    """Each month with a visit, its weeks as the language's calendars begin them."""
    visits: dict[date, tuple[int, ...]] = {}
    for visit in plan.visits:
        day = visit.starts.date()
        visits[day] = (*visits.get(day, ()), visit.number)
    firsts = (first for first, _ in groupby(sorted(visits), key=lambda day: day.replace(day=1)))
    return tuple(Month(labels.month(first), tuple(_weeks(first, visits, labels))) for first in firsts)


def _weeks(first: date, visits: dict[date, tuple[int, ...]], labels: Labels) -> Iterator[tuple[Day | None, ...]]:
    week = [weekday.number for weekday in labels.week()]
    day = first - timedelta(days=week.index(first.weekday()))
    while (day.year, day.month) <= (first.year, first.month):
        days = [day + timedelta(days=number) for number in range(len(week))]
        yield tuple(Day(each, visits.get(each, ())) if each.month == first.month else None for each in days)
        day += timedelta(days=len(week))
