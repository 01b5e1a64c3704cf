"""Exact amounts of money in one currency, in whole minor units; no float and no rounding anywhere."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, Rounded
from typing import Final, final

import attrs

from ketaclinic.currencies import minor_digits
from ketaclinic.display import Spoken
from ketaclinic.errors import CurrencyMismatchError, InvalidInputError, InvalidTypeError, of_type, shown
from ketaclinic.values import Value

__all__ = ["Money"]

_AMOUNT: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(\.[0-9]{1,4})?")
_WHOLE_DIGITS: Final = 18
_LIMIT: Final = 10**_WHOLE_DIGITS

# Results depend on no decimal context of the host program. This one is wide enough for any sum or product here, so
# that it never rounds and none of its flags is ever set.
_EXACT: Final = Context(
    prec=4 * _WHOLE_DIGITS, Emin=-99, Emax=99, clamp=0, rounding=ROUND_HALF_EVEN, traps=[Inexact, Rounded]
)


@final
@attrs.frozen(init=False, repr=False)
class Money(Value, Spoken):
    """An exact amount in a currency of ISO 4217, below 10**18 of its main unit; it can be negative.

    `amount` is taken as text (`"600"`, `"600.00"`, `"-0.5"`: ASCII digits and a point, nothing else), an int or a
    Decimal, and kept as a Decimal with exactly the decimal places of the currency. Text may not have more of them; a
    Decimal may, if they are zeros.

    `+` and `-` take an amount of the same currency, `*` an int; `sum()` works, and `Money.sum` covers no items. `==`
    across currencies is False; ordering them raises.

    Raises:
        InvalidTypeError: the amount is a float, a bool or anything else but str, int or Decimal.
        InvalidInputError: more decimal places than the currency has, too large, not a number, an unknown currency.
        CurrencyMismatchError: an operation of two currencies.

    >>> from ketaclinic import Money
    >>> Money("600") * 5 + Money(450)
    Money('3450.00', 'USD')
    >>> Money("600", "JPY").amount
    Decimal('600')
    >>> sum([Money("0.10")] * 3) == Money("0.30")
    True
    """

    amount: Decimal
    """The amount, with exactly as many decimal places as the currency has."""
    currency: str
    """The code of ISO 4217."""

    def __init__(self, amount: str | int | Decimal, currency: str = "USD") -> None:
        self.__attrs_init__(_exact(amount, minor_digits(currency)), currency)

    def __repr__(self) -> str:
        return f"Money({str(self.amount)!r}, {self.currency!r})"

    @property
    def minor_units(self) -> int:
        """The amount in whole minor units, which are cents for USD and yen for JPY.

        >>> from ketaclinic import Money
        >>> Money("600.50").minor_units
        60050
        """
        return int(self.amount.scaleb(minor_digits(self.currency), _EXACT))

    @classmethod
    def sum(cls, items: Iterable["Money"], *, currency: str) -> "Money":
        """The sum of amounts that are all in that currency; of none, zero.

        Raises:
            CurrencyMismatchError: an item is in another currency.
            InvalidTypeError: not an iterable, or an item is not Money.

        >>> from ketaclinic import Money
        >>> Money.sum([], currency="USD")
        Money('0.00', 'USD')
        """
        total = Money(0, currency)
        if not isinstance(items, Iterable):
            raise InvalidTypeError("items", "an iterable of Money", of_type(items))
        for item in items:
            total += item
        return total

    def __add__(self, other: "Money") -> "Money":
        return self._with(_EXACT.add(self.amount, self._same(other)))

    def __radd__(self, other: object) -> "Money":
        if type(other) is int and other == 0:  # what the builtin sum() starts from
            return self
        raise InvalidTypeError("addition", "Money and Money", of_type(other))

    def __sub__(self, other: "Money") -> "Money":
        return self._with(_EXACT.subtract(self.amount, self._same(other)))

    def __neg__(self) -> "Money":
        return self._with(self.amount.copy_negate())

    def __mul__(self, times: int) -> "Money":
        if type(times) is not int:
            raise InvalidTypeError("multiplication", "Money and an int", of_type(times))
        if abs(times) >= _LIMIT:
            raise InvalidInputError("multiplication", f"an int of at most {_WHOLE_DIGITS} digits", shown(times))
        return self._with(_EXACT.multiply(self.amount, Decimal(times)))

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other)

    def _same(self, other: object) -> Decimal:
        """The other amount, if it can be put beside this one."""
        if not isinstance(other, Money):
            raise InvalidTypeError("operand", "Money, since an amount goes with amounts only", of_type(other))
        if other.currency != self.currency:
            raise CurrencyMismatchError("operand", f"an amount in {self.currency}", shown(other.currency))
        return other.amount

    def _with(self, amount: Decimal) -> "Money":
        if amount.adjusted() >= _WHOLE_DIGITS:
            raise InvalidInputError("result", f"an amount of at most {_WHOLE_DIGITS} whole digits")
        result = object.__new__(Money)
        result.__attrs_init__(amount or amount.copy_abs(), self.currency)  # there is one zero only
        return result


def _exact(amount: object, digits: int) -> Decimal:
    """The amount with that many decimal places; zeros beyond them are dropped, other digits are refused."""
    value = _number(amount, digits)
    if not value:
        return Decimal((0, (0,), -digits))
    sign, figures, exponent = value.as_tuple()
    dropped = -digits - int(exponent)
    if dropped <= 0:
        return Decimal((sign, figures + (0,) * -dropped, -digits))
    if any(figures[-dropped:]):
        raise InvalidInputError("amount", _expected(digits))
    return Decimal((sign, figures[:-dropped], -digits))


def _number(amount: object, digits: int) -> Decimal:
    """The amount as a finite Decimal of a size that can be handled."""
    if type(amount) is str:
        places = _AMOUNT.fullmatch(amount)
        if places is None or len(places[1] or ".") > digits + 1:
            raise InvalidInputError("amount", _expected(digits), shown(amount))
        return Decimal(amount)
    if type(amount) is int:
        if abs(amount) >= _LIMIT:
            raise InvalidInputError("amount", _expected(digits), shown(amount))
        return Decimal(amount)
    if type(amount) is Decimal:
        if not amount.is_finite() or (amount and amount.adjusted() >= _WHOLE_DIGITS):
            raise InvalidInputError("amount", _expected(digits))
        return amount
    raise InvalidTypeError("amount", "text, an int or a Decimal, since a float is not exact", of_type(amount))


def _expected(digits: int) -> str:
    return f"a plain decimal number with at most {_WHOLE_DIGITS} whole digits and {digits} decimal places"
