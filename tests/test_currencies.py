"""The minor units are ISO 4217's, not CLDR's."""

from pathlib import Path
from xml.etree import ElementTree as ET

import iso4217
import pytest
from babel.numbers import get_currency_precision

from ketaclinic.currencies import minor_digits
from ketaclinic.data import read_table
from ketaclinic.errors import InvalidInputError


def test_every_code_has_the_minor_unit_of_the_agencys_list() -> None:
    table = ET.parse(Path(iso4217.__file__).with_name("table.xml")).getroot()  # noqa: S314  # a package's own file
    rows = {row.findtext("Ccy"): row.findtext("CcyMnrUnts") for row in table.iter("CcyNtry")}
    expected = {code: int(digits) for code, digits in rows.items() if code and digits and digits.isdigit()}
    codes = [code for codes in read_table("currencies")["minor_unit"].values() for code in codes.split()]

    assert len(codes) == len(set(codes))
    assert {code: minor_digits(code) for code in codes} == expected
    assert str(read_table("currencies")["published"]) == table.get("Pblshd")


@pytest.mark.parametrize(("code", "digits"), [("IQD", 3), ("IRR", 2), ("LBP", 2), ("MGA", 2)])
def test_a_code_whose_customary_digits_differ_keeps_those_of_the_standard(code: str, digits: int) -> None:
    assert minor_digits(code) == digits
    assert get_currency_precision(code) == 0


@pytest.mark.parametrize("code", ["XAU", "XTS", "XXX", "XDR"])
def test_a_code_without_a_minor_unit_is_refused(code: str) -> None:
    with pytest.raises(InvalidInputError):
        minor_digits(code)
