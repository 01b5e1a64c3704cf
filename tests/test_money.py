"""Money is exact, of one currency, and refuses whatever is not plainly an amount."""

import decimal
import subprocess
import sys
import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.currencies import minor_digits
from ketaclinic.errors import shown
from ketaclinic.testing import moneys

LARGEST = "9" * 18


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("600", "USD", "Money('600.00', 'USD')"),
        ("600.5", "USD", "Money('600.50', 'USD')"),
        ("-0.05", "USD", "Money('-0.05', 'USD')"),
        ("0", "USD", "Money('0.00', 'USD')"),
        ("-0", "USD", "Money('0.00', 'USD')"),
        (600, "USD", "Money('600.00', 'USD')"),
        (Decimal("6E+2"), "USD", "Money('600.00', 'USD')"),
        (Decimal("600.000"), "USD", "Money('600.00', 'USD')"),
        (Decimal("0E+999999"), "USD", "Money('0.00', 'USD')"),
        ("600", "JPY", "Money('600', 'JPY')"),
        (Decimal("600.0"), "JPY", "Money('600', 'JPY')"),
        ("1.234", "KWD", "Money('1.234', 'KWD')"),
        ("1.2345", "UYW", "Money('1.2345', 'UYW')"),
        ("0.0001", "UYW", "Money('0.0001', 'UYW')"),
        (LARGEST + ".99", "USD", f"Money('{LARGEST}.99', 'USD')"),
        (int(LARGEST), "USD", f"Money('{LARGEST}.00', 'USD')"),
        (Decimal(LARGEST), "USD", f"Money('{LARGEST}.00', 'USD')"),
    ],
)
def test_an_amount_has_exactly_the_decimal_places_of_its_currency(amount: Any, currency: str, expected: str) -> None:
    money = kc.Money(amount, currency)

    assert repr(money) == expected
    assert eval(expected, {"Money": kc.Money}) == money  # noqa: S307  # that a repr can be evaluated is the point


@pytest.mark.parametrize(
    "amount",
    [
        *[
            "",
            " 1",
            "1 ",
            "+1",
            "01",
            "00",
            ".5",
            "5.",
            "1,000",
            "1_000",
            "6e2",
            "0x10",
            "1\n",
            "1.234",
            "-",
            "--1",
            "$1",
        ],
        *["NaN", "Infinity", "١٢", "１２", "1" * 19, "1" * 1_000_000, "1." + "0" * 1_000_000],
        *[Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("-Infinity"), Decimal("0.001")],
        *[Decimal("1E-999999"), Decimal("1E+999999"), Decimal(10**18), 10**18, -(10**18), 10**10_000],
    ],
    ids=shown,
)
def test_what_is_not_plainly_an_amount_is_refused(amount: Any) -> None:
    with pytest.raises(kc.InvalidInputError, match=r"^amount: expected a plain decimal number") as refused:
        kc.Money(amount)

    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("amount", "currency"), [("0.5", "JPY"), ("0.001", "USD"), ("0.0001", "KWD"), ("0.00001", "UYW")]
)
def test_one_decimal_place_more_than_the_currency_has_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(kc.InvalidInputError, match=f"{minor_digits(currency)} decimal places"):
        kc.Money(amount, currency)
    with pytest.raises(kc.InvalidInputError, match=f"{minor_digits(currency)} decimal places"):
        kc.Money(Decimal(amount), currency)


