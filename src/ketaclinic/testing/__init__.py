"""Hypothesis strategies for every public type, for the tests of apps that embed the library (extra `testing`).

Where it is installed beside Hypothesis, `st.from_type` draws the public types without any import of this package. What
is here takes arguments, such as the policy that an app runs under. Each value is made by the library's own functions,
so that it is one that an app can meet.

    >>> from hypothesis import find
    >>> from hypothesis import strategies as st
    >>> import ketaclinic as kc
    >>> import ketaclinic.testing  # needed only where Hypothesis' plugins are switched off
    >>> late = find(st.from_type(kc.Cancellation), lambda drawn: drawn.outcome is kc.Outcome.LATE)
    >>> late.notice.total_seconds() < 48 * 3600
    True
"""

from ketaclinic.errors import MissingExtraError

try:
    import hypothesis as _hypothesis  # noqa: F401  # whether it is there
except ImportError:
    raise MissingExtraError("ketaclinic.testing", "testing") from None

from ketaclinic.hypothesis_plugin import register_imported
from ketaclinic.testing.decisions import cancellations, explanations, preparation_sheets, waiting_patients
from ketaclinic.testing.names import screenings, typed_names
from ketaclinic.testing.plans import treatment_plans, visits
from ketaclinic.testing.policy_parts import policies
from ketaclinic.testing.prices import counts, moneys, price_schedules, pricings
from ketaclinic.testing.quoting import consultations, quotes, treatings
from ketaclinic.testing.registry import STRATEGIES as _STRATEGIES  # noqa: F401  # loads every public type
from ketaclinic.testing.times import clinic_calendars, clinic_datetimes

__all__ = [
    "cancellations",
    "clinic_calendars",
    "clinic_datetimes",
    "consultations",
    "counts",
    "explanations",
    "moneys",
    "policies",
    "preparation_sheets",
    "price_schedules",
    "pricings",
    "quotes",
    "screenings",
    "treatings",
    "treatment_plans",
    "typed_names",
    "visits",
    "waiting_patients",
]

register_imported()
