"""Cancelling a visit: whether the notice is timely, and what it puts at risk (cancel.*)."""

import enum
from collections.abc import Iterable
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final

import attrs
import pendulum

from ketaclinic import checks
from ketaclinic.display import Displayed
from ketaclinic.errors import InvalidInputError
from ketaclinic.figures import Telephone
from ketaclinic.instants import instant, local, zone_of
from ketaclinic.policy import Policy
from ketaclinic.values import Result, made
from ketaclinic.visits import Visit

__all__ = ["Cancellation", "Outcome", "Unsaid", "assess_cancellation"]

_HOUR: Final = timedelta(hours=1)
_MOMENT: Final = attrgetter("moment")


class Outcome(enum.Enum):
    """How a notice of cancellation stands to the time limit."""

    TIMELY = "timely"
    """At or before the deadline."""
    LATE = "late"
    """After the deadline, and before the start."""
    MISSED = "missed"
    """At or after the start, which the FAQ does not address."""


class Unsaid(enum.Enum):
    """What the FAQ leaves unsaid about cancelling; nothing is made up for it (cancel.no-fee)."""

    FEE = "fee"
    """Whether a cancellation costs anything."""
    NO_SHOW = "no_show"
    """What follows when a patient does not come."""
    RESCHEDULING = "rescheduling"
    """Whether, and how, a visit can be moved instead."""
    CHANNEL = "channel"
    """How notice is to be given, by telephone or otherwise."""
    HOURS_OF_NOTICE = "hours_of_notice"
    """At which hours of the day notice counts as given."""


@attrs.frozen(init=False)
class Cancellation(Result, Displayed):
    """What a notice of cancellation means. It never carries a fee, since the FAQ states none (cancel.no-fee)."""

    _made_by = "assess_cancellation"

    visit: Visit
    """The visit that is cancelled."""
    notified: datetime = attrs.field(repr=str)
    """The moment, in UTC, at which the clinic was told."""
    reserved: tuple[Visit, ...] | None
    """The patient's reserved visits, in order of time; None if they were not told."""

    @property
    def policy(self) -> Policy:
        """The policy that the notice is from."""
        return self.visit.policy

    @property
    def notice(self) -> timedelta:
        """The elapsed time from the notice to the start; negative after it."""
        return self.visit.moment - self.notified

    @property
    def outcome(self) -> Outcome:
        """Whether the notice is timely. Exactly the hours of the policy are (cancel.notice)."""
        notice = self.notice
        if notice >= _HOUR * self.policy.cancellation.notice.hours and notice > timedelta():
            return Outcome.TIMELY
        return Outcome.LATE if notice > timedelta() else Outcome.MISSED

    @property
    def deadline(self) -> pendulum.DateTime:
        """The last timely moment, in the clinic's zone. Hours are elapsed time, so a clock change never moves it.

        Where a policy asks for no notice, it is the start, and notice must come before it.
        """
        return local(self.deadline_moment, zone_of(self.policy.clinic.time_zone))

    @property
    def deadline_moment(self) -> datetime:
        """The deadline in UTC."""
        return self.visit.moment - _HOUR * self.policy.cancellation.notice.hours

    @property
    def remaining_at_risk(self) -> bool | None:
        """Whether the clinic may give the later reserved visits to somebody else; None if missed, as not addressed.

        It is so when the initial appointment is cancelled, whatever the notice, and never otherwise (cancel.initial).
        """
        return None if self.outcome is Outcome.MISSED else self.visit.is_initial

    @property
    def at_risk(self) -> tuple[Visit, ...]:
        """The reserved visits that the clinic may give to somebody else, as far as they were told."""
        if not self.remaining_at_risk:
            return ()
        return tuple(dict.fromkeys(visit for visit in self.reserved or () if visit.moment > self.visit.moment))

    @property
    def unsaid(self) -> tuple[Unsaid, ...]:
        """What the FAQ does not say about it, so that the clinic has to be asked."""
        return tuple(Unsaid)

    @property
    def telephone(self) -> Telephone:
        """The clinic's number."""
        return self.policy.clinic.telephone

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that it rests on."""
        at_risk = self.remaining_at_risk
        risk = () if at_risk is None else ("cancel.initial", "cancel.waiting-list") if at_risk else ("cancel.initial",)
        return ("cancel.notice", *risk, "cancel.no-fee")

    def __reduce__(self) -> tuple[object, ...]:
        return _assess_again, (self.visit, self.notified, self.reserved)


def assess_cancellation(visit: Visit, *, notified: datetime, reserved: Iterable[Visit] | None = None) -> Cancellation:
    """Whether a visit can still be cancelled in time, and what that puts at risk (cancel.*).

    `notified` is when the clinic is told. `reserved` are all visits that the patient has reserved, such as those of a
    plan; the cancelled one may be among them. None means that they were not told.

    Raises:
        NaiveDatetimeError: `notified` has no zone and no offset.
        InvalidTypeError: other types than those.
        InvalidInputError: a `notified` that a clock change skips, or visits of two policies.

    >>> import ketaclinic as kc
    >>> from datetime import datetime
    >>> from zoneinfo import ZoneInfo
    >>> zone = ZoneInfo("America/Los_Angeles")
    >>> visit = kc.Visit.at(datetime(2026, 11, 2, 10, tzinfo=zone), number=2)
    >>> cancellation = kc.assess_cancellation(visit, notified=datetime(2026, 10, 31, 11, tzinfo=zone))
    >>> cancellation.outcome.name, cancellation.deadline.to_datetime_string()  # the clocks go back in between
    ('TIMELY', '2026-10-31 11:00:00')
    """
    if type(visit) is not Visit:
        checks.instance("visit", visit, Visit)
    known = None if reserved is None else _reserved(visit, reserved)
    return made(Cancellation, visit, instant("notified", notified), known)


def _reserved(visit: Visit, reserved: Iterable[Visit]) -> tuple[Visit, ...]:
    policy = visit.policy
    visits = checks.listed("reserved", reserved, Visit)
    for index, other in enumerate(visits):
        if other.policy is not policy and other.policy != policy:
            raise InvalidInputError(f"reserved[{index}]", "a visit under the policy of the cancelled one")
    return tuple(sorted(visits, key=_MOMENT))


def _assess_again(visit: Visit, notified: datetime, reserved: tuple[Visit, ...] | None) -> Cancellation:
    return assess_cancellation(visit, notified=notified, reserved=reserved)
