"""A clinic writes its policy as TOML: what is right comes back exactly, what is wrong is told at once and in full."""

import itertools
import os
import re
import time
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.data import read_text
from ketaclinic.testing import policies

FAQ = read_text("faq")
EXAMPLE = Path(__file__).parents[1] / "examples" / "another_clinic.toml"


def load(tmp_path: Path, text: str) -> kc.Policy:
    path = tmp_path / "clinic.toml"
    path.write_text(text, encoding="utf-8", newline="")
    return kc.load_policy(path)


def faults(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(kc.PolicyError) as refused:
        load(tmp_path, text)
    assert str(refused.value).splitlines()[1:] == [f"  {fault}" for fault in refused.value.faults]
    return [str(fault) for fault in refused.value.faults]


def changed(pattern: str, replacement: str) -> str:
    """The FAQ's file with one thing changed."""
    text, times = re.subn(pattern, lambda _: replacement, FAQ, count=1, flags=re.MULTILINE)
    assert times == 1
    return text


# ---- There and back


def test_the_faqs_policy_comes_back_exactly(tmp_path: Path) -> None:
    assert load(tmp_path, kc.dump_policy(kc.faq_policy())) == kc.faq_policy()
    assert load(tmp_path, FAQ) == kc.faq_policy()


def test_the_faqs_file_is_written_as_a_dump_is_but_for_comments_and_order() -> None:
    def settings(text: str) -> list[str]:
        return sorted(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))

    dumped = settings(kc.dump_policy(kc.faq_policy()))
    information = 'information = { unit_price = "200.00", clause = "price.information-consultation", minutes = 30 }'
    written = 'information = { unit_price = "200.00", minutes = 30, clause = "price.information-consultation" }'

    assert [line.replace(information, written) for line in dumped] == settings(FAQ)


@given(policies())
def test_any_policy_comes_back_exactly(tmp_path_factory: pytest.TempPathFactory, policy: kc.Policy) -> None:
    text = kc.dump_policy(policy)
    again = load(tmp_path_factory.mktemp("policy"), text)

    assert again == policy
    assert hash(again) == hash(policy)
    assert kc.dump_policy(again) == text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), min_size=1, max_size=200))
