"""Screenings as resources of FHIR R4: a `DetectedIssue` for each finding that is one, and what else is to be known.

An `OperationOutcome` stands beside them always. It tells what was not asked for, what was entered that is no issue by
the rules, and the outcome of the whole: so there is no answer that holds nothing, and none that clears the patient.

    >>> import ketaclinic as kc
    >>> from ketaclinic.interchange import fhir
    >>> *issues, outcome = fhir.resources(kc.screen(medications=["Xanax", "zoloff"], conditions=["asthma"]))
    >>> for issue in issues:
    ...     print(issue["status"], issue.get("severity"), issue["reference"])
    preliminary high urn:ketaclinic:clause:screen.clearance
    preliminary moderate urn:ketaclinic:clause:screen.benzodiazepine-lamotrigine
    preliminary None urn:ketaclinic:clause:screen.not-addressed
    >>> [(issue["severity"], issue["code"]) for issue in outcome["issue"]]
    [('warning', 'incomplete'), ('warning', 'informational')]
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from ketaclinic import checks
from ketaclinic.catalogs import SHIPPED
from ketaclinic.errors import InvalidInputError, InvalidTypeError, of_type
from ketaclinic.interchange.concerns import CLAUSE, Concern, Resource, addressed, concerns, distinct, identity, saying
from ketaclinic.levels import Disposition, Level
from ketaclinic.recognition import Match
from ketaclinic.rendering.blocks import Document
from ketaclinic.rendering.forms import as_text, as_xhtml
from ketaclinic.rendering.screenings import shown
from ketaclinic.screening import Finding, Screening
from ketaclinic.vocabulary import GROUPED_CONDITIONS

__all__ = ["bundle", "resources"]

GROUP: Final = "urn:ketaclinic:group"
"""The system of the codes that are groups of `ketaclinic.GROUPS`."""

LEVEL: Final = "urn:ketaclinic:level"
"""The system of the codes that are levels."""

_ACT_CODE: Final = "http://terminology.hl7.org/CodeSystem/v3-ActCode"

_SEVERITIES: Final = {
    Level.AVOID: "high",
    Level.DOCTOR_DECIDES: "high",
    Level.CLEARANCE_REQUIRED: "high",
    Level.PRESCRIBER_PLAN: "moderate",
    Level.ABSTAIN: "moderate",
    Level.CAUTION: "moderate",
}
"""Nothing is `low`, which would say that it hardly matters. What is not addressed has no severity: none is known."""

_NO_ISSUE: Final = frozenset({Level.INDICATION, Level.COMPATIBLE})
_NO_WARNING: Final = frozenset({Disposition.INCOMPLETE, Disposition.NOTHING_FOUND})
"""Outcomes that are information. What makes one incomplete stands beside it as warnings of its own. Each other is a
warning: no `error`, since nothing failed, and no `information`, since a client may hide that.
"""

_CATEGORIES: Final = {
    **dict.fromkeys(GROUPED_CONDITIONS, ("COND", "Condition Alert")),
    **dict.fromkeys(
        ("benzodiazepine", "lamotrigine", "aminophylline", "ssri", "snri", "lithium", "bupropion", "tricyclic"),
        ("DRG", "Drug Interaction Alert"),
    ),
}
"""HL7's codes for issues. It has none for alcohol, marijuana and the like, nor for what is not known."""

_PATIENT: Final = re.compile(r"(?:https?://[A-Za-z0-9.:\[\]/_~-]+/)?Patient/[A-Za-z0-9.-]{1,64}")


def resources(  # noqa: PLR0913  # all but the first by name
    screening: Screening,
    *,
    patient: str | None = None,
    identified: datetime | None = None,
    instance: UUID | str | None = None,
    locale: str = SHIPPED[0],
    allow_unreviewed: bool = False,
) -> list[Resource]:
    """The issues, most serious first, and then the outcome.

    `patient` is a reference to the patient, such as `"Patient/123"`, and `identified` the time of the screening;
    without them neither is told. `instance` is what this screening is known by: with it, each issue has an identifier,
    the same again for the same instance, and another for another patient.

    Every issue is `preliminary`: what was entered is not verified, and the doctor decides. None has a `mitigation`,
    which would say that something has been done about it; the next step stands in the `detail`.

    Raises:
        InvalidTypeError: not a screening, or an argument of another type.
        InvalidInputError: no reference to a patient, no UUID, or a time that cannot be used.
        UnknownLocaleError: a locale that is not shipped.
    """
    say = saying(screening, locale, allow_unreviewed=allow_unreviewed)
    about = {**_patient(patient), **_identified("identifiedDateTime", identified)}
    within = identity("instance", instance)
    told = distinct(_told([*concerns(screening, say)], about))
    return told if within is None else [_with_identifier(resource, uuid) for uuid, resource in addressed(told, within)]


