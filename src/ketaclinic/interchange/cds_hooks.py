"""Screenings as cards of CDS Hooks 2.0, the decision support interface of health record systems.

A response is never empty: for these systems, no card means that there was nothing to say. What was not asked for, and
what the rules do not address, are cards of their own.

    >>> import ketaclinic as kc
    >>> from ketaclinic.interchange import cds_hooks
    >>> answer = cds_hooks.response(kc.screen(medications=["Xanax"], conditions=["asthma"]))
    >>> for card in answer["cards"]:
    ...     print(card["indicator"], "|", card["summary"])
    critical | asthma: Clearance comes first
    warning | Xanax: A plan with your prescriber comes first
    warning | Cannot be evaluated: nothing is known of alcohol, marijuana and other substances
"""

import re
from collections.abc import Mapping
from functools import partial
from typing import Final
from uuid import UUID

from ketaclinic import checks
from ketaclinic.catalogs import SHIPPED
from ketaclinic.errors import InvalidInputError, InvalidTypeError, of_type, shown
from ketaclinic.interchange.concerns import (
    Concern,
    Resource,
    Say,
    addressed,
    concerns,
    distinct,
    identity,
    saying,
)
from ketaclinic.levels import Disposition, Level
from ketaclinic.policy import Policy
from ketaclinic.policy_file import faq_policy
from ketaclinic.rendering import said
from ketaclinic.rendering.clinical import override_reasons, service_words, source_words
from ketaclinic.rendering.forms import as_markdown
from ketaclinic.screening import Screening

__all__ = ["discovery", "response"]

OVERRIDE_REASON: Final = "urn:ketaclinic:override-reason"
"""The system of the codes of override reasons."""

_INDICATORS: Final = {
    Level.AVOID: "critical",
    Level.DOCTOR_DECIDES: "critical",
    Level.CLEARANCE_REQUIRED: "critical",
    Level.PRESCRIBER_PLAN: "warning",
    Level.ABSTAIN: "warning",
    Level.CAUTION: "warning",
    Level.NOT_ADDRESSED: "warning",  # what is not known may be serious, and a client may hide what is less urgent
    Level.INDICATION: "info",
    Level.COMPATIBLE: "info",
}
_URGENCY: Final = ("critical", "warning", "info")

_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:[/?#][!-~]*)?")
_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_LONGEST: Final = 2_000


def response(  # noqa: PLR0913  # all but the first by name
    screening: Screening,
    *,
    hook_instance: UUID | str | None = None,
    source_url: str | None = None,
    links: Mapping[str, str] | None = None,
    locale: str = SHIPPED[0],
    allow_unreviewed: bool = False,
) -> Resource:
    """The answer of a service: a card for each finding and for each list that was not asked for, most urgent first.

    A card has a `uuid` only if `hook_instance`, the identity of the call that is answered, is given: it is made of that
    and of the card, so that it is the same again, and other for another patient. `source_url` is where the clinic's
    rules can be read. `links` are put on every card, each label with its absolute address.

    The summary is plain text and the detail Markdown, in which whatever a patient typed is inert. Of a clinical text
    without a reviewed translation, the summary is in English, and the detail has both (see `ketaclinic.render`).

    Raises:
        InvalidTypeError: not a screening, or an argument of another type.
        InvalidInputError: `hook_instance` is no UUID, or an address is not an absolute one of the web.
        UnknownLocaleError: a locale that is not shipped.
    """
    say = saying(screening, locale, allow_unreviewed=allow_unreviewed)
    within = identity("hook_instance", hook_instance)
    source = {"label": say(partial(source_words, screening.policy))}
    if source_url is not None:
        source["url"] = _address("source_url", source_url)
    linked = _links(links or {})
    told = (concern for concern in concerns(screening, say) if _is_told(concern, screening))
    cards = [_card(concern, source, say) | linked for concern in told]
    cards = sorted(distinct(cards), key=lambda card: _URGENCY.index(card["indicator"]))
    if within is not None:
        cards = [{"uuid": str(uuid), **card} for uuid, card in addressed(cards, within)]
    return {"cards": cards}


def discovery(  # noqa: PLR0913  # all by name
    *,
    id: str = "ketaclinic-screening",
    hook: str = "patient-view",
    prefetch: Mapping[str, str] | None = None,
    locale: str = SHIPPED[0],
    allow_unreviewed: bool = False,
    policy: Policy | None = None,
) -> Resource:
    """The answer of the address `cds-services`: one service, which `response` answers for.

    The library reads no FHIR: who puts queries in `prefetch` makes texts of what they bring, and leaves a list that
    could not be read whole as None, so that it counts as not asked for.

    Raises:
        InvalidTypeError: an argument of another type.
        InvalidInputError: an id or a hook with other characters than letters, digits, dots, hyphens and underscores.
        UnknownLocaleError: a locale that is not shipped.
    """
    policy = faq_policy() if policy is None else checks.instance("policy", policy, Policy)
    title, description = said(
        service_words, locale=locale, allow_unreviewed=allow_unreviewed, wording=policy.clinic.wording
    )
    service: Resource = {
        "hook": _name("hook", hook),
        "id": _name("id", id),
        "title": title,
        "description": str(description),
    }
    if prefetch is not None:
        service["prefetch"] = _texts("prefetch", prefetch)
    return {"services": [service]}


def _is_told(concern: Concern, screening: Screening) -> bool:
    """The outcome of the whole has a card of its own only where nothing else tells of it."""
    return not concern.is_outcome or screening.disposition is Disposition.NOTHING_FOUND


def _card(concern: Concern, source: Resource, say: Say) -> Resource:
    card: Resource = {
        "summary": concern.summary,
        "indicator": _indicator(concern),
        "detail": as_markdown(concern.document),
        "source": {**source, "topic": concern.coding},
    }
    if card["indicator"] != "info":
        reasons = say(partial(override_reasons, concern.finding))
        card["overrideReasons"] = [
            {"system": OVERRIDE_REASON, "code": code, "display": str(display)} for code, display in reasons
        ]
    return card


def _indicator(concern: Concern) -> str:
    if concern.finding is not None:
        return _INDICATORS[concern.finding.level]
    return "warning" if concern.is_unasked else "info"


def _links(links: Mapping[str, str]) -> Resource:
    addresses = {label: _address("links", address) for label, address in _texts("links", links).items()}
    listed = [{"label": label, "url": address, "type": "absolute"} for label, address in addresses.items()]
    return {"links": listed} if listed else {}


def _texts(argument: str, texts: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(texts, Mapping):
        raise InvalidTypeError(argument, "a mapping of texts to texts", of_type(texts))
    return {checks.text(argument, key): checks.text(argument, text, most=_LONGEST) for key, text in texts.items()}


def _address(argument: str, address: str) -> str:
    if not _ADDRESS.fullmatch(checks.text(argument, address, most=_LONGEST)):
        raise InvalidInputError(argument, "an absolute address of the web, such as https://example.com/rules")
    return address


def _name(argument: str, name: str) -> str:
    if not _NAME.fullmatch(checks.text(argument, name)):
        raise InvalidInputError(argument, "letters, digits, dots, hyphens and underscores", shown(name))
    return name