def test_any_name_that_a_clinic_may_have_comes_back(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    try:
        clinic = attrs.evolve(kc.faq_policy().clinic, name=name)
    except kc.InvalidInputError:
        return
    policy = attrs.evolve(kc.faq_policy(), clinic=clinic)

    assert load(tmp_path_factory.mktemp("policy"), kc.dump_policy(policy)) == policy


def test_a_path_may_be_text(tmp_path: Path) -> None:
    path = tmp_path / "clinic.toml"
    path.write_text(FAQ, encoding="utf-8")

    assert kc.load_policy(str(path)) == kc.faq_policy()


@pytest.mark.parametrize("policy", [None, "faq", {}])
def test_only_a_policy_is_dumped(policy: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^policy: expected a value of type Policy"):
        kc.dump_policy(policy)


# ---- Another clinic


def test_another_clinic_has_its_own_prices_schedule_and_notice() -> None:
    policy = kc.load_policy(EXAMPLE)

    assert policy.cancellation.notice.hours == 24
    assert kc.quote(6, policy=policy).total != kc.quote(6).total
    assert kc.quote(3, treating=[kc.Indication.CHRONIC_PAIN], policy=policy).total.amount > 0


# ---- One fault at a time, with its place


@pytest.mark.parametrize(
    ("pattern", "replacement", "expected"),
    [
        # unknown and missing keys
        (r"^\[visit\]$", "[visit]\nlength = 3", "visit.length: unknown; the keys here are first, infusion, "),
        (r"^\[visit\]$", '[visit]\n"a\\n<b>" = 3', "visit.a??b?: unknown; the keys here are first, "),
        (r"^\[visit\]$", "[visits]", "visits: unknown; the keys here are clinic, pricing, plan, visit, "),
        (r'^currency = "USD"$', "", "pricing.currency: missing"),
        (r"^doctor = .*$", "", "clinic.doctor: missing"),
        (r"^fasting = .*$", "", "preparation.fasting: missing"),
        (r"hours = 3, ", "", "preparation.fasting.hours: missing"),
        (r"hours = 3, ", "hours = 3, days = 0, ", "preparation.fasting.days: unknown; the keys here are hours, clause"),
        (r"hours = 3, ", "days = 3, ", "preparation.fasting.days: unknown; the keys here are hours, clause"),
        (r"^last = 5$", "last = 5\nend = 5", "pricing.infusions[0].end: unknown; the keys here are first, last, "),
        (r"^first = 1$", "", "pricing.infusions[0].first: missing"),
        (r'^clause = "price.initial"$', "", "pricing.infusions[0].clause: missing"),
        (r'^unit_price = "450.00"$', "", "pricing.infusions[1].unit_price: missing"),
        (r"^lithium = .*$", "", "screening.groups.lithium: missing"),
        (r"^lithium = ", "maoi = 1\nlithium = ", "screening.groups.maoi: unknown; the keys here are psychosis, "),
        (r'level = "caution", ', "", "screening.groups.tricyclic.level: missing"),
        (r'level = "caution", ', 'level = "caution", group = "ssri", ', "screening.groups.tricyclic.group: unknown; "),
        # wrong types
        (
            r"hours = 3,",
            "hours = 3.0,",
            "preparation.fasting.hours: expected a whole number (int) from 0 to 10,000, got",
        ),
        (
            r"hours = 3,",
            "hours = true,",
            "preparation.fasting.hours: expected a whole number (int) from 0 to 10,000, got",
        ),
        (
            r"hours = 3,",
            'hours = "3",',
            "preparation.fasting.hours: expected a whole number (int) from 0 to 10,000, got",
        ),
        (r"^notice = .*$", "notice = 48", "cancellation.notice: expected a table, got a value of type int"),
        (r"^name = .*$", "name = 5", "clinic.name: expected text, got a value of type int"),
        (r"^first = 1$", "first = true", "pricing.infusions[0].first: expected a whole number, got True"),
        (r"^last = 5$", 'last = "5"', "pricing.infusions[0].last: expected a whole number (int) from 1 to 1,000,000"),
        (r'"600.00"', "600", 'pricing.infusions[0].unit_price: expected an amount in quotes, such as "600.00", got'),
        (r'"600.00"', "600.00", 'pricing.infusions[0].unit_price: expected an amount in quotes, such as "600.00", got'),
        (r'"USD"', "840", "pricing.currency: expected a currency code of ISO 4217, such as 'USD', got a value of type"),
        (r'level = "caution"', "level = 3", "screening.groups.tricyclic.level: expected one of avoid, doctor_decides"),
        (r"^ssri = .*$", "ssri = 1", "screening.groups.ssri: expected a table, got a value of type int"),
        (r"^\[screening\.groups\]$", "[[screening.groups]]", "screening.groups: expected a table, got a value of type"),
        (r"^\[plan\]$", "[[plan]]", "plan: expected a table, got a value of type list"),
        # values out of range
        (
            r"^notice = { hours = 48",
            "notice = { hours = -1",
            "cancellation.notice.hours: expected a whole number from 0",
        ),
        (
            r"hours = 3,",
            "hours = 10001,",
            "preparation.fasting.hours: expected a whole number from 0 to 10,000, got 10001",
        ),
        (r'"600.00"', '"600.005"', "pricing.infusions[0].unit_price: expected a plain decimal number with at most"),
        (r'"600.00"', '"-600"', "pricing.infusions[0].unit_price: expected an amount of 0 or more, got '-600.00'"),
        (r'"200.00"', '"-200"', "pricing.consultations.information.unit_price: expected an amount of 0 or more, got"),
        (
            r'"USD"',
            '"USX"',
            "pricing.currency: expected a currency code of ISO 4217 in capitals, such as 'USD', got 'USX'",
        ),
        (r"least = 4", "least = 7", "plan.infusions.most: expected at least 7, which is `least`, got 6"),
        (
            r"minutes = 60",
            "minutes = 76",
            "visit.undisturbed.minutes: expected at least 76, which the infusion in it takes",
        ),
        (r'"America/Los_Angeles"', '"California"', "clinic.time_zone: expected a time zone of the IANA database, such"),
        (r'"caution"', '"carefree"', "screening.groups.tricyclic.level: expected one of avoid, doctor_decides, clear"),
        # tiers with gaps and overlaps
        (r"^first = 6$", "first = 7", "pricing.infusions[1].first: a gap: expected 6, got 7"),
        (r"^first = 6$", "first = 5", "pricing.infusions[1].first: an overlap: expected 6, got 5"),
        (r"^first = 1$", "first = 2", "pricing.infusions[0].first: a gap: expected 1, got 2"),
        (r"^first = 1$", "first = 0", "pricing.infusions[0].first: an overlap: expected 1, got 0"),
        (r"^last = 5$", "", "pricing.infusions[1]: expected no tier after one without `last`"),
        (
            r"^first = 6$",
            "first = 6\nlast = 3",
            "pricing.infusions[1].last: expected 6 or more, got 3",
        ),
        # clauses
        (
            r'^clause = "price.initial"',
            'clause = "price.first"',
            "pricing.infusions[0].clause: expected the id of a clause; ",
        ),
        (
            r'^clause = "price.initial"',
            'clause = "plan.dose"',
            "pricing.infusions[0].clause: expected price.initial or price.thereafter, got",
        ),
        (r'"cancel.notice"', '"visit.onset"', "cancellation.notice.clause: expected cancel.notice, got 'visit.onset'"),
        (
            r'"screen.tricyclics"',
            '"visit.onset"',
            "screening.groups.tricyclic.clause: expected screen.tricyclics, got 'visit.onset'",
        ),
        (
            r'^seizures = { level = "doctor_decides"',
            'seizures = { level = "compatible"',
            "screening.groups.seizures.level: ",
        ),
        (r"hours = 3,", "hours = 0,", "preparation.fasting.hours: expected 1 or more, got 0"),
        # not a policy at all
        (r"^\[visit\]$", "[visit", "file: not TOML: "),
        (r"^\[visit\]$", "[clinic]", "file: not TOML: "),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, pattern: str, replacement: str, expected: str) -> None:
    found = faults(tmp_path, changed(pattern, replacement))

    assert expected in "\n".join(line[: len(expected)] for line in found)


def test_only_the_fault_is_told(tmp_path: Path) -> None:
    assert faults(tmp_path, changed(r'"USD"', '"USX"')) == [
        "pricing.currency: expected a currency code of ISO 4217 in capitals, such as 'USD', got 'USX'"
    ]
    assert faults(tmp_path, changed(r"^first = 6$", "first = 7")) == [
        "pricing.infusions[1].first: a gap: expected 6, got 7"
    ]
    assert faults(tmp_path, changed(r"^doctor = .*$", "")) == ["clinic.doctor: missing"]


def test_tiers_that_are_no_tiers(tmp_path: Path) -> None:
    start, _, rest = FAQ.partition("[[pricing.infusions]]")
    end = rest[rest.index("[pricing.consultations]") :]

    assert faults(tmp_path, start + "infusions = 600\n" + end) == [
        "pricing.infusions: expected a list of tables, got a value of type int"
    ]
    assert faults(tmp_path, start + "infusions = []\n" + end) == ["pricing.infusions: expected 1 to 100 tiers, got 0"]
    assert faults(tmp_path, start + "infusions = [600, 450]\n" + end) == [
        "pricing.infusions[0]: expected a table, got a value of type int",
        "pricing.infusions[1]: expected a table, got a value of type int",
    ]


def test_all_faults_are_told_at_once_in_the_order_of_the_policy(tmp_path: Path) -> None:
    text = FAQ
    for old, new in [
        ('doctor = "Dr. Mahjoubi"', 'surgeon = "?"'),
        ("first = 6", "first = 8"),
        ('"450.00"', '"lots"'),
        ("least = 4", "least = -4"),
        ("most = 6", "most = true"),
        ("hours = 48", "hours = -48"),
        ('"visit.undisturbed"', '"visit.foo"'),
        ('"prepare.cannabis"', '"prepare.fasting"'),
        ("days = 3", "days = -3"),
        ('snri = { level = "compatible"', 'snri = { level = "fine"'),
    ]:
        assert old in text
        text = text.replace(old, new)

    assert [fault.partition(":")[0] for fault in faults(tmp_path, text)] == [
        "clinic.surgeon",
        "clinic.doctor",
        "pricing.infusions[1].unit_price",
        "pricing.infusions[1].first",
        "plan.infusions.least",
        "plan.infusions.most",
        "visit.undisturbed.clause",
        "visit.onset.hours",
        "cancellation.notice.hours",
        "preparation.cannabis.clause",
        "preparation.cannabis.days",
        "screening.groups.snri.level",
    ]


def test_several_faults_between_figures_are_all_told(tmp_path: Path) -> None:
    assert faults(tmp_path, changed(r"minutes = 60", "minutes = 600")) == [
        "visit.undisturbed.minutes: expected at least 600, which the infusion in it takes, got 75",
        "visit.first.least_minutes: expected at least 600, which the infusion in it takes, got 120",
    ]


PAIRS = [
    ("doctor = ", "doctors = ", "clinic.doctor"),
    ('number = "(866) 987-7874"', 'number = "none"', "clinic.telephone.number"),
    ('clause = "candidacy.doctor-decides"', 'clause = "plan.dose"', "clinic.telephone.clause"),
    ('currency = "USD"', 'currency = "USX"', "pricing.currency"),
    ('clause = "price.initial"\n', 'clause = "cancel.notice"\n', "pricing.infusions[0].clause"),
    ('"600.00"', '"6e2"', "pricing.infusions[0].unit_price"),
    ("last = 5", "last = 5\nx = 1", "pricing.infusions[0].x"),
    ("first = 6", "first = 8", "pricing.infusions[1].first"),
    ('"450.00"', '"-1"', "pricing.infusions[1].unit_price"),
    ('pre_infusion = { unit_price = "0.00", ', "pre_infusion = { ", "pricing.consultations.pre_infusion.unit_price"),
    ("least = 4", "least = 9", "plan.infusions.most"),
    ('"plan.series"', '"plan.span"', "plan.infusions.clause"),
    ("minutes = 75", "minutes = 5", "visit.undisturbed.minutes"),
    ("least_minutes = 120", "least_minutes = 50", "visit.first.least_minutes"),
    ("hours = 48", "hours = -1", "visit.onset.hours"),
    ("hours = 3", "hours = 0", "preparation.fasting.hours"),
    ("days = 3", "days = 0", "preparation.cannabis.days"),
    ('tricyclic = { level = "caution"', 'tricyclic = { level = "carefree"', "screening.groups.tricyclic.level"),
    ('"screen.tricyclics"', '"plan.dose"', "screening.groups.tricyclic.clause"),
    ('seizures = { level = "doctor_decides"', 'seizures = { level = "avoid"', "screening.groups.seizures.level"),
    ('"screen.seizures"', '"screen.psychosis"', "screening.groups.seizures.clause"),
    ("percent = 85", "percent = 101", "screening.success_rate.percent"),
]


@pytest.mark.parametrize(("one", "other"), [*itertools.combinations(range(len(PAIRS)), 2)])
def test_no_fault_hides_another(tmp_path: Path, one: int, other: int) -> None:
    text = FAQ
    for old, new, _ in (PAIRS[one], PAIRS[other]):
        assert old in text
        text = text.replace(old, new)

    places = [fault.partition(":")[0] for fault in faults(tmp_path, text)]
    assert {PAIRS[one][2], PAIRS[other][2]} <= set(places)
    assert len(places) == len(set(places))


def test_all_faults_at_once_are_all_told(tmp_path: Path) -> None:
    text = FAQ
    for old, new, _ in PAIRS:
        text = text.replace(old, new)

    assert {place for _, _, place in PAIRS} <= {fault.partition(":")[0] for fault in faults(tmp_path, text)}


@pytest.mark.parametrize("last", [0, -1, 1_000_001, 10**30])
def test_where_a_tier_ends_is_told_once(tmp_path: Path, last: int) -> None:
    (fault,) = faults(tmp_path, changed(r"^last = 5$", f"last = {last}"))

    assert fault.startswith("pricing.infusions[0].last: expected a whole number from 1 to 1,000,000, got ")


def test_a_number_of_thousands_of_digits_is_told_by_its_size(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, changed(r"^last = 5$", "last = 0x" + "F" * 5_000))

    assert fault.endswith("got a whole number of 20000 bits")


@pytest.mark.parametrize("key", ["tiers", "tiersfoo", ""])
def test_an_unknown_key_has_its_own_place(tmp_path: Path, key: str) -> None:
    assert faults(tmp_path, changed(r"^\[visit\]$", f'[visit]\n"{key}" = 1')) == [
        f"visit.{key or chr(34) * 2}: unknown; the keys here are first, infusion, undisturbed, recovery, onset"
    ]


def test_a_mark_before_the_text_is_passed_over(tmp_path: Path) -> None:
    assert load(tmp_path, "\ufeff" + FAQ) == kc.faq_policy()


def tiers(*rows: str) -> str:
    """The FAQ's file with other tiers."""
    start, _, rest = FAQ.partition("[[pricing.infusions]]")
    listed = "".join(f"[[pricing.infusions]]\n{row}\n" for row in rows)
    return start + listed + rest[rest.index("[pricing.consultations]") :]


PRICED = 'unit_price = "1"\nclause = "price.initial"'


def test_a_hundred_tiers_are_read(tmp_path: Path) -> None:
    rows = [f"first = {number}\nlast = {number}\n{PRICED}" for number in range(1, 102)]

    assert len(load(tmp_path, tiers(*rows[:100])).pricing.infusions.tiers) == 100
    assert faults(tmp_path, tiers(*rows)) == ["pricing.infusions: expected 1 to 100 tiers, got 101"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("first = 1\nlast = 1", "first = 3"), ["pricing.infusions[1].first: a gap: expected 2, got 3"]),
        (("first = 1\nlast = 1", "first = 1"), ["pricing.infusions[1].first: an overlap: expected 2, got 1"]),
        (("first = 1\nlast = 5", "first = 6\nlast = 1"), ["pricing.infusions[1].last: expected 6 or more, got 1"]),
        (
            ("first = 1\nlast = 1000000", "first = 5"),
            ["pricing.infusions[1].first: an overlap: expected 1000001, got 5"],
        ),
        (("first = 1", "first = 6", "first = 9"), ["pricing.infusions[1]: expected no tier after one without `last`"]),
    ],
)
def test_each_tier_begins_where_the_one_before_ends(tmp_path: Path, rows: tuple[str, ...], expected: list[str]) -> None:
    assert faults(tmp_path, tiers(*(f"{row}\n{PRICED}" for row in rows))) == expected


def test_what_follows_a_tier_that_is_none_is_not_judged_by_it(tmp_path: Path) -> None:
    start, _, rest = FAQ.partition("[[pricing.infusions]]")
    listed = 'infusions = [600, { first = 6, unit_price = "1", clause = "price.initial" }]\n'
    text = start + listed + rest[rest.index("[pricing.consultations]") :]

    assert faults(tmp_path, text) == ["pricing.infusions[0]: expected a table, got a value of type int"]


def test_a_fault_is_told_to_the_last_word(tmp_path: Path) -> None:
    assert faults(tmp_path, changed('"600.00"', "600")) == [
        'pricing.infusions[0].unit_price: expected an amount in quotes, such as "600.00", got a value of type int'
    ]
    levels = ", ".join(level.value for level in kc.Level)
    assert faults(tmp_path, changed('"caution"', '"carefree"')) == [
        f"screening.groups.tricyclic.level: expected one of {levels}, got 'carefree'"
    ]
    assert faults(tmp_path, "a = " + "[" * 100_000) == ["file: nested too deeply"]


# ---- Files that cannot be read


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path / "nothing.toml", tmp_path, tmp_path / "fifo", "", "a\0b"):
        with pytest.raises(kc.PolicyError) as refused:
            kc.load_policy(path)
        assert refused.value.faults == (kc.Fault("file", "not there, or not a regular file"),)


