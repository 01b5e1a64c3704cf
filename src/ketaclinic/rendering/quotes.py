"""Quotes in words."""

from collections.abc import Iterator
from typing import Final

from ketaclinic.pricing import Service
from ketaclinic.quote_lines import QuoteLine
from ketaclinic.quotes import Quote, QuoteNote
from ketaclinic.rendering.answers import answer
from ketaclinic.rendering.blocks import Document, Remark, Row, Table
from ketaclinic.rendering.words import Words, marked


def quote_document(quote: Quote, words: Words) -> Document:
    """The quote: its total, a line for each price, and what goes with it."""
    total = words.money(quote.total)
    consultation = words.money(quote.policy.pricing.consultations.pre_infusion.unit_price)
    remarks = {note: Remark(words.gettext(_NOTES[note], amount=consultation), note.clauses) for note in quote.notes}
    unsaid = remarks.pop(QuoteNote.CONSULTATION_PAYMENT_NOT_STATED, None)
    return answer(
        quote,
        words,
        outcome=words.gettext("Total price: {amount}", amount=total),
        to_do=(words.gettext(_PAY),) if QuoteNote.PAY_AS_YOU_GO in remarks else (),
        tables=(_table(quote, total, words), *_payments(quote, words)),
        remarks=remarks.values(),
        unsaid=() if unsaid is None else (unsaid,),
        brief=(words.gettext(_NOTES[note]) for note in quote.notes if note in _IN_BRIEF),
    )


def _table(quote: Quote, total: str, words: Words) -> Table:
    rows = [_row(line, words) for line in quote.lines]
    rows.append(Row((words.gettext("Total"), "", total, ""), is_total=True))
    headings = (
        words.gettext("Service"),
        words.gettext("Number and price"),
        words.gettext("Amount"),
        words.gettext("Rule"),
    )
    return Table(headings=headings, rows=tuple(rows), numeric=frozenset({1, 2}))


def _payments(quote: Quote, words: Words) -> Iterator[Table]:
    """When each infusion of a plan is paid."""
    if quote.plan is None:
        return
    from ketaclinic.instants import zone_of  # needs pendulum, as a plan does

    zone = zone_of(quote.policy.clinic.time_zone)
    dated = [(payment, payment.visit) for payment in quote.payments if payment.visit is not None]
    rows = tuple(
        Row(
            (
                words.gettext("Infusion {number}", number=words.number(visit.number)),
                words.day(visit.moment, zone),
                words.money(payment.amount),
                "price.pay-as-you-go",
            )
        )
        for payment, visit in dated
    )
    if rows:
        headings = (
            words.gettext("Payment"),
            words.gettext("At the visit on"),
            words.gettext("Amount"),
            words.gettext("Rule"),
        )
        yield Table(headings=headings, rows=rows, numeric=frozenset({2}), is_headed=True)


def _row(line: QuoteLine, words: Words) -> Row:
    each = words.gettext(
        "{quantity} \N{MULTIPLICATION SIGN} {price}",
        quantity=words.number(line.quantity),
        price=words.money(line.unit_price),
    )
    return Row((_service(line, words), each, words.money(line.amount), ", ".join(line.clauses)))


def _service(line: QuoteLine, words: Words) -> str:
    if line.first is None or line.last is None:
        return words.gettext(_CONSULTATIONS[line.service])
    if line.quantity == 1:
        return words.gettext("Infusion {number}", number=words.number(line.first))
    return words.gettext("Infusions {first} to {last}", first=words.number(line.first), last=words.number(line.last))


_PAY: Final = marked("Pay for each infusion at its visit.")

_CONSULTATIONS: Final = {
    Service.TELEPHONE_CONSULTATION: marked("Telephone consultation"),
    Service.INFORMATION_CONSULTATION: marked("Information consultation"),
    Service.PRE_INFUSION_CONSULTATION: marked("Consultation before the infusions"),
}

_IN_BRIEF: Final = frozenset(
    {
        QuoteNote.ESTIMATE,
        QuoteNote.PAY_AS_YOU_GO,
        QuoteNote.ASSUMES_NO_CHRONIC_PAIN,
        QuoteNote.CHRONIC_PAIN_PRICED_DIFFERENTLY,
    }
)

_NOTES: Final = {
    QuoteNote.ESTIMATE: marked("This is an estimate for this number of infusions. The doctor fits the plan to you."),
    QuoteNote.HISTORY_COUNTS: marked(
        "Infusions you have already had at this clinic set the price of the next ones. Cancelled or missed visits do "
        "not count."
    ),
    QuoteNote.ASSUMES_NO_EARLIER_INFUSIONS: marked("This assumes that you have had no infusion at this clinic before."),
    QuoteNote.PAY_AS_YOU_GO: marked("No infusion is charged up front; each is paid at its visit."),
    QuoteNote.PRE_INFUSION_CONSULTATION_FREE: marked("The consultation before the infusions is free."),
    QuoteNote.PRE_INFUSION_CONSULTATION_NOT_INCLUDED: marked(
        "The consultation before the infusions is not included. It costs {amount}."
    ),
    QuoteNote.TELEPHONE_CONSULTATION_FREE: marked("The consultation by telephone is free."),
    QuoteNote.CONSULTATION_PAYMENT_NOT_STATED: marked(
        "It is not stated when a consultation is paid. Please ask the clinic."
    ),
    QuoteNote.INSURANCE: marked(
        "Insurance is unlikely to pay, so nothing is deducted for it. The clinic gives you papers with which you "
        "can ask your insurer to reimburse you. It does not arrange pre-authorization."
    ),
    QuoteNote.ASSUMES_NO_CHRONIC_PAIN: marked(
        "This assumes no treatment for chronic pain, which is priced differently."
    ),
    QuoteNote.CHRONIC_PAIN_PRICED_DIFFERENTLY: marked(
        "No treatment for chronic pain was named. It would be priced differently."
    ),
    QuoteNote.CHRONIC_PAIN_PRICES: marked("These are the clinic's prices for the treatment of chronic pain."),
}
