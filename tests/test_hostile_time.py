"""Whatever comes into the calendar half of the library, only documented errors come out, and none repeats it."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ketaclinic as kc
from strategies import FIRST, LA, at

START = at("2026-12-01T10:00")
VISIT = kc.Visit.at(START, number=1)
PLAN = kc.TreatmentPlan.of([START])
PATIENT = kc.WaitingPatient("a", since=START, ready=True, availability=[FIRST])
CANARY = "Jane Roe"

ODD: list[Any] = [
    None,
    True,
    -1,
    0,
    10**30,
    1.5,
    float("nan"),
    Decimal(1),
    CANARY,
    CANARY.encode(),
    object(),
    int,
    {},
    {CANARY: 1},
    {1, 2},
    [CANARY],
    [[CANARY]],
    [()],
    [(CANARY, CANARY)],
    START,
    START.replace(tzinfo=None),
    at("2026-03-08T02:30"),
    datetime.min,  # noqa: DTZ901  # on purpose
    datetime.max,  # noqa: DTZ901  # on purpose
    datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
    datetime.max.replace(tzinfo=timezone(-timedelta(hours=12))),
    datetime.max.replace(tzinfo=LA),
    date.min,
    date.max,
    FIRST,
    time(9),
    time(9, tzinfo=UTC),
    time.max,
    timedelta(1),
    [START],
    [START, START],
    [(START, START + timedelta(1))],
    [FIRST],
    [date.max, date.min],
    [(date.min, date.max)],
    range(7),
    range(10**12),
    VISIT,
    [VISIT],
    PLAN,
    PATIENT,
    [PATIENT],
    kc.ClinicCalendar(),
    kc.faq_policy(),
    kc.screen(),
]
ENDLESS: list[Callable[[], Any]] = [
    lambda: itertools.repeat(START),
    lambda: itertools.repeat(CANARY),
    itertools.count,
    lambda: (item for item in [CANARY]),
    lambda: iter([VISIT]),
]
ANYTHING = st.sampled_from(ODD) | st.sampled_from(ENDLESS).map(lambda make: make())

CALLS: dict[str, tuple[Callable[..., object], dict[str, Any]]] = {
    "Visit.at": (lambda starts, **rest: kc.Visit.at(starts, **rest), {"starts": START, "number": 1}),
    "TreatmentPlan.of": (lambda starts, **rest: kc.TreatmentPlan.of(starts, **rest), {"starts": [START]}),
    "with_maintenance": (lambda starts: PLAN.with_maintenance(starts), {"starts": [START + timedelta(1)]}),
    "without": (lambda number: PLAN.without(number), {"number": 1}),
    "ClinicCalendar": (kc.ClinicCalendar, {}),
    "is_open": (lambda day: kc.ClinicCalendar().is_open(day), {"day": FIRST}),
    "propose_plan": (kc.propose_plan, {"first": START, "infusions": 4}),
    "review_plan": (lambda plan, **rest: kc.review_plan(plan, **rest), {"plan": PLAN}),
    "assess_cancellation": (
        lambda visit, **rest: kc.assess_cancellation(visit, **rest),
        {"visit": VISIT, "notified": START - timedelta(3)},
    ),
    "WaitingPatient": (kc.WaitingPatient, {"id": "a", "since": START, "ready": True, "availability": [FIRST]}),
    "offer_freed_visits": (kc.offer_freed_visits, {"visits": [VISIT], "waiting_list": [PATIENT]}),
    "prepare": (lambda visit, **rest: kc.prepare(visit, **rest), {"visit": VISIT}),
    "prepare_plan": (lambda plan, **rest: kc.prepare_plan(plan, **rest), {"plan": PLAN}),
    "quote_plan": (lambda plan, **rest: kc.quote_plan(plan, **rest), {"plan": PLAN}),
    "supportive_medications": (lambda number, **rest: kc.supportive_medications(number, **rest), {"number": 2}),
}
OPTIONAL = {
    "Visit.at": ["phase", "policy"],
    "TreatmentPlan.of": ["maintenance", "completed", "policy"],
    "ClinicCalendar": ["open_weekdays", "closed", "opens", "closes", "taken"],
    "propose_plan": ["per_week", "calendar", "completed", "policy"],
    "review_plan": ["calendar"],
    "assess_cancellation": ["reserved"],
    "prepare": ["screening", "treating", "infusion_ended", "nausea_after", "headache_after"],
    "prepare_plan": ["screening", "treating", "nausea_after", "headache_after"],
    "quote_plan": ["services", "treating"],
    "supportive_medications": ["nausea_after", "headache_after", "policy"],
}
ARGUMENTS = [(name, argument) for name, (_, given_) in CALLS.items() for argument in [*given_, *OPTIONAL.get(name, [])]]


def only_documented_errors(name: str, arguments: dict[str, Any]) -> None:
    call, usual = CALLS[name]
    began = process_time()
    try:
        call(**{**usual, **arguments})
    except kc.KetaclinicError as error:
        assert isinstance(error, (ValueError, TypeError, LookupError))
        assert CANARY not in str(error)
        assert CANARY not in repr(error)
        assert len(str(error)) < 300
        assert error.__cause__ is None
    assert process_time() - began < 5


@pytest.mark.parametrize(("name", "argument"), ARGUMENTS)
def test_whatever_an_argument_is_only_documented_errors_come_out(name: str, argument: str) -> None:
    for value in [*ODD, *(make() for make in ENDLESS)]:
        only_documented_errors(name, {argument: value})


@settings(max_examples=150)
@given(st.data(), st.sampled_from(sorted(CALLS)))
def test_nor_does_anything_else_come_out_of_several_odd_arguments(data: st.DataObject, name: str) -> None:
    arguments = [argument for of, argument in ARGUMENTS if of == name]
    only_documented_errors(name, {argument: data.draw(ANYTHING) for argument in arguments if data.draw(st.booleans())})


def test_no_message_tells_a_time_of_a_patients() -> None:
    for name, argument in ARGUMENTS:
        for value in ODD:
            call, usual = CALLS[name]
            try:
                call(**{**usual, argument: value})
            except (kc.InvalidInputError, kc.InvalidTypeError) as error:
                assert "2026" not in str(error)
                assert "10:00" not in str(error)
            except kc.KetaclinicError:
                pass
