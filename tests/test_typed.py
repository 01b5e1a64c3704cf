"""What people type is brought to one form, whatever its width, case, accents, marks and spaces."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaclinic.typed import fold, in_latin_letters, length


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Xanax", "xanax"),
        ("  XANAX\t\n", "xanax"),
        ("Ｘａｎａｘ", "xanax"),
        ("Wellbutrin®", "wellbutrin"),
        ("Zoloft™ 50mg", "zoloft 50 mg"),
        ("alprazolán", "alprazolan"),
        ("alprazola\u0301n", "alprazolan"),
        ("Xa\u200bna\u00adx\u202e", "xanax"),
        ("ﬁts", "fits"),
        ("C.O.P.D.", "copd"),
        ("c.o.p.d", "copd"),
        ("St. John’s wort", "st johns wort"),
        ("St John's wort", "st johns wort"),
        ("Theo-24", "theo 24"),
        ("2C-B", "2 c b"),
        ("Effexor_XR", "effexor xr"),
        ("GROẞ", "gross"),
        ("", ""),
        ("?!—…", ""),
        ("한국어", "한국어"),
    ],
)
def test_the_same_name_is_the_same_however_it_is_typed(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text())
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(codec="ascii")), st.sampled_from("\u200b\u200d\u202e\u2066\ufeff\u00ad\u0301"))
def test_ignorable_characters_change_nothing(text: str, ignorable: str) -> None:
    assert fold(ignorable.join(["", *text.replace("'", "").replace(".", ""), ""])) == fold(
        text.replace("'", "").replace(".", "")
    )


@given(st.text(st.sampled_from("aàbcéñxyz0 9.-")))
def test_case_and_spacing_change_nothing(text: str) -> None:
    assert fold(text.upper()) == fold(text) == fold(f"  {text.replace(' ', '   ')} ")


@pytest.mark.parametrize(
    ("folded", "latin"), [("хanax", "xanax"), ("ативан", None), ("ѕоѕ", "sos"), ("xanax", None), ("한", None)]
)
def test_letters_of_another_alphabet_that_look_latin_are_told(folded: str, latin: str | None) -> None:
    assert in_latin_letters(folded) == latin


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("", 0),
        ("Xanax", 5),
        ("한국어", 3),
        ("ﬃ", 3),
        ("\ufdfa", 18),
        ("a\ufdfa", 19),
        ("½", 3),
        ("e\u0301", 2),
        ("é", 1),
    ],
)
def test_a_character_that_stands_for_several_counts_as_these(text: str, characters: int) -> None:
    assert length(text) == characters


def test_folding_makes_no_text_longer_than_twice_what_is_counted() -> None:
    for letter in map(chr, range(128, sys.maxunicode + 1)):
        if letter == unicodedata.normalize("NFKD", letter).casefold():
            continue
        assert len(fold(letter * 3)) <= 2 * length(letter * 3), hex(ord(letter))
