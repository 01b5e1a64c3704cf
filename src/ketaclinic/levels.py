"""How serious it is that a medicine, a condition or a substance falls under a rule of the FAQ."""

import enum
from collections.abc import Iterable
from functools import cached_property
from typing import Self

from ketaclinic.display import Spoken

__all__ = ["Action", "Disposition", "Level"]


class _Ranked(enum.Enum):
    """Members stand most serious first."""

    @cached_property
    def seriousness(self) -> int:
        """A number that is higher, the more serious it is; the least serious has 0."""
        return len(type(self)) - 1 - list(type(self)).index(self)

    @classmethod
    def most_serious(cls, members: Iterable[Self]) -> Self | None:
        """The most serious one; None if there is none.

        >>> import ketaclinic as kc
        >>> kc.Level.most_serious([kc.Level.COMPATIBLE, kc.Level.CAUTION])
        <Level.CAUTION: 'caution'>
        """
        return max(members, key=lambda member: member.seriousness, default=None)


class Level(_Ranked):
    """What follows from a screening finding, most serious first. None of them clears a patient."""

    AVOID = "avoid"
    """Ketamine is to be avoided."""
    DOCTOR_DECIDES = "doctor_decides"
    """The FAQ leaves it to the doctor."""
    CLEARANCE_REQUIRED = "clearance_required"
    """The primary care physician's clearance comes first."""
    PRESCRIBER_PLAN = "prescriber_plan"
    """A plan with the prescriber and the doctor comes first."""
    ABSTAIN = "abstain"
    """A substance to refrain from."""
    CAUTION = "caution"
    """Used with ketamine, with caution."""
    NOT_ADDRESSED = "not_addressed"
    """The FAQ says nothing of it, or its name is not known, so it is for the doctor."""
    INDICATION = "indication"
    """A reason for treatment that the FAQ names."""
    COMPATIBLE = "compatible"
    """Used safely with ketamine, the FAQ says."""


class Action(Spoken, enum.Enum):
    """The next step. Its `str` says it in cautious words; `ketaclinic.render` does so in other locales and forms.

    >>> import ketaclinic as kc
    >>> print(kc.Action.GET_CLEARANCE)
    Get clearance from your primary care physician first.
    """

    SPEAK_WITH_DOCTOR = "speak_with_doctor"
    """Before anything else, since ketamine is to be avoided."""
    LET_DOCTOR_DECIDE = "let_doctor_decide"
    GET_CLEARANCE = "get_clearance"
    """From the primary care physician."""
    PLAN_WITH_PRESCRIBER = "plan_with_prescriber"
    """Its words always say, too, that nothing is stopped or changed without the prescriber and the doctor."""
    REFRAIN = "refrain"
    TELL_DOCTOR = "tell_doctor"
    ASK_DOCTOR = "ask_doctor"
    CONFIRM = "confirm"
    """What was meant is to be confirmed before anything else is made of it."""


class Disposition(_Ranked):
    """What follows from a whole screening, most serious first. None of them means that a patient may be treated."""

    AVOID = "avoid"
    """Something was entered with which ketamine is to be avoided."""
    DOCTOR_DECIDES = "doctor_decides"
    """Something was entered that the FAQ leaves to the doctor."""
    CLEARANCE_REQUIRED = "clearance_required"
    """The primary care physician's clearance comes first."""
    DOCTOR_REVIEW = "doctor_review"
    """Something was entered that the doctor must know of."""
    INCOMPLETE = "incomplete"
    """Nothing of these was found, and not everything was asked."""
    NOTHING_FOUND = "nothing_found"
    """Everything was asked, and nothing of these was found. The doctor decides all the same."""
