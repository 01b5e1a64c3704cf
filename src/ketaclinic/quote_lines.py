"""The lines of a quote, and the payments as the patient goes along (price.*)."""

import operator
from collections.abc import Iterator, Sequence
from types import NoneType
from typing import TYPE_CHECKING, overload

import attrs

from ketaclinic import checks
from ketaclinic.errors import InvalidInputError, InvalidTypeError, of_type
from ketaclinic.money import Money
from ketaclinic.pricing import ConsultationPrice, Service, Tier
from ketaclinic.values import Result, made

if TYPE_CHECKING:  # a quote without a plan needs no pendulum
    import pendulum

    from ketaclinic.visits import Visit

__all__ = ["Payment", "Payments", "QuoteLine"]


@attrs.frozen(init=False, weakref_slot=False)
class QuoteLine(Result):
    """One line of a quote: the infusions of one tier, or the consultations of one kind, at one price."""

    _made_by = "quote"

    service: Service
    """What is charged."""
    first: int | None
    """The number of the line's first infusion in the patient's history; None for a consultation."""
    quantity: int
    """How many of it, at least 1."""
    price: Tier | ConsultationPrice
    """The price of one, with its clause."""

    @property
    def last(self) -> int | None:
        """The number of the line's last infusion; None for a consultation."""
        return None if self.first is None else self.first + self.quantity - 1

    @property
    def unit_price(self) -> Money:
        """The price of one."""
        return self.price.unit_price

    @property
    def amount(self) -> Money:
        """The quantity times the unit price."""
        return self.price.unit_price * self.quantity

    @property
    def clauses(self) -> tuple[str, ...]:
        """The id of the clause that the price rests on."""
        return () if self.price.clause is None else (self.price.clause,)

    def _check(self) -> None:
        is_infusion = checks.instance("service", self.service, Service) is Service.INFUSION
        checks.count("quantity", self.quantity, least=1)
        if is_infusion:
            checks.count("first", self.first, least=1, most=2 * checks.MOST)
            checks.instance("price", self.price, Tier)
        else:
            checks.instance("first", self.first, NoneType)
            checks.instance("price", self.price, ConsultationPrice)


@attrs.frozen(init=False)
class Payment(Result):
    """One amount to pay: for the infusion of that number in the patient's history, or for a consultation."""

    _made_by = "quote"

    service: Service
    """What is paid for."""
    number: int | None
    """The infusion's number in the patient's history; None for a consultation."""
    amount: Money
    """What is paid; never 0, since what is free has no payment."""
    visit: "Visit | None" = attrs.field(repr=False)
    """The visit at which it is paid, if the quote is for a plan."""

    @property
    def due(self) -> "pendulum.DateTime | None":
        """When it is paid, or None where no date is known. When a consultation is paid is not stated."""
        return None if self.visit is None else self.visit.starts

    def _check(self) -> None:
        if checks.instance("service", self.service, Service) is Service.INFUSION:
            checks.count("number", self.number, least=1, most=2 * checks.MOST)
        else:
            checks.instance("number", self.number, NoneType)
        if checks.instance("amount", self.amount, Money).amount <= 0:
            raise InvalidInputError("amount", "an amount above 0")
        if self.visit is not None:
            from ketaclinic.visits import Visit  # needs pendulum

            if checks.instance("visit", self.visit, Visit).number != self.number:
                raise InvalidInputError("visit", "the visit of that number")


@attrs.frozen(init=False)
class Payments(Result, Sequence[Payment]):
    """The payments of a quote, in order, one for each unit that is charged; free consultations have none.

    Each is made when it is asked for, so that the last one of ten thousand costs no more than the first.

    >>> import ketaclinic as kc
    >>> payments = kc.quote(2, completed=4).payments
    >>> [(payment.number, payment.amount) for payment in payments]
    [(5, Money('600.00', 'USD')), (6, Money('450.00', 'USD'))]
    """

    _made_by = "quote"

    lines: tuple[QuoteLine, ...]
    """The lines that are charged."""
    visits: "tuple[Visit, ...]" = attrs.field(default=(), repr=False)
    """The visits of the plan that is quoted, if any, one for each infusion."""

    def __len__(self) -> int:
        return sum(line.quantity for line in self.lines)

    @overload
    def __getitem__(self, index: int) -> Payment: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Payment, ...]: ...
    def __getitem__(self, index: int | slice) -> Payment | tuple[Payment, ...]:
        try:
            if isinstance(index, slice):
                return tuple(self[at] for at in range(*index.indices(len(self))))
            left = operator.index(index)
        except TypeError:
            raise InvalidTypeError("index", "a whole number or a slice of them", of_type(index)) from None
        if left < 0:
            left += len(self)
        for line in self.lines:
            if 0 <= left < line.quantity:
                return self._payment(line, left)
            left -= line.quantity
        raise IndexError("payment index out of range")

    def __iter__(self) -> Iterator[Payment]:
        return (self._payment(line, at) for line in self.lines for at in range(line.quantity))

    def _check(self) -> None:
        if self.visits == ():
            return
        from ketaclinic.visits import Visit  # needs pendulum

        visits = checks.listed("visits", checks.instance("visits", self.visits, tuple), Visit)
        charged = [line for line in self.lines if line.first is not None]
        if sum(line.quantity for line in charged) != len(visits):
            raise InvalidInputError("visits", "a visit for each infusion")
        numbers = (number for line in charged for number in range(line.first or 0, (line.last or 0) + 1))
        if [*numbers] != [visit.number for visit in visits]:
            raise InvalidInputError("visits", "visits that are numbered as the infusions are")

    def _payment(self, line: QuoteLine, at: int) -> Payment:
        if line.first is None:
            return made(Payment, line.service, None, line.unit_price, None)
        number = line.first + at
        visit = self.visits[number - self.visits[0].number] if self.visits else None
        return made(Payment, line.service, number, line.unit_price, visit)
