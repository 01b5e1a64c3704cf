"""Indications that somebody's words name: only what is surely meant."""

from typing import Any

import pytest

import ketaclinic as kc
from ketaclinic import Indication


@pytest.mark.parametrize(
    ("text", "indications"),
    [
        ("PTSD", [Indication.PTSD]),
        ("F43.10", [Indication.PTSD]),
        ("f4310", [Indication.PTSD]),
        ("depression", [Indication.DEPRESSION]),
        ("F33.1", [Indication.DEPRESSION]),
        ("bipolar", [Indication.BIPOLAR_DISORDER]),
        ("OCD", [Indication.OCD]),
        ("CRPS", [Indication.CHRONIC_PAIN]),
        ("G90.50", [Indication.CHRONIC_PAIN]),
        ("TBI", [Indication.TRAUMATIC_BRAIN_INJURY]),
        ("alcoholism", [Indication.SUBSTANCE_ADDICTION]),
        ("CRPS and depression", [Indication.DEPRESSION, Indication.CHRONIC_PAIN]),
        ("", []),
        ("asthma", []),
        ("metformin", []),
        ("depresion mayr", []),
        ("no history of depression", []),
        ("my brother has PTSD", []),
        ("OCD lesion of the knee", []),
    ],
)
def test_what_is_surely_named_is_recognized(text: str, indications: list[Indication]) -> None:
    assert list(Indication.recognize(text)) == indications


def test_what_is_no_text_is_refused_by_its_type() -> None:
    with pytest.raises(kc.InvalidTypeError, match="^text: expected text, got a value of type int$"):
        Indication.recognize(5)  # type: ignore[arg-type]


@pytest.mark.parametrize("indication", Indication)
def test_every_indication_is_recognized_by_its_own_id(indication: Indication) -> None:
    assert indication in Indication.recognize(indication.value.replace("_", " "))


@pytest.mark.parametrize("text", [None, 5, b"PTSD", ["PTSD"], Indication.PTSD])
def test_text_is_text(text: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^text: expected text, got a value of type"):
        Indication.recognize(text)


def test_a_text_is_of_the_length_that_people_type() -> None:
    assert Indication.recognize("x" * 500) == ()
    with pytest.raises(kc.InvalidInputError, match="^text: expected at most 500 characters$"):
        Indication.recognize("x" * 501)
