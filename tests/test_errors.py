"""Every error is a KetaclinicError and a builtin, says what to do, and survives pickling and copying."""

import copy
import pickle
from collections.abc import Callable
from datetime import date

import pytest

import ketaclinic as kc
from ketaclinic import errors
from ketaclinic.errors import of_type, shown

NO_PLAN, HELP = "no plan fits: ", "What would help: "
TOO_FEW_DATES = "the calendar leaves too few dates, or dates too far apart"

MAKERS: list[Callable[[], kc.KetaclinicError]] = [
    lambda: kc.InvalidInputError("count", "a number", "'x'"),
    lambda: kc.InvalidInputError("count", "a number"),
    lambda: kc.InvalidTypeError("count", "a number", "a value of type str"),
    lambda: kc.CurrencyMismatchError("operand", "an amount in USD", "'EUR'"),
    lambda: kc.PolicyError((kc.Fault("visit.first", "missing"), kc.Fault("plan", "missing"))),
    lambda: kc.PolicyError((kc.Fault("visit.first", "missing"),)),
    lambda: kc.DocumentError((kc.Fault("visits[0].starts", "missing"),)),
    lambda: kc.MissingExtraError("ketaclinic.interchange.json", "json"),
    lambda: kc.PriceNotPublishedError("price.chronic-pain", "(866) 987-7874"),
    lambda: kc.PriceNotPublishedError("price.chronic-pain"),
    lambda: kc.UnknownLocaleError("'xx'", ("en_US",)),
    lambda: kc.NaiveDatetimeError("first", "an aware datetime"),
    lambda: kc.NoFeasiblePlanError("infusions", "plan.span"),
    lambda: kc.NoFeasiblePlanError("open_dates", "plan.spacing", (kc.Remedy("open_date", date(2026, 12, 25)),)),
]


@pytest.mark.parametrize("make", MAKERS)
def test_an_error_survives_pickling_and_copying(make: Callable[[], kc.KetaclinicError]) -> None:
    error = make()
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):  # noqa: S301  # our own
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert vars(twin) == vars(error)


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (kc.InvalidInputError, ValueError),
        (kc.InvalidTypeError, TypeError),
        (kc.CurrencyMismatchError, kc.InvalidInputError),
        (kc.PolicyError, kc.InvalidInputError),
        (kc.DocumentError, kc.InvalidInputError),
        (kc.MissingExtraError, ImportError),
        (kc.PriceNotPublishedError, LookupError),
        (kc.UnknownLocaleError, LookupError),
        (kc.NaiveDatetimeError, kc.InvalidInputError),
        (kc.NoFeasiblePlanError, LookupError),
    ],
)
def test_each_kind_is_also_the_builtin_that_a_caller_expects(kind: type, builtin: type) -> None:
    assert issubclass(kind, kc.KetaclinicError)
    assert issubclass(kind, builtin)


def test_every_error_of_the_module_is_public() -> None:
    public = {getattr(kc, name) for name in errors.__all__}
    assert {getattr(errors, name) for name in errors.__all__} == public
    assert {type(make()) for make in MAKERS} | {kc.KetaclinicError, kc.Fault, kc.Remedy} == public


@pytest.mark.parametrize(
    ("make", "message"),
    [
        *zip(
            MAKERS,
            [
                "count: expected a number, got 'x'",
                "count: expected a number",
                "count: expected a number, got a value of type str",
                "operand: expected an amount in USD, got 'EUR'",
                "the policy has 2 faults:\n  visit.first: missing\n  plan: missing",
                "the policy has 1 fault:\n  visit.first: missing",
                "the document has 1 fault:\n  visits[0].starts: missing",
                "ketaclinic.interchange.json needs packages that are not installed: install ketaclinic[json]",
                "the policy publishes no price for this (price.chronic-pain): ask the clinic at (866) 987-7874",
                "the policy publishes no price for this (price.chronic-pain): ask the clinic",
                "locale: expected one of en_US or a regional variant, got 'xx'",
                "first: expected an aware datetime",
                f"{NO_PLAN}so many infusions do not fit into the series (plan.span). {HELP}no single change",
                f"{NO_PLAN}{TOO_FEW_DATES} (plan.spacing). {HELP}taking patients on 2026-12-25",
            ],
            strict=True,
        )
    ],
)
def test_a_message_says_what_was_expected_and_what_to_do(make: Callable[[], kc.KetaclinicError], message: str) -> None:
    assert str(make()) == message


def test_an_error_keeps_what_it_was_made_of() -> None:
    assert MAKERS[0]().args == ("count", "a number", "'x'")
    unpublished, unknown = MAKERS[8](), MAKERS[10]()
    assert unpublished.args == ("price.chronic-pain", "(866) 987-7874")
    assert unknown.args == ("'xx'", ("en_US",))


def test_a_policy_error_names_its_argument() -> None:
    error = MAKERS[4]()
    assert isinstance(error, kc.PolicyError)
    assert (error.argument, error.expected, error.given) == ("policy", "no faults", "2")


class Chatty:
    def __repr__(self) -> str:
        raise AssertionError("the repr of a foreign value is not called")


class LongName:
    pass


LongName.__name__ = "x" * 1000


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x" * 40, repr("x" * 40)),
        ("x" * 41, "text of 41 characters"),
        (2**64 - 1, str(2**64 - 1)),
        (2**64, "a whole number of 65 bits"),
        (True, "True"),
        (None, "None"),
        (1.5, "a value of type float"),
        (Chatty(), "a value of type Chatty"),
        (LongName(), "a value of type " + "x" * 40),
    ],
    ids=lambda value: of_type(value),
)
def test_a_value_is_shown_short_or_by_its_type(value: object, expected: str) -> None:
    assert shown(value) == expected


def test_a_refused_plan_says_what_is_in_the_way_and_what_would_help() -> None:
    remedies = (
        kc.Remedy("open_date", date(2026, 12, 25)),
        kc.Remedy("infusions", 4),
        kc.Remedy("per_week", 2),
        kc.Remedy("first_date", date(2027, 1, 4)),
    )

    assert str(kc.NoFeasiblePlanError("open_dates", "plan.spacing", remedies)) == (
        f"{NO_PLAN}{TOO_FEW_DATES} (plan.spacing). {HELP}taking patients on 2026-12-25; infusions=4; per_week=2; "
        "a first date of 2027-01-04"
    )
    first = kc.NoFeasiblePlanError("first_date", "plan.individual", remedies)
    assert str(first).startswith(
        "no plan fits: the clinic takes nobody at that time of the first date (plan.individual)."
    )
