"""What the FAQ says ketamine is given for (candidacy.indications)."""

import enum

__all__ = ["Indication"]


class Indication(enum.Enum):
    """A reason for treatment that the FAQ names. Being named makes nobody a candidate: the doctor decides."""

    DEPRESSION = "depression"
    MOOD_IRREGULARITIES = "mood_irregularities"
    BIPOLAR_DISORDER = "bipolar_disorder"
    PTSD = "ptsd"
    OCD = "ocd"
    SUBSTANCE_ADDICTION = "substance_addiction"
    TRAUMATIC_BRAIN_INJURY = "traumatic_brain_injury"
    CHRONIC_PAIN = "chronic_pain"
    """Priced apart, and the FAQ gives no figure for it (price.chronic-pain)."""