@pytest.mark.parametrize("amount", [1.0, True, None, b"1", [], kc.Service.INFUSION])
def test_an_amount_of_another_type_is_refused(amount: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^amount: expected text, an int or a Decimal") as refused:
        kc.Money(amount)

    assert refused.value.given == f"a value of type {type(amount).__name__}"


@pytest.mark.parametrize(
    "currency", ["", "usd", "US", "USDX", "XXX", "XAU", "BGN", "ＵＳＤ", "U" * 1_000_000], ids=shown
)
def test_a_currency_that_cannot_be_paid_in_is_refused(currency: str) -> None:
    with pytest.raises(kc.InvalidInputError, match="^currency: expected a currency code of ISO 4217"):
        kc.Money("1", currency)


@pytest.mark.parametrize("currency", [None, 840, b"USD", []])
def test_a_currency_of_another_type_is_refused(currency: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^currency: expected a currency code of ISO 4217"):
        kc.Money("1", currency)


def test_the_default_currency_is_the_us_dollar() -> None:
    assert kc.Money("1").currency == "USD"


@given(moneys())
def test_minor_units_are_the_amount_without_its_point(money: kc.Money) -> None:
    assert money.minor_units == int(str(money.amount).replace(".", ""))


@given(moneys(currency="USD"), moneys(currency="USD"), st.integers(-1000, 1000))
def test_arithmetic_is_that_of_whole_minor_units(a: kc.Money, b: kc.Money, times: int) -> None:
    assert (a + b).minor_units == a.minor_units + b.minor_units
    assert (a - b).minor_units == a.minor_units - b.minor_units
    assert (a * times).minor_units == (times * a).minor_units == a.minor_units * times
    assert (-a).minor_units == -a.minor_units
    assert sum([a, b]) == kc.Money.sum([a, b], currency="USD") == a + b
    assert (a < b, a <= b, a > b, a >= b, a == b) == (
        a.minor_units < b.minor_units,
        a.minor_units <= b.minor_units,
        a.minor_units > b.minor_units,
        a.minor_units >= b.minor_units,
        a.minor_units == b.minor_units,
    )


def test_a_result_keeps_its_currency() -> None:
    euro = kc.Money("1", "EUR")

    assert {m.currency for m in (euro + euro, euro - euro, euro * 2, -euro, kc.Money.sum([euro], currency="EUR"))} == {
        "EUR"
    }


def test_there_is_one_zero() -> None:
    zero = kc.Money(0)

    assert {repr(value) for value in (zero, -zero, zero * -1, kc.Money("5") * 0, kc.Money("-5") * 0)} == {
        "Money('0.00', 'USD')"
    }
    assert str((kc.Money("-5") + kc.Money("5")).amount) == "0.00"


def test_the_sum_of_none_is_zero_in_the_currency_named() -> None:
    assert kc.Money.sum([], currency="JPY") == kc.Money(0, "JPY")


@pytest.mark.parametrize("items", [5, None, kc.Money(1)])
def test_only_an_iterable_is_summed(items: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^items: expected an iterable of Money"):
        kc.Money.sum(items, currency="USD")
    with pytest.raises(kc.InvalidTypeError, match="^operand: expected Money"):
        kc.Money.sum("600", currency="USD")  # type: ignore[arg-type]
    with pytest.raises(kc.CurrencyMismatchError):
        kc.Money.sum([kc.Money(1, "EUR")], currency="USD")


def test_zero_is_false_as_with_other_numbers() -> None:
    assert not kc.Money(0)
    assert kc.Money("0.01")
    assert kc.Money("-0.01")


def test_amounts_of_two_currencies_are_not_equal() -> None:
    assert kc.Money(0, "USD") != kc.Money(0, "EUR")
    others: list[object] = [0, Decimal(0), "0.00", None]
    assert kc.Money(0) not in others


OPERATIONS = ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"]


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(("left", "right"), [("USD", "EUR"), ("EUR", "USD")])
def test_amounts_of_two_currencies_do_not_mix(operation: str, left: str, right: str) -> None:
    with pytest.raises(kc.CurrencyMismatchError, match=f"^operand: expected an amount in {left}, got '{right}'$"):
        getattr(kc.Money(1, left), operation)(kc.Money(1, right))


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("other", [0, 1, 1.0, "1", Decimal(1), None, True])
def test_an_amount_goes_with_amounts_only(operation: str, other: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^operand: expected Money"):
        getattr(kc.Money(1), operation)(other)


@pytest.mark.parametrize("other", [1, -1, 0.0, False, Decimal(0), "0", None])
def test_nothing_but_a_plain_zero_is_added_from_the_left(other: Any) -> None:
    assert 0 + kc.Money(1) == kc.Money(1)
    with pytest.raises(kc.InvalidTypeError, match="^addition: expected Money and Money"):
        other + kc.Money(1)


@pytest.mark.parametrize("times", [1.0, True, "2", Decimal(2), None, kc.Money(1)])
def test_an_amount_is_multiplied_by_an_int_only(times: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^multiplication: expected Money and an int"):
        kc.Money(1) * times


@pytest.mark.parametrize("times", [10**18, -(10**18), 10**5000], ids=shown)
def test_a_factor_too_large_is_refused(times: int) -> None:
    with pytest.raises(kc.InvalidInputError, match="^multiplication: expected an int of at most 18 digits"):
        kc.Money(0) * times


def test_a_result_too_large_is_refused() -> None:
    largest = kc.Money(LARGEST + ".99")
    cent = kc.Money("0.01")

    assert (largest - cent) + cent == largest
    assert kc.Money("0.01") * (10**18 - 1) == kc.Money("9999999999999999.99")
    too_large: list[Callable[[], kc.Money]] = [
        lambda: largest + cent,
        lambda: -largest - cent,
        lambda: largest * 2,
        lambda: largest * -2,
    ]
    for operation in too_large:
        with pytest.raises(kc.InvalidInputError, match="^result: expected an amount of at most 18 whole digits$"):
            operation()


def test_a_change_of_currency_keeps_the_amount_if_it_is_exact_there() -> None:
    assert attrs.evolve(kc.Money("600"), currency="JPY") == kc.Money("600", "JPY")
    with pytest.raises(kc.InvalidInputError):
        attrs.evolve(kc.Money("600.50"), currency="JPY")


def everything() -> tuple[object, ...]:
    """Some of each operation, to be compared under another decimal context."""
    a, b = kc.Money("123456789012.34"), kc.Money(Decimal("-0.01"))
    yen = kc.Money(Decimal(10**14 + 1), "JPY")
    return (a + b, a - b, a * 999, -a, a < b, a.minor_units, yen, yen.minor_units, str(a), str(yen), repr(a))


def test_no_decimal_context_of_a_host_program_changes_a_result() -> None:
    expected = everything()

    for context in (
        decimal.Context(prec=3),
        decimal.Context(prec=1, rounding=decimal.ROUND_UP, Emax=3, Emin=-3),
        decimal.Context(prec=3, traps=[decimal.Inexact, decimal.Rounded, decimal.FloatOperation, decimal.Subnormal]),
    ):
        with decimal.localcontext(context):
            assert everything() == expected


def test_no_default_decimal_context_of_a_host_program_changes_a_result() -> None:
    """A module's own context takes what it is not given from decimal.DefaultContext, when it is first imported."""
    code = (
        "import decimal\n"
        "decimal.DefaultContext.Emax, decimal.DefaultContext.Emin, decimal.DefaultContext.clamp = 2, -2, 1\n"
        "decimal.DefaultContext.rounding = decimal.ROUND_UP\n"
        "import ketaclinic as kc\n"
        "assert repr(kc.quote(1_000_000).total) == \"Money('450000750.00', 'USD')\""
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603  # our own code


def test_computing_leaves_the_hosts_decimal_context_alone() -> None:
    with decimal.localcontext(decimal.Context(prec=3)) as context:
        everything()

        assert context.prec == 3
        assert not any(context.flags.values())


def test_many_threads_compute_the_same() -> None:
    expected = everything()
    results: list[tuple[object, ...]] = []
    threads = [threading.Thread(target=lambda: results.extend(everything() for _ in range(20))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [expected] * 160
