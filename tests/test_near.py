"""Near names: every one within the edits allowed is found, by an index and not by looking at each."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaclinic.near import NearNames, distance, edits_allowed, sound

WORD = st.text("abcd", min_size=1, max_size=10)


@cache
def plain_distance(one: str, other: str) -> int:
    """Optimal string alignment, by its definition and without any table."""
    if not one or not other:
        return len(one) + len(other)
    if one[-1] == other[-1]:
        return plain_distance(one[:-1], other[:-1])
    costs = [plain_distance(one[:-1], other), plain_distance(one, other[:-1]), plain_distance(one[:-1], other[:-1])]
    if one[-2:] == other[-2:][::-1] and len(one) > 1 < len(other):
        costs.append(plain_distance(one[:-2], other[:-2]))
    return 1 + min(costs)


@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.integers(0, 6))
def test_a_distance_is_that_of_its_definition_or_told_to_be_higher(one: str, other: str, most: int) -> None:
    assert distance(one, other, most) == min(plain_distance(one, other), most + 1) == distance(other, one, most)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("zoloft", "zoloft", 0),
        ("zoloff", "zoloft", 1),
        ("xnaax", "xanax", 1),
        ("buproprion", "bupropion", 1),
        ("ca", "abc", 3),
        ("lorazepam", "lorzaepma", 2),
        ("aaaa", "", 4),
    ],
)
def test_edits_are_counted(one: str, other: str, edits: int) -> None:
    assert distance(one, other, 4) == distance(one, other, edits) == edits
    assert [distance(one, other, most) for most in range(edits)] == list(range(1, edits + 1))


@pytest.mark.parametrize(("length", "edits"), [(4, 1), (5, 1), (7, 1), (8, 2), (20, 2)])
def test_longer_names_may_be_further_away(length: int, edits: int) -> None:
    assert edits_allowed(length) == edits


@pytest.mark.parametrize(("one", "other"), [("pristique", "pristiq"), ("techneque", "technek")])
def test_an_ending_that_is_not_said_sounds_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)
    assert sound(f"{one}\n{one}s") == f"{sound(one)}\n{sound(f'{one}s')}"
    assert NearNames([other]).near(one) == (other,)


@given(st.lists(WORD, max_size=8), WORD)
def test_every_name_within_the_edits_allowed_is_found_and_no_other_but_by_its_sound(
    names: list[str], typed: str
) -> None:
    found = NearNames(names).near(typed)
    allowed = edits_allowed(len(typed))
    within = {
        name: plain_distance(typed, name)
        for name in names
        if len(name) >= 5 <= len(typed)
        and plain_distance(typed, name) <= min(allowed, edits_allowed(len(name)))
        and (plain_distance(typed, name) < 2 or name[0] == typed[0])
    }
    alike = {name for name in names if len(name) >= 5 <= len(typed) and sound(name) == sound(typed)} - {*within}

    assert found == (*sorted(within, key=lambda name: (within[name], name)), *sorted(alike))


def test_every_way_of_misspelling_a_name_of_the_vocabulary_leads_to_it() -> None:
    names = NearNames(["alprazolam", "zoloft", "xanax"])
    for name in ("alprazolam", "zoloft", "xanax"):
        for at in range(len(name)):
            dropped, added = name[:at] + name[at + 1 :], f"{name[:at]}k{name[at:]}"
            changed, swapped = f"{name[:at]}k{name[at + 1 :]}", name[:at] + name[at : at + 2][::-1] + name[at + 2 :]
            for typed in (dropped, added, changed, swapped):
                assert names.near(typed) == ((name,) if len(typed) > 4 else ()), typed


def test_two_edits_away_a_name_begins_as_it_was_typed() -> None:
    names = NearNames(["lorazepam"])

    assert names.near("lorezepan") == names.near("porazepam") == ("lorazepam",)
    assert names.near("porazepan") == names.near("orazepan") == names.near("olrazepan") == ()


def test_the_nearest_comes_first_and_what_only_sounds_alike_last() -> None:
    names = NearNames(["zolofta", "zoloft", "paxil", "zolopht"])

    assert names.near("zoloft") == ("zoloft", "zolofta", "zolopht")
    assert names.near("paksil") == ("paxil",)


def test_one_edit_of_the_first_letter_comes_before_two_edits_of_others() -> None:
    assert NearNames(["abcdefxy", "zbcdefgh", "abcdefg"]).near("abcdefgh") == ("abcdefg", "zbcdefgh", "abcdefxy")


def test_the_shorter_of_two_names_says_how_many_edits_are_allowed() -> None:
    names = NearNames(["abcdefg", "abcdefghi"])

    assert names.near("abcdxyfg") == ()
    assert names.near("abcdxfgi") == ("abcdefghi",)
    assert names.near("abcdxfghi") == ("abcdefghi",)


def test_names_are_heard_one_by_one() -> None:
    assert sound("ck\nkc\nphhh\nxx") == "k\nk\nf\nksks"
    assert NearNames(["hhhhh", "peaks"]).near("peeks") == ("peaks",)


def test_letters_of_other_alphabets_are_letters() -> None:
    assert NearNames(["ативан"]).near("атива") == ("ативан",)


@pytest.mark.parametrize("typed", ["", "zolo", "z" * 25])
def test_what_is_too_short_or_too_long_is_near_to_nothing(typed: str) -> None:
    assert NearNames(["zolo", "z" * 24, "z" * 25]).near(typed) == ()
    assert NearNames(["z" * 24]).near("z" * 24) == ("z" * 24,)


def test_how_short_a_name_may_be_can_be_told() -> None:
    names = NearNames(["heart", "pain", "gas"], shortest=4)

    assert names.near("hart") == ("heart",)
    assert names.near("pian") == ("pain",)
    assert names.near("gas") == names.near("pai") == ()
    assert NearNames(["heart"]).near("hart") == ()


def test_no_name_is_near_without_names() -> None:
    assert NearNames([]).near("zoloft") == ()
