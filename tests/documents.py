"""Documents that several tests look at, and what is told to be wrong with one."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import ketaclinic as kc
from ketaclinic.interchange import json
from ketaclinic.interchange.shapes import ENUMS, SHAPES
from strategies import at

GOLDEN = Path(__file__).parent / "golden" / "version-1.json"

VALUES = [
    kind
    for kind in (getattr(kc, name) for name in kc.__all__)
    if isinstance(kind, type) and not issubclass(kind, BaseException)
]
"""Every class of kc.__all__ that is no error."""

PLAN = kc.TreatmentPlan.of([at("2026-12-01T10:00"), at("2026-12-03T10:00"), at("2026-12-08T10:00")], completed=4)
SCREENING = kc.screen(medications=["Klonopin at night", "zoloff"], conditions=["asthma"], substances=[])
ANSWERS = [
    kc.quote(6, services=[kc.Service.INFORMATION_CONSULTATION], treating=[kc.Indication.PTSD]),
    kc.quote_plan(PLAN),
    PLAN,
    SCREENING,
    kc.assess_cancellation(PLAN.visits[0], notified=at("2026-11-28T09:30"), reserved=PLAN.visits),
    kc.prepare(PLAN.visits[0], screening=SCREENING, infusion_ended=at("2026-12-01T11:05")),
    kc.prepare_plan(PLAN, treating=[kc.Indication.PTSD, kc.Indication.CHRONIC_PAIN]),
    kc.explain(kc.quote_plan(PLAN)),
    kc.faq_policy(),
    kc.ClinicCalendar(closed=[date(2026, 12, 25)], opens=datetime.min.time().replace(hour=9)),
    kc.WaitingPatient(
        "w-1",
        since=at("2026-09-01T08:00"),
        ready=True,
        availability=[date(2026, 12, 1), (at("2026-12-02T08:00"), at("2026-12-02T17:00"))],
    ),
    kc.Remedy("first_time", datetime.min.time().replace(hour=15)),
]


def faults(document: object, **options: Any) -> list[tuple[str, str]]:
    """What is told to be wrong with it."""
    with pytest.raises(kc.DocumentError) as caught:
        json.loads(document, **options) if isinstance(document, str | bytes) else json.from_dict(document, **options)  # type: ignore[call-overload]
    assert caught.value.__cause__ is caught.value.__context__ is None  # whose text and arguments could hold anything
    return [(fault.place, fault.problem) for fault in caught.value.faults]


def paths(tree: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every place of a document below its envelope, with what holds it and its key or index there."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, item in items:
        if place or key not in {"schema", "policy", "zone"}:
            here = f"{place}[{key}]" if isinstance(tree, list) else f"{place}.{key}".lstrip(".")
            yield here, tree, key
            yield from paths(item, here)


def stored_of(kind: type, tree: dict[str, Any]) -> dict[str, Any]:
    """The document without what is derived."""
    derived = () if kind in ENUMS else SHAPES[kind].derived
    return {name: item for name, item in tree.items() if name not in derived}


def got(value: object) -> str:
    """The end of what is said of a value of a wrong type."""
    return f"got a value of type {type(value).__name__}"
