"""The waiting list: offering visits that have become free (cancel.waiting-list)."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import attrs
import pendulum

from ketaclinic import checks
from ketaclinic.calendars import a_date
from ketaclinic.display import Spoken
from ketaclinic.errors import InvalidInputError, InvalidTypeError, of_type
from ketaclinic.instants import instant, local_date, reading, within_years, zone_of
from ketaclinic.values import Checked, Result, made
from ketaclinic.visits import Visit, expected_minutes

__all__ = ["Offer", "WaitingPatient", "offer_freed_visits"]


def _since(value: datetime) -> datetime:
    return instant("since", value)


def _availability(values: Iterable[Any]) -> tuple[date | tuple[datetime, datetime], ...]:
    items = checks.gathered("availability", values, "dates, or pairs of a first and a last moment")
    return tuple(_available(f"availability[{at}]", item) for at, item in enumerate(items))


def _available(place: str, item: object) -> date | tuple[datetime, datetime]:
    if isinstance(item, date) and not isinstance(item, datetime):
        return within_years(place, a_date(place, item))
    if not isinstance(item, tuple | list):
        raise InvalidTypeError(place, "a date, or a pair of aware datetimes", of_type(item))
    if len(item) != 2:
        raise InvalidInputError(place, "a date, or a pair of aware datetimes")
    first, last = instant(f"{place}[0]", item[0]), instant(f"{place}[1]", item[1])
    if first >= last:
        raise InvalidInputError(place, "a pair whose first moment is before its last one")
    return first, last


def _an_id(_: object, field: "attrs.Attribute[Any]", value: object) -> None:
    try:
        checks.text(field.name, value)
    except InvalidInputError as error:
        expected = error.expected
    else:
        return
    raise InvalidInputError(field.name, expected)  # and not from the other error, which shows what was given


def _is_ready(_: object, field: "attrs.Attribute[Any]", value: object) -> None:
    if type(value) is not bool:
        raise InvalidTypeError(field.name, "True or False", of_type(value))


@attrs.frozen
class WaitingPatient(Checked):
    """Somebody on the waiting list, by an id of the caller's own.

    `since` is when they joined the list, `ready` whether they can begin treatment now. `availability` holds the times
    at which they can come: dates, which count whole in the clinic's zone, and pairs of a first and a last moment.
    Times are kept in UTC; those that overlap or touch are one stretch of time.

    Raises:
        NaiveDatetimeError: a time without a zone or an offset.
        InvalidTypeError: other types than those.
        InvalidInputError: an empty id, a pair that ends before it begins, or a time that a clock change skips.
    """

    id: str = attrs.field(validator=_an_id)
    since: datetime = attrs.field(converter=_since)
    ready: bool = attrs.field(validator=_is_ready)
    availability: tuple[date | tuple[datetime, datetime], ...] = attrs.field(converter=_availability)


@attrs.frozen(init=False)
class Offer(Result, Spoken):
    """A freed visit, and the patient that it is offered to. It unpacks into these two."""

    _made_by = "offer_freed_visits"

    visit: Visit
    patient: WaitingPatient

    def __iter__(self) -> Iterator[Visit | WaitingPatient]:
        yield self.visit
        yield self.patient

    @property
    def clauses(self) -> tuple[str, ...]:
        """The id of the clause that it rests on."""
        return ("cancel.waiting-list",)

    def _check(self) -> None:
        checks.instance("visit", self.visit, Visit)
        checks.instance("patient", self.patient, WaitingPatient)


def offer_freed_visits(visits: Iterable[Visit], waiting_list: Iterable[WaitingPatient]) -> tuple[Offer, ...]:
    """Offers of freed visits, in order of time, to those who have waited longest (cancel.waiting-list).

    The caller says which visits are free: giving them to somebody else is the clinic's choice. Each goes to the first
    on the list who is ready, can come for the whole of it up to its latest expected end, and is offered no other visit
    at that time or on that date. One that fits nobody is offered to nobody. Who joined at the same moment keeps the
    order of the list. A visit that is named twice is offered once. How long the visit takes is told by its own
    number: where the one who waits comes for the first time, the clinic has to see whether a first visit fits.

    Raises:
        InvalidTypeError: not visits, or not patients.
        InvalidInputError: two patients of one id, or visits of two policies.

    >>> import ketaclinic as kc
    >>> from datetime import date, datetime, timezone
    >>> visit = kc.Visit.at(datetime(2026, 12, 1, 18, tzinfo=timezone.utc), number=1)
    >>> def waiting(id, month, ready):
    ...     since = datetime(2026, month, 1, tzinfo=timezone.utc)
    ...     return kc.WaitingPatient(id, since=since, ready=ready, availability=[date(2026, 12, 1)])
    >>> offers = kc.offer_freed_visits([visit], [waiting("c", 11, True), waiting("b", 9, True), waiting("a", 8, False)])
    >>> [(offer.visit.number, offer.patient.id) for offer in offers]
    [(1, 'b')]
    """
    freed = sorted(dict.fromkeys(checks.listed("visits", visits, Visit)), key=lambda visit: visit.moment)
    for one, next_ in pairwise(freed):
        if one.policy is not next_.policy and one.policy != next_.policy:
            raise InvalidInputError("visits", "visits under one policy")
    waiting = checks.listed("waiting_list", waiting_list, WaitingPatient)
    if len({patient.id for patient in waiting}) < len(waiting):
        raise InvalidInputError("waiting_list", "each patient once")
    if not freed:
        return ()
    zone = zone_of(freed[0].policy.clinic.time_zone)
    ready = sorted((patient for patient in waiting if patient.ready), key=lambda patient: patient.since)
    in_order = [_Ready(patient, zone) for patient in ready]
    offers: list[Offer] = []
    for slot in (_Slot(visit, zone) for visit in freed):
        for somebody in in_order:
            if somebody.can_take(slot):
                somebody.offered.append(slot)
                offers.append(made(Offer, slot.visit, somebody.patient))
                break
    return tuple(offers)


class _Slot:
    """The time that a freed visit takes."""

    def __init__(self, visit: Visit, zone: pendulum.Timezone) -> None:
        _, minutes = expected_minutes(visit.policy, is_initial=visit.is_initial)
        self.visit = visit
        self.begins, self.ends = visit.moment, visit.moment + timedelta(minutes=minutes)
        self.date = local_date(self.begins, zone)

    def clashes(self, other: "_Slot") -> bool:
        """Whether nobody should be offered both: they overlap, or lie on one date (plan.spacing)."""
        return (self.begins < other.ends and other.begins < self.ends) or self.date == other.date


class _Ready:
    """A patient who is ready, when they can come, and what they are offered."""

    def __init__(self, patient: WaitingPatient, zone: pendulum.Timezone) -> None:
        self.patient = patient
        self.offered: list[_Slot] = []
        self._firsts: list[datetime] = []
        self._lasts: list[datetime] = []
        for first, last in sorted(_window(item, zone) for item in patient.availability):
            if self._lasts and first <= self._lasts[-1]:
                self._lasts[-1] = max(last, self._lasts[-1])
            else:
                self._firsts.append(first)
                self._lasts.append(last)

    def can_take(self, slot: _Slot) -> bool:
        """Whether they can come for the whole of it, and are offered nothing else then or on that date."""
        at = bisect_right(self._firsts, slot.begins) - 1
        return at >= 0 and slot.ends <= self._lasts[at] and not any(map(slot.clashes, self.offered))


def _window(item: date | tuple[datetime, datetime], zone: pendulum.Timezone) -> tuple[datetime, datetime]:
    if isinstance(item, tuple):
        return item
    first, last = (reading(day, time(), zone) for day in (item, item + timedelta(days=1)))
    return first, last
