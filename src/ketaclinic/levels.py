"""How serious it is that a medicine, a condition or a substance falls under a rule of the FAQ."""

import enum

__all__ = ["Level"]


class Level(enum.Enum):
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
    """The FAQ says nothing of it, so it is for the doctor."""
    INDICATION = "indication"
    """A reason for treatment that the FAQ names."""
    COMPATIBLE = "compatible"
    """Used safely with ketamine, the FAQ says."""
