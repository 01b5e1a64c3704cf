"""The smallest web app of the examples: whatever is typed is answered in words, beside the field that is meant."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from examples.one_page import app

TOO_LONG = "This is too long: enter at most {}, one medicine on each line."
NO_NUMBER = "Enter a whole number from 0 to 1,000,000."


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient[Any]]:
    with TestClient(app) as client:
        yield client


def problems(page: str) -> dict[str, str]:
    """What stands beside each field."""
    return dict(re.findall(r'<strong id="(.*)-problem">(.*)</strong>', page))


@pytest.mark.parametrize(
    ("medications", "limit"),
    [
        ("x" * 500, None),
        ("x" * 501, "500 characters"),
        ("Zoloft\r\n" + "x" * 501, "500 characters"),
        ("x\r\n" * 1_000, None),
        ("x\r\n" * 1_001, "1,000 entries"),
        ("x\r\n" * 3_000, "1,000 entries"),
        ("\r\n" * 3_000, None),
        ("\r\n".join(["x" * 500] * 40), None),
        ("\r\n".join(["x" * 500] * 40 + ["x"]), "20,000 characters in all"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_list_that_is_too_long_is_told_beside_its_field(
    medications: str, limit: str | None, client: TestClient[Any]
) -> None:
    page = client.post("/", data={"infusions": "6", "medications": medications})

    assert page.status_code == (200 if limit is None else 422)
    assert problems(page.text) == {"infusions": "", "medications": TOO_LONG.format(limit) if limit else ""}
    assert ("<h2>" in page.text) is (limit is None)
    assert medications.strip().replace("\r", "") in page.text.replace("\r", "")


@pytest.mark.parametrize("infusions", ["", "six", "-1", "1000001", "9" * 5_000, "6.0"])
def test_what_is_no_number_of_infusions_is_told_beside_its_field(infusions: str, client: TestClient[Any]) -> None:
    page = client.post("/", data={"infusions": infusions, "medications": "Zoloft"})

    assert page.status_code == 422
    assert problems(page.text) == {"infusions": NO_NUMBER, "medications": ""}


def test_each_problem_is_a_fields_own(client: TestClient[Any]) -> None:
    page = client.get("/").text

    assert problems(page) == {"infusions": "", "medications": ""}
    for name in problems(page):
        assert re.search(rf'<(input|textarea) id="{name}"[^>]* aria-describedby="{name}-problem"', page)


def test_a_price_that_is_not_published_names_whom_to_call(client: TestClient[Any]) -> None:
    page = client.post("/", data={"infusions": "6", "medications": "CRPS"})

    assert page.status_code == 422
    assert problems(page.text)["infusions"] == "There is no published price. Call (866) 987-7874."


@pytest.mark.parametrize("body", ["", "&" * 5_000, "a=b&" * 5_000, "infusions=%ff&medications=%ff", "\ud83d\ude00"])
def test_a_form_of_another_making_is_answered_in_words(body: str, client: TestClient[Any]) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    page = client.post("/", content=body.encode("utf-8", "surrogatepass"), headers=form)

    assert page.status_code == 422
    assert problems(page.text) == {"infusions": NO_NUMBER, "medications": ""}
