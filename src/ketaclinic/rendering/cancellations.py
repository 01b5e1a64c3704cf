"""Cancellations in words: whether the notice is timely, until when it is, and what is at risk."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from ketaclinic.cancellation import Cancellation, Outcome, Unsaid
from ketaclinic.instants import zone_of
from ketaclinic.rendering.answers import answer
from ketaclinic.rendering.blocks import Document, Remark, Row, Table
from ketaclinic.rendering.words import Words, marked


def cancellation_document(cancellation: Cancellation, words: Words) -> Document:
    """The outcome, the times behind it, what is at risk, and what the rules leave unsaid."""
    zone = zone_of(cancellation.policy.clinic.time_zone)
    limit = words.hours(timedelta(hours=cancellation.policy.cancellation.notice.hours))
    return answer(
        cancellation,
        words,
        outcome=words.gettext(_OUTCOMES[cancellation.outcome], limit=limit),
        contact=_TO_CANCEL if cancellation.outcome is Outcome.TIMELY else _PLEASE_CALL,
        tables=(_table(cancellation, words), *_at_risk(cancellation, words)),
        remarks=remarks(cancellation, words),
        unsaid=unsaid(cancellation, words),
        brief=(
            words.gettext(_RISK_IN_BRIEF[cancellation.remaining_at_risk]),
            words.gettext(DEADLINE, moment=words.moment(cancellation.deadline_moment, zone)),
        ),
    )


def _table(cancellation: Cancellation, words: Words) -> Table:
    visit, zone = cancellation.visit, zone_of(cancellation.policy.clinic.time_zone)
    rows = [
        Row((words.gettext("Number of the infusion"), words.number(visit.number), "")),
        Row((words.gettext("Start of the visit"), words.moment(visit.moment, zone), "")),
        Row((words.gettext("Last timely moment"), words.moment(cancellation.deadline_moment, zone), "cancel.notice")),
        Row((words.gettext("Your notice"), words.moment(cancellation.notified, zone), "")),
    ]
    if cancellation.outcome is not Outcome.MISSED:
        rows.append(Row((words.gettext("Time in between"), words.hours(cancellation.notice), "cancel.notice")))
    return Table((words.gettext("What"), words.gettext("When"), words.gettext("Rule")), tuple(rows))


def _at_risk(cancellation: Cancellation, words: Words) -> Iterator[Table]:
    zone = zone_of(cancellation.policy.clinic.time_zone)
    rows = tuple(
        Row((words.gettext("At risk: infusion {number}", number=words.number(visit.number)), start, "cancel.initial"))
        for visit in cancellation.at_risk
        for start in [words.moment(visit.moment, zone)]
    )
    if rows:
        yield Table((words.gettext("Visit"), words.gettext("When"), words.gettext("Rule")), rows)


def remarks(cancellation: Cancellation, words: Words) -> Iterator[Remark]:
    """What is at risk."""
    if cancellation.remaining_at_risk is False:
        yield Remark(words.gettext(_RISK_IN_BRIEF[False]), ("cancel.initial",))
    elif cancellation.remaining_at_risk:
        yield Remark(words.gettext(_RIGHT), ("cancel.initial", "cancel.waiting-list"))
        if not cancellation.at_risk:
            told = _NOT_TOLD if cancellation.reserved is None else _NONE_TOLD
            yield Remark(words.gettext(told), ("cancel.initial",))


def unsaid(cancellation: Cancellation, words: Words) -> Iterator[Remark]:
    """What the rules leave unsaid."""
    if cancellation.remaining_at_risk is None:
        yield Remark(words.gettext(_RISK_IN_BRIEF[None]), ("cancel.no-fee",))
    left = words.listed(words.gettext(_UNSAID[unsaid]) for unsaid in cancellation.unsaid)
    yield Remark(words.gettext(_LEFT_UNSAID, unsaid=left), ("cancel.no-fee",))


_OUTCOMES: Final = {
    Outcome.TIMELY: marked("This cancellation is in time."),
    Outcome.LATE: marked("It is less than {limit} before the visit."),
    Outcome.MISSED: marked("The start of the visit has passed, which the rules do not address."),
}

_TO_CANCEL: Final = marked("To cancel, or with any question, call {clinic}: {telephone}.")
_PLEASE_CALL: Final = marked("Please call {clinic}: {telephone}.")

DEADLINE: Final = marked("The last timely moment is {moment}.")
_RISK_IN_BRIEF: Final = {
    True: marked("The clinic may give your other reserved visits to somebody else."),
    False: marked("No other visit of yours is at risk by this."),
    None: marked("Whether your other visits are at risk is not addressed either."),
}

_RIGHT: Final = marked(
    "This is your first visit. When it is cancelled, the clinic may give your other reserved visits to somebody on the "
    "waiting list. It need not do so, and they stay yours until then."
)
_NOT_TOLD: Final = marked("Your other reserved visits were not named here.")
_NONE_TOLD: Final = marked("No later visit of yours was named as reserved.")
_LEFT_UNSAID: Final = marked("The rules leave this unsaid: {unsaid}. Ask the clinic.")

_UNSAID: Final = {
    Unsaid.FEE: marked("whether cancelling costs anything"),
    Unsaid.NO_SHOW: marked("what follows if you do not come"),
    Unsaid.RESCHEDULING: marked("whether the visit can be moved"),
    Unsaid.CHANNEL: marked("how to give notice"),
    Unsaid.HOURS_OF_NOTICE: marked("at which hours notice counts"),
}
