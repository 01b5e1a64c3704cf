"""What a bare name leads to is kept under the name, so that it costs little later; nothing that was typed is."""

import copy
import pickle
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

import ketaclinic as kc
from ketaclinic import recognition, screening
from ketaclinic.cues import cues
from ketaclinic.values import made
from ketaclinic.vocabulary import vocabulary

POLICY = kc.faq_policy()


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    screening._kept.cache_clear()
    yield
    screening._kept.cache_clear()


def kept() -> set[str]:
    return {name for is_condition in (False, True) for name in screening._kept(is_condition, POLICY)}


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


def test_a_name_is_read_once_however_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    first = kc.screen(substances=["weed", "Weed"])
    monkeypatch.setattr(screening, "readings", None)  # so that nothing more can be read

    assert kc.screen(medications=["WEED"]).findings[0].level is first.findings[1].level
    assert [finding.entry for finding in first.findings] == ["weed", "Weed"]


def test_nothing_is_kept_but_bare_names_in_the_vocabularys_own_spelling() -> None:
    kc.screen(
        medications=[
            "XanaX",
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

    assert kept() == {"xanax", "asthma", "kush"}
    assert "XanaX" not in repr([*screening._kept(False, POLICY).items()])


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


def names() -> list[str]:
    known = vocabulary()
    return [name.title() for name in (*known.anywhere, *known.whole, *known.products)]


@pytest.mark.parametrize("is_condition", [False, True])
def test_every_name_that_came_before_leads_to_what_it_leads_to_at_first(
    monkeypatch: pytest.MonkeyPatch, *, is_condition: bool
) -> None:
    def findings(name: str) -> tuple[kc.Finding, ...]:
        return kc.screen(**{"conditions" if is_condition else "medications": [name]}).findings  # type: ignore[arg-type]

    monkeypatch.setattr(screening, "_MOST_KEPT", 20_000)
    for name in names():
        first = findings(name)
        assert findings(name.upper()) == tuple(made(kc.Finding, name.upper(), found._said) for found in first), name
        assert {found.entry for found in findings(name)} == {name}


def test_every_word_is_read_alone_as_it_is_read_in_an_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [name for name in names() if name.isascii() and name.isalpha()]
    words += [f"{word[:2]}{word[3]}{word[2]}{word[4:]}" for word in words[::3] if len(word) > 4]
    words += [cue for cue in (*cues().kinds, *cues().open, *vocabulary().fillers) if cue.isascii() and cue.isalpha()]
    alone = [recognition.readings(word) for word in words]
    monkeypatch.setattr(recognition, "of_one_word", lambda _: None)

    assert [recognition.readings(word) for word in words] == alone
    assert len(words) > 8_000


def test_a_finding_shows_all_that_it_says() -> None:
    finding = kc.screen(medications=["Xanax"]).findings[0]

    assert repr(finding) == (
        "Finding(entry='Xanax', group='benzodiazepine', recognized_as='alprazolam', match=<Match.EXACT: 'exact'>, "
        "suggestions=(), level=<Level.PRESCRIBER_PLAN: 'prescriber_plan'>, notes=(), related=(), "
        "clauses=('screen.benzodiazepine-lamotrigine', 'prepare.benzodiazepine-lamotrigine'))"
    )
    assert pickle.loads(pickle.dumps(finding)) == finding  # noqa: S301  # our own
    assert hash(copy.deepcopy(finding)) == hash(finding)
    assert finding != kc.screen(medications=["xanax"]).findings[0]