def test_a_file_that_may_not_be_read_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "clinic.toml").write_text(FAQ)
    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(kc.PolicyError, match="file: cannot be read$") as refused:
        kc.load_policy(tmp_path / "clinic.toml")
    assert isinstance(refused.value.__cause__, PermissionError)


class BytesPath:
    def __fspath__(self) -> bytes:
        return b"clinic.toml"


@pytest.mark.parametrize("path", [None, 0, 1.5, b"clinic.toml", ["clinic.toml"], BytesPath()])
def test_a_path_of_another_type_is_refused(path: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^path: expected a path of a file"):
        kc.load_policy(path)


def test_bytes_that_are_not_utf_8_are_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "clinic.toml"
    path.write_bytes(b"# caf\xe9\n" + FAQ.encode())

    with pytest.raises(kc.PolicyError, match="file: not UTF-8 text, at byte 5"):
        kc.load_policy(path)


def test_a_file_has_a_largest_size(tmp_path: Path) -> None:
    filler = "#" * (250_000 - len(FAQ.encode()))

    assert load(tmp_path, FAQ + filler) == kc.faq_policy()
    assert faults(tmp_path, FAQ + filler + "#") == ["file: larger than 250,000 bytes"]


def test_a_file_has_no_more_than_four_thousand_dots(tmp_path: Path) -> None:
    filler = "#" + "." * (4_000 - FAQ.count("."))

    assert load(tmp_path, FAQ + filler) == kc.faq_policy()
    assert faults(tmp_path, FAQ + filler + ".") == ["file: more than 4,000 dots"]


@pytest.mark.parametrize(("dots", "keys"), [(999, 1_001), (1_000, 1_000)])
def test_a_file_has_no_more_keys_than_go_with_the_dots_of_a_line(tmp_path: Path, dots: int, keys: int) -> None:
    filler = FAQ + "#" + "=" * (keys - FAQ.count("=")) + "\n#" + "." * dots

    assert load(tmp_path, filler) == kc.faq_policy()
    assert load(tmp_path, filler + "\n#" + "." * dots) == kc.faq_policy()  # it is not the dots of the whole file
    for more in ("=", "."):
        assert faults(tmp_path, filler + more) == ["file: too many keys for so many dots in one line"]


def test_a_million_and_one_steps_are_too_many(tmp_path: Path) -> None:
    text = FAQ + "#" + "=" * (9_901 - FAQ.count("=")) + "." * 101

    assert faults(tmp_path, text) == ["file: too many keys for so many dots in one line"]
    assert load(tmp_path, text[:-1]) == kc.faq_policy()


@pytest.mark.parametrize(("letters", "is_whole"), [(150, True), (151, False), (100_000, False)])
def test_what_is_no_toml_is_told_with_its_place_and_in_few_words(
    tmp_path: Path, letters: int, *, is_whole: bool
) -> None:
    told = faults(tmp_path, f"[{'a' * letters}]\n[{'a' * letters}]\n")[0]

    assert told.endswith(f"aaa',) twice (at line 2, column {letters + 2})")
    assert told.startswith("file: not TOML: Cannot declare ('aaa" if is_whole else "file: not TOML: ...")
    assert len(told) <= 220


@pytest.mark.parametrize("code", ["5", "[]", '"usd"'])
def test_where_the_currency_is_none_amounts_of_any_currency_are_read(tmp_path: Path, code: str) -> None:
    text = changed('^currency = "USD"$', f"currency = {code}").replace('"450.00"', '"450.1234"')

    assert [fault.partition(":")[0] for fault in faults(tmp_path, text)] == ["pricing.currency"]


@pytest.mark.parametrize("place", ["currency", "name", "percent", "minutes", "unit_price", "last", "level", "clause"])
@pytest.mark.parametrize("junk", [f"0x{'f' * 60_000}", f"-{'9' * 4_300}", f"[0x{'f' * 60_000}]", f"-{'9' * 4_301}"])
def test_a_number_of_any_size_in_any_place_is_a_fault_in_few_words(tmp_path: Path, place: str, junk: str) -> None:
    found = faults(tmp_path, changed(rf"(?<![a-z_]){place} = [^,\n}}]*", f"{place} = {junk}"))

    assert all(len(fault) < 300 for fault in found)


@pytest.mark.parametrize(
    "text",
    [
        "a." * 3_999 + "a = 1",
        "[" + "a." * 3_990 + "a]\n" + "\n".join(f"{number:x} = 1" for number in range(24_000)),
        "[" + "a." * 99 + "a]\n" + "\n".join(f"{number:x} = 1" for number in range(10_000)),
        "\n".join(f"a{number} = 1" for number in range(20_000)),
        "[pricing]\ninfusions = [" + "{}," * 80_000 + "]",
        "[screening.groups]\n" + "\n".join(f"a{number} = 1" for number in range(20_000)),
    ],
    ids=["dots", "dots and keys", "some dots and keys", "keys", "tiers", "groups"],
)
def test_a_file_made_to_be_slow_is_refused_soon_and_in_few_words(tmp_path: Path, text: str) -> None:
    began = time.process_time()
    found = faults(tmp_path, text)

    assert time.process_time() - began < 5
    assert len(found) <= 1_001
    assert len("".join(found)) < 500_000


def commented(dots: int, keys: int) -> str:
    """The FAQ's policy, whose comments have so many dots in each of two lines, and signs of as many keys."""
    return f"{FAQ}\n# {'.' * dots}\n# {'.' * dots}\n# {'=' * (keys - FAQ.count('='))}\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (commented(1_000, 1_000), []),
        (commented(1_000, 1_001), ["file: too many keys for so many dots in one line"]),
        (commented(1_001, 1_000), ["file: too many keys for so many dots in one line"]),
        (FAQ + f"# {'.' * (4_000 - FAQ.count('.'))}", []),
        (FAQ + f"# {'.' * (4_001 - FAQ.count('.'))}", ["file: more than 4,000 dots"]),
        ("a = " + "[" * 100_000, ["file: nested too deeply"]),
    ],
)
def test_dots_and_keys_are_counted_and_nesting_is_refused(tmp_path: Path, text: str, found: list[str]) -> None:
    if found:
        assert faults(tmp_path, text) == found
    else:
        assert load(tmp_path, text) == kc.faq_policy()


