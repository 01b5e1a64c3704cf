"""One visit: when it starts, what happens in it, and when it is expected to end (visit.*, plan.first-visit)."""

import enum
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

import attrs
import pendulum

from ketaclinic import checks
from ketaclinic.display import Plain, Spoken
from ketaclinic.errors import InvalidInputError
from ketaclinic.figures import Medicine
from ketaclinic.instants import instant, kept, local, zone_of
from ketaclinic.policy import Policy
from ketaclinic.policy_file import faq_policy
from ketaclinic.values import Result, made

__all__ = ["Phase", "Purpose", "SupportiveMedication", "Visit", "Window", "supportive_medications"]


CLAUSES: Final = (("visit.infusion", "visit.undisturbed", "visit.recovery"), ("plan.first-visit",))
"""The ids of the clauses that the times of a visit rest on, and those of the initial appointment."""


class Phase(enum.Enum):
    """Which part of the treatment a visit belongs to."""

    INITIAL = "initial"
    """The series that treatment starts with (plan.series)."""
    MAINTENANCE = "maintenance"
    """Afterwards, as symptoms ask for it (plan.maintenance)."""


@attrs.frozen(init=False)
class Window(Result, Plain):
    """A span of time: from `begins` up to `ends`, in the clinic's zone. It unpacks into these two."""

    _made_by = "Visit.at"

    first: datetime = attrs.field(repr=str)
    """The moment in UTC at which it begins."""
    last: datetime = attrs.field(repr=str)
    """The moment in UTC at which it ends."""
    policy: Policy = attrs.field(repr=False)

    @property
    def begins(self) -> pendulum.DateTime:
        """When it begins, in the clinic's zone."""
        return local(self.first, zone_of(self.policy.clinic.time_zone))

    @property
    def ends(self) -> pendulum.DateTime:
        """When it ends, in the clinic's zone."""
        return local(self.last, zone_of(self.policy.clinic.time_zone))

    def __iter__(self) -> Iterator[pendulum.DateTime]:
        yield self.begins
        yield self.ends

    def __getitem__(self, index: int) -> pendulum.DateTime:
        return (self.begins, self.ends)[index]

    def __len__(self) -> int:
        return 2

    def _check(self) -> None:
        checks.instance("policy", self.policy, Policy)
        if kept("first", self.first) > kept("last", self.last):
            raise InvalidInputError("last", "a time that is not before `first`")


