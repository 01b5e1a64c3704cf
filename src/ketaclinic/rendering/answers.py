"""How every answer is put together, and what all of them say: whom to call, and which rules they rest on."""

from collections.abc import Iterable
from typing import Final, Protocol

from ketaclinic.policy import Policy
from ketaclinic.rendering.blocks import Document, Entry, Remark, Section, Table
from ketaclinic.rendering.words import Words, clinical, marked

QUESTIONS: Final = marked("Questions? Call {clinic}: {telephone}.")
NO_ADVICE: Final = clinical(
    "This is no medical advice, and it clears nobody for treatment. The doctor decides. Call {clinic}: {telephone}."
)
RESTS_ON: Final = marked("Rules that it rests on: {rules}")
UNSAID: Final = marked("What the rules do not say")

_CALL: Final = marked("Call {telephone}.")


class Decided(Protocol):
    """Whatever rests on clauses of a policy."""

    @property
    def policy(self) -> Policy:
        """The policy that it is made under."""

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that it rests on."""


def answer(  # noqa: PLR0913  # the parts of an answer, in their order and by name
    decision: Decided,
    words: Words,
    *,
    outcome: str,
    to_do: Iterable[str] = (),
    contact: str = QUESTIONS,
    sections: Iterable[Section] = (),
    tables: Iterable[Table] = (),
    drawing: str = "",
    remarks: Iterable[Remark] = (),
    unsaid: Iterable[Remark] = (),
    brief: Iterable[str] = (),
) -> Document:
    """An answer in words. What to do ends with whom to call, in full and in brief.

    `contact` is a message with the fields `{clinic}` and `{telephone}`.
    """
    clinic = decision.policy.clinic
    telephone = clinic.telephone.number
    rules = ", ".join(decision.clauses)
    left_open = tuple(Entry("", remark.text, remark.clauses) for remark in unsaid)
    return Document(
        language=words.language,
        title=outcome,
        to_do=" ".join((*to_do, words.gettext(contact, clinic=clinic.name, telephone=telephone))),
        sections=tuple(sections),
        tables=tuple(tables),
        drawing=drawing,
        remarks=tuple(remarks),
        rests_on=words.gettext(RESTS_ON, rules=rules) if rules else "",
        unsaid=Section(words.gettext(UNSAID), left_open) if left_open else None,
        brief=" ".join((*brief, words.gettext(_CALL, telephone=telephone))),
    )