def test_a_thousand_faults_are_listed(tmp_path: Path) -> None:
    for keys in (1_000, 1_001, 2_000):
        found = faults(tmp_path, FAQ + "\n".join(f"[x{number}]" for number in range(keys)))

        assert len(found) == min(keys, 1_001)
        assert found[-1].startswith("x999: " if keys == 1_000 else "file: more than 1,000 faults; the others are not")


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a = " + "{b = " * 100_000, "", "\0", "[a]\n" * 2])
def test_what_is_no_policy_ends_in_one_error(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text)


def test_nothing_of_a_hostile_key_is_repeated_but_its_letters(tmp_path: Path) -> None:
    found = faults(tmp_path, FAQ + '\n["\\u001b[31m<script>' + "x" * 500 + '"]\n')

    assert found == [
        f"??31m?script?{'x' * 27}: unknown; the keys here are {', '.join(f.name for f in attrs.fields(kc.Policy))}"
    ]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["first", "last", "clause", "x"]), inner)
        ),
        max_leaves=5,
    ),
    st.data(),
)
def test_any_junk_in_any_place_ends_in_a_policy_error(junk: Any, data: st.DataObject) -> None:
    import tomllib

    from ketaclinic.policy_reader import policy_of

    tables = tomllib.loads(FAQ)
    place: Any = tables
    while True:
        key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[key], (dict, list)) or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = junk
    try:
        policy = policy_of(tables)
    except kc.PolicyError as error:
        assert error.faults
        assert all(fault.place and fault.problem for fault in error.faults)
    else:
        assert isinstance(policy, kc.Policy)
