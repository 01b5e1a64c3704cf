"""Quotes in words."""

from typing import assert_never

from ketaclinic.pricing import Service
from ketaclinic.quotes import Quote, QuoteLine, QuoteNote
from ketaclinic.rendering.blocks import Document, Remark, Row, Table
from ketaclinic.rendering.words import Words


def quote_document(quote: Quote, words: Words) -> Document:
    """The quote: its total, a line for each price, and what goes with it."""
    total = words.money(quote.total)
    clinic = quote.policy.clinic
    return Document(
        language=words.language,
        title=words.gettext("Total price: {amount}", amount=total),
        tables=(_table(quote, total, words),),
        remarks=tuple(Remark(note_text(note, words), note.clauses) for note in quote.notes),
        closing=words.gettext(
            "Questions? Call {clinic}: {telephone}.", clinic=clinic.name, telephone=clinic.telephone.number
        ),
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


def _row(line: QuoteLine, words: Words) -> Row:
    each = words.gettext(
        "{quantity} \N{MULTIPLICATION SIGN} {price}",
        quantity=words.number(line.quantity),
        price=words.money(line.unit_price),
    )
    return Row((_service(line, words), each, words.money(line.amount), ", ".join(line.clauses)))


def _service(line: QuoteLine, words: Words) -> str:
    match line.service:
        case Service.INFUSION:
            return words.ngettext(
                "Infusion {first}",
                "Infusions {first} to {last}",
                line.quantity,
                first=words.number(line.first or 0),
                last=words.number(line.last or 0),
            )
        case Service.TELEPHONE_CONSULTATION:
            return words.gettext("Telephone consultation")
        case Service.INFORMATION_CONSULTATION:
            return words.gettext("Information consultation")
        case Service.PRE_INFUSION_CONSULTATION:
            return words.gettext("Pre-infusion consultation")
        case _:  # pragma: no cover  # mypy proves that no service is left
            assert_never(line.service)


def note_text(note: QuoteNote, words: Words) -> str:
    """The note as a sentence or two."""
    match note:
        case QuoteNote.ESTIMATE:
            return words.gettext(
                "This is an estimate for this number of infusions. The doctor fits the plan to the patient."
            )
        case QuoteNote.HISTORY_COUNTS:
            return words.gettext(
                "Infusions that the patient has had at the clinic count. Cancelled or missed visits do not."
            )
        case QuoteNote.PAY_AS_YOU_GO:
            return words.gettext("No infusion is charged up front; each is paid at its visit.")
        case QuoteNote.PRE_INFUSION_CONSULTATION_FREE:
            return words.gettext("The consultation before the infusions is free.")
        case QuoteNote.TELEPHONE_CONSULTATION_FREE:
            return words.gettext("The consultation by telephone is free.")
        case QuoteNote.CONSULTATION_PAYMENT_NOT_STATED:
            return words.gettext("When a consultation is paid is not stated: please ask the clinic.")
        case QuoteNote.INSURANCE:
            return words.gettext(
                "Insurance is unlikely to pay, so nothing is deducted for it. The clinic gives you papers to ask for "
                "your money back, and does not seek approval from insurers beforehand."
            )
        case QuoteNote.ASSUMES_NO_CHRONIC_PAIN:
            return words.gettext("This assumes no treatment for chronic pain, which is priced differently.")
        case QuoteNote.CHRONIC_PAIN_PRICES:
            return words.gettext("These are the clinic's prices for the treatment of chronic pain.")
        case _:  # pragma: no cover  # mypy proves that no note is left
            assert_never(note)