@attrs.frozen(init=False)
class Visit(Result, Spoken):
    """One infusion visit of a patient. It is kept as a moment in UTC and shown in the clinic's zone.

    `number` counts over the patient's whole history at the clinic; only number 1 is the initial appointment, with an
    evaluation before the infusion.

    >>> import ketaclinic as kc
    >>> from datetime import datetime
    >>> from zoneinfo import ZoneInfo
    >>> visit = kc.Visit.at(datetime(2026, 12, 3, 10, tzinfo=ZoneInfo("America/Los_Angeles")), number=2)
    >>> earliest, latest = visit.ends_between
    >>> print(visit.undisturbed_until.to_time_string(), earliest.to_time_string(), latest.to_time_string())
    11:15:00 11:15:00 11:30:00
    """

    _made_by = "Visit.at, propose_plan or TreatmentPlan.of"

    number: int
    """The number of the infusion in the patient's history, from 1."""
    moment: datetime = attrs.field(repr=str)
    """The start in UTC."""
    phase: Phase
    policy: Policy = attrs.field(repr=False)
    """The policy that the visit's durations are from."""

    @classmethod
    def at(
        cls, starts: datetime, *, number: int, phase: Phase = Phase.INITIAL, policy: Policy | None = None
    ) -> "Visit":
        """A lone visit, for an app that keeps its own appointments.

        Raises:
            NaiveDatetimeError: a start without a zone or an offset.
            InvalidTypeError: another type than those.
            InvalidInputError: a start that a clock change skips, or a number below 1 or above 1,000,000.
        """
        return made(
            cls,
            checks.count("number", number, least=1),
            instant("starts", starts),
            checks.instance("phase", phase, Phase),
            faq_policy() if policy is None else checks.instance("policy", policy, Policy),
        )

    @property
    def starts(self) -> pendulum.DateTime:
        """The start, in the clinic's zone."""
        return local(self.moment, zone_of(self.policy.clinic.time_zone))

    @property
    def is_initial(self) -> bool:
        """Whether it is the patient's initial appointment (cancel.initial, plan.first-visit)."""
        return self.number == 1

    @property
    def infusion(self) -> Window | None:
        """When the infusion runs; None at the first visit, whose evaluation comes before it (plan.first-visit)."""
        return None if self.is_initial else self._window(0, self.policy.visit.infusion.minutes)

    @property
    def undisturbed_until(self) -> pendulum.DateTime | None:
        """Until when the patient is left undisturbed; None at the first visit (visit.undisturbed)."""
        return None if self.is_initial else self._window(0, self.policy.visit.undisturbed.minutes).ends

    @property
    def ends_between(self) -> Window:
        """The earliest and the latest expected end, as estimates, since patients are watched as long as needed."""
        return self._window(*expected_minutes(self.policy, is_initial=self.is_initial))

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that its times rest on."""
        return CLAUSES[self.is_initial]

    def _window(self, first: int, last: int) -> Window:
        begins, ends = (self.moment + timedelta(minutes=minutes) for minutes in (first, last))
        return made(Window, begins, ends, self.policy)

    def _check(self) -> None:
        kept("moment", self.moment)
        checks.count("number", self.number, least=1)
        checks.instance("phase", self.phase, Phase)
        checks.instance("policy", self.policy, Policy)


def expected_minutes(policy: Policy, *, is_initial: bool) -> tuple[int, int]:
    """After how many minutes a visit ends at the earliest, and at the latest."""
    figures = policy.visit
    if is_initial:
        return figures.first.least_minutes, figures.first.most_minutes
    recovered = (figures.recovery.least_minutes, figures.recovery.most_minutes)
    least, most = (max(figures.undisturbed.minutes, figures.infusion.minutes + minutes) for minutes in recovered)
    return least, most


class Purpose(enum.Enum):
    """What a supportive medicine is given against."""

    NAUSEA = "nausea"
    """With each infusion (plan.antiemetic)."""
    NAUSEA_AGAIN = "nausea_again"
    """A second one, after nausea at an earlier infusion (plan.antiemetic)."""
    HEADACHE = "headache"
    """After a headache at an earlier infusion (plan.headache)."""

    @property
    def clause(self) -> str:
        """The id of the clause that it rests on."""
        return "plan.headache" if self is Purpose.HEADACHE else "plan.antiemetic"


@attrs.frozen(init=False)
class SupportiveMedication(Result, Spoken):
    """A medicine that the clinic gives along with an infusion."""

    _made_by = "supportive_medications"

    purpose: Purpose
    medicine: Medicine | None
    """Which one; None for the second medicine against nausea, which the FAQ does not name."""

    @property
    def clauses(self) -> tuple[str, ...]:
        """The id of the clause that it rests on."""
        return (self.purpose.clause,)

    def _check(self) -> None:
        if (checks.instance("purpose", self.purpose, Purpose) is Purpose.NAUSEA_AGAIN) != (self.medicine is None):
            raise InvalidInputError("medicine", "one for each purpose but a second one against nausea")


def supportive_medications(
    number: int,
    *,
    nausea_after: Iterable[int] = (),
    headache_after: Iterable[int] = (),
    policy: Policy | None = None,
) -> tuple[SupportiveMedication, ...]:
    """What the clinic gives along with the infusion of that number (plan.antiemetic, plan.headache).

    `nausea_after` and `headache_after` are the numbers of the infusions at which a complaint came up; those at this
    infusion or after it do not count. Allergies are not addressed: the doctor asks for them.

    Raises:
        InvalidTypeError: numbers that are not exactly int, or not an iterable of them.
        InvalidInputError: a number below 1 or above 1,000,000.

    >>> import ketaclinic as kc
    >>> [given.purpose.name for given in kc.supportive_medications(3, nausea_after=[1], headache_after=[2])]
    ['NAUSEA', 'NAUSEA_AGAIN', 'HEADACHE']
    """
    policy = faq_policy() if policy is None else checks.instance("policy", policy, Policy)
    checks.count("number", number, least=1)
    nausea, headache = complaints("nausea_after", nausea_after), complaints("headache_after", headache_after)
    given = [made(SupportiveMedication, Purpose.NAUSEA, policy.plan.antiemetic)]
    if any(earlier < number for earlier in nausea):
        given.append(made(SupportiveMedication, Purpose.NAUSEA_AGAIN, None))
    if any(earlier < number for earlier in headache):
        given.append(made(SupportiveMedication, Purpose.HEADACHE, policy.plan.headache))
    return tuple(given)


def complaints(argument: str, numbers: Iterable[int]) -> tuple[int, ...]:
    """The numbers of infusions, each checked."""
    named = checks.listed(argument, numbers, int)
    return tuple(checks.count(f"{argument}[{index}]", number, least=1) for index, number in enumerate(named))
