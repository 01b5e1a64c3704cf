"""What a screening tells a clinical system, one thing at a time: for the modules that write it in a standard's format.

Nothing is left out: every finding is told, every list that was not asked for, and what follows from the whole. So an
answer that holds nothing does not exist.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid5

import attrs

from ketaclinic import checks
from ketaclinic.errors import InvalidInputError, InvalidTypeError, of_type
from ketaclinic.levels import Disposition, Level
from ketaclinic.rendering import said
from ketaclinic.rendering.blocks import Document
from ketaclinic.rendering.clinical import finding_document, outcome_document, topic_words, unasked_document
from ketaclinic.rendering.words import Words
from ketaclinic.screening import Finding, Screening

CLAUSE: Final = "urn:ketaclinic:clause"
"""The system of the codes that are ids of clauses."""

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DOCTOR_DECIDES: Final = "candidacy.doctor-decides"
_NOT_ADDRESSED: Final = "screen.not-addressed"
_CLEAR: Final = frozenset({Level.INDICATION, Level.COMPATIBLE})
_FAVOURABLE: Final = frozenset({"screen.compatible", "candidacy.indications"})
"""Clauses that a program reads as good news, so that nothing but that is filed under them."""

Resource = dict[str, Any]
"""A JSON object."""

Say = Callable[[Callable[[Words], Any]], Any]
"""Puts something in words, in the locale that the caller asked for."""


@attrs.frozen
class Concern:
    """One thing that is told: a finding, the outcome of the whole, or, with neither, a list that was not asked for."""

    document: Document
    clause: str
    """The id of the clause that it is filed under."""
    topic: str
    """What that clause is about, in a few words."""
    finding: Finding | None = None
    outcome: Disposition | None = None

    @property
    def is_outcome(self) -> bool:
        """Whether it is the outcome of the whole."""
        return self.outcome is not None

    @property
    def coding(self) -> Resource:
        """The clause, as a code with its words."""
        return {"system": CLAUSE, "code": self.clause, "display": self.topic}

    @property
    def is_unasked(self) -> bool:
        """Whether it is a list that was not asked for."""
        return self.finding is None and not self.is_outcome

    @property
    def summary(self) -> str:
        """One line of fewer than 140 characters; of a pair, which is longer than that, the English."""
        line = self.document.brief
        return getattr(line, "english", str(line))


def saying(screening: Screening, locale: str, *, allow_unreviewed: bool) -> Say:
    """What puts things in words with the clinic's own wording.

    Raises:
        InvalidTypeError: not a screening, a locale that is not a str, or not True or False.
        UnknownLocaleError: a locale that is not shipped.
    """
    wording = checks.instance("screening", screening, Screening).policy.clinic.wording
    checks.flag("allow_unreviewed", allow_unreviewed)
    return partial(said, locale=locale, allow_unreviewed=allow_unreviewed, wording=wording)


def identity(argument: str, value: UUID | str | None) -> UUID | None:
    """The value as a UUID; text is one in its usual form, with hyphens and without braces or a prefix.

    Raises:
        InvalidTypeError: neither a UUID nor text.
        InvalidInputError: text that is none.
    """
    if value is None or type(value) is UUID:
        return value
    if type(value) is not str:
        raise InvalidTypeError(argument, "a UUID, or its text", of_type(value))
    if not _UUID.fullmatch(value):
        raise InvalidInputError(argument, "a UUID, such as 4e0a3a1e-3283-4575-ab82-028d55fe2719")
    return UUID(value)


def concerns(screening: Screening, say: Say) -> Iterator[Concern]:
    """All that is told: the findings, most serious first and each once; what was not asked for; and the outcome."""
    policy = screening.policy

    def filed(document: Callable[[Words], Document], clause: str, **about: Any) -> Concern:
        return Concern(say(document), clause, str(say(partial(topic_words, clause))), **about)

    for finding in dict.fromkeys(screening.findings):
        yield filed(partial(finding_document, finding, policy), _clause(finding), finding=finding)
    for name in screening.not_asked:
        yield filed(partial(unasked_document, name, policy), _DOCTOR_DECIDES)
    yield filed(partial(outcome_document, screening), _DOCTOR_DECIDES, outcome=screening.disposition)


def _clause(finding: Finding) -> str:
    """The clause that a finding is filed under: the first that it rests on, unless that speaks of more than it has."""
    if finding.level is Level.NOT_ADDRESSED:
        return _NOT_ADDRESSED  # what is to be confirmed would else be filed by what may be meant
    if finding.level not in _CLEAR and finding.clauses[0] in _FAVOURABLE:
        return _DOCTOR_DECIDES  # of a clinic that is stricter than the FAQ
    return finding.clauses[0]


def distinct(resources: Iterable[Resource]) -> list[Resource]:
    """Each of the resources once."""
    return list({_canonical(resource): resource for resource in resources}.values())


def addressed(resources: Iterable[Resource], instance: UUID) -> Iterator[tuple[UUID, Resource]]:
    """Each of the resources with an identity of its own within that instance, made of what it holds."""
    return ((uuid5(instance, _canonical(resource)), resource) for resource in resources)


def _canonical(resource: Resource) -> str:
    return json.dumps(resource)