def bundle(  # noqa: PLR0913  # all but the first by name
    screening: Screening,
    *,
    instance: UUID | str,
    patient: str | None = None,
    identified: datetime | None = None,
    locale: str = SHIPPED[0],
    allow_unreviewed: bool = False,
) -> Resource:
    """The same resources as one collection, in which each has an address: so an instance has to be given.

    It takes and raises what `resources` does.
    """
    within = checks.instance("instance", identity("instance", instance), UUID)
    listed = resources(
        screening, patient=patient, identified=identified, locale=locale, allow_unreviewed=allow_unreviewed
    )
    return {
        "resourceType": "Bundle",
        "type": "collection",
        **_identified("timestamp", identified),
        "entry": [
            {"fullUrl": uuid.urn, "resource": _with_identifier(resource, uuid)}
            for uuid, resource in addressed(listed, within)
        ],
    }


def _told(told: list[Concern], about: Resource) -> Iterator[Resource]:
    remarks = []
    for concern in told:
        if concern.finding is None or concern.finding.level in _NO_ISSUE:
            remarks.append(concern)
        else:
            yield _issue(concern, concern.finding, about)
    yield _outcome(remarks)


def _issue(concern: Concern, finding: Finding, about: Resource) -> Resource:
    severity = _SEVERITIES.get(finding.level)
    return {
        "resourceType": "DetectedIssue",
        "language": concern.document.language,
        "text": _narrative(concern.document),
        "status": "preliminary",
        "code": {
            "coding": [*_category(finding), {"system": LEVEL, "code": finding.level.value}],
            "text": str(concern.document.title),
        },
        **({} if severity is None else {"severity": severity}),
        **about,
        "evidence": [{"code": [_entered(finding)]}],
        "detail": as_text(concern.document),
        "reference": f"{CLAUSE}:{concern.clause}",
    }


def _category(finding: Finding) -> list[Resource]:
    """HL7's code, if it has one for what is recognised; theophylline, of no group, goes by what it is related to."""
    named = (finding.group, *finding.related) if finding.level in _SEVERITIES else ()
    found = (_CATEGORIES[group] for group in named if group in _CATEGORIES)
    return [{"system": _ACT_CODE, "code": code, "display": display} for code, display in found]


def _entered(finding: Finding) -> Resource:
    """What was entered; the group only where it is sure, since programs read it without what makes it doubtful."""
    is_sure = finding.match is Match.EXACT and finding.level in _SEVERITIES and not finding.is_doubtful
    coding = {"coding": [{"system": GROUP, "code": finding.group}]} if is_sure else {}
    return {**coding, "text": shown(finding.entry)}


def _outcome(remarks: list[Concern]) -> Resource:
    """What is no issue: first what was not asked for, then the outcome if it is a warning, too, and then the rest."""
    remarks = sorted(remarks, key=lambda remark: not _is_warning(remark))
    return {
        "resourceType": "OperationOutcome",
        "language": remarks[0].document.language,
        "text": _narrative(*(remark.document for remark in remarks)),
        "issue": [_remark(remark) for remark in remarks],
    }


def _remark(remark: Concern) -> Resource:
    return {
        "severity": "warning" if _is_warning(remark) else "information",
        "code": "incomplete" if remark.is_unasked else "informational",
        "details": {"coding": [remark.coding], "text": as_text(remark.document)},
    }


def _is_warning(remark: Concern) -> bool:
    return remark.is_unasked or (remark.is_outcome and remark.outcome not in _NO_WARNING)


def _narrative(*documents: Document) -> Resource:
    return {"status": "generated", "div": as_xhtml(*documents)}


def _with_identifier(resource: Resource, uuid: UUID) -> Resource:
    """The resource under that identity; an outcome has none."""
    if resource["resourceType"] == "OperationOutcome":
        return resource
    return {**resource, "identifier": [{"system": "urn:ietf:rfc:3986", "value": uuid.urn}]}


def _patient(patient: str | None) -> Resource:
    if patient is None:
        return {}
    if type(patient) is not str:
        raise InvalidTypeError("patient", "a reference to a patient, as text", of_type(patient))
    if not _PATIENT.fullmatch(patient):
        raise InvalidInputError("patient", "a reference to a patient, such as Patient/123")
    return {"patient": {"reference": patient}}


def _identified(name: str, moment: datetime | None) -> Resource:
    if moment is None:
        return {}
    from ketaclinic.instants import instant  # needs pendulum

    return {name: instant("identified", moment).isoformat()}
