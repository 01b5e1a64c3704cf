"""What a bare name leads to is kept, so that it costs little the second time; nothing else that was typed is kept."""

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

import ketaclinic as kc
from ketaclinic import screening
from ketaclinic.vocabulary import vocabulary

POLICY = kc.faq_policy()


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    screening._kept.cache_clear()
    yield
    screening._kept.cache_clear()


def kept() -> set[str]:
    return {entry for name in ("medications", "conditions", "substances") for entry in screening._kept(name, POLICY)}


def test_a_name_leads_to_the_same_the_second_time() -> None:
    entered: dict[str, Any] = {
        "medications": ["Xanax", "Symbyax", "XANAX"],
        "conditions": ["heart", "Xanax", "aspirin"],
    }
    first = kc.screen(**entered)

    assert kc.screen(**entered) == first
    assert [finding.entry for finding in first.findings].count("XANAX") == 1
    assert {finding.clauses for finding in first.findings if finding.entry == "aspirin"} == {
        ("screen.not-addressed", "screen.clearance")
    }
    assert kc.screen(medications=["aspirin"]).findings[0].clauses == ("screen.not-addressed",)


def test_findings_of_a_kept_name_are_the_same_objects() -> None:
    first, second = (kc.screen(substances=["weed"]).findings[0] for _ in range(2))

    assert first is second


def test_nothing_is_kept_but_bare_names() -> None:
    kc.screen(
        medications=[
            "Xanax",
            "Xanax since my divorce",
            "klonapin",
            "Xanax 2 mg",
            "F20",
            "none",
            "",
            "drink",
            "\u212aush",
        ],
        conditions=["denies asthma", "my brother has asthma", "Asthma", "asthmma"],
    )

    assert kept() == {"Xanax", "Asthma", "\u212aush"}


def test_no_more_than_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "_MOST_KEPT", 3)
    names = [*vocabulary().anywhere][:5]
    assert len(kc.screen(medications=names).findings) >= 5

    assert kept() == {*names[:3]}
    assert kc.screen(medications=names[4:]).findings[0].entry == names[4]


def test_what_is_kept_is_kept_for_its_policy() -> None:
    rules = [
        attrs.evolve(rule, level=kc.Level.DOCTOR_DECIDES) if rule.group == "benzodiazepine" else rule
        for rule in POLICY.screening.groups
    ]
    stricter = attrs.evolve(POLICY, screening=attrs.evolve(POLICY.screening, groups=rules))

    for policy, level in ((POLICY, kc.Level.PRESCRIBER_PLAN), (stricter, kc.Level.DOCTOR_DECIDES)) * 2:
        assert kc.screen(medications=["Xanax"], policy=policy).findings[0].level is level
