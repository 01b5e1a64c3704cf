"""The JSON API of the web front end: what it takes, what it gives, and what it refuses."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import jsonschema
import pytest
from litestar.testing import TestClient

import ketaclinic as kc
from examples.web.app import create_app
from examples.web.openapi import EXAMPLES, KINDS
from ketaclinic.interchange import json

ROOT = Path(__file__).parents[1]
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient[Any]]:
    with TestClient(create_app(hosts=("testserver.local",))) as client:
        yield client


@pytest.mark.parametrize("kind", KINDS)
def test_a_short_document_comes_back_complete(kind: str, client: TestClient[Any]) -> None:
    response = client.post(f"/api/{kind}", json=EXAMPLES[kind])

    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.text == json.dumps(json.from_dict(EXAMPLES[kind]))
    assert client.post(f"/api/{kind}", content=response.content, headers=JSON).text == response.text


@pytest.mark.parametrize("kind", KINDS)
def test_requests_and_answers_are_of_the_published_schema(kind: str, client: TestClient[Any]) -> None:
    schema = client.get(f"/api/schemas/{kind}").json()

    assert schema == json.schema(KINDS[kind])
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(EXAMPLES[kind])
    validator.validate(client.post(f"/api/{kind}", json=EXAMPLES[kind]).json())


def test_a_plan_is_proposed_as_the_library_does(client: TestClient[Any]) -> None:
    asked = {"first": "2026-12-01T18:00:00Z", "infusions": 4, "per_week": 2, "completed": 1, "open_weekdays": [1, 3]}
    plan = kc.propose_plan(
        first=datetime(2026, 12, 1, 18, tzinfo=UTC),
        infusions=4,
        per_week=2,
        completed=1,
        calendar=kc.ClinicCalendar(open_weekdays=[1, 3]),
    )

    assert client.post("/api/proposals", json=asked).text == json.dumps(plan)


def test_another_clinics_policy_and_all_of_its_calendar_are_used() -> None:
    policy = kc.load_policy(ROOT / "examples/another_clinic.toml")
    calendar = kc.ClinicCalendar(
        open_weekdays=range(5), closed=[date(2026, 12, 11)], taken=[date(2026, 12, 14)], opens=time(9), closes=time(15)
    )
    client = TestClient(create_app(hosts=("testserver.local",), policy=policy, calendar=calendar))
    zone = ZoneInfo(policy.clinic.time_zone)
    first = datetime(2026, 12, 10, 10, tzinfo=zone)  # a Thursday, after which Sunday would be due
    infusions, per_week = policy.plan.infusions.least, policy.plan.per_week.least

    def proposed(**asked: Any) -> Any:
        return client.post("/api/proposals", json={"infusions": infusions, "per_week": per_week, **asked})

    quote = client.post("/api/quote", json={"schema": "ketaclinic/quote@1", "infusions": 7})
    assert quote.text == json.dumps(kc.quote(7, policy=policy))
    assert client.post("/api/words/en_US/text", content=quote.content, headers=JSON).status_code == 200
    for days in (range(7), range(1, 7)):
        plan = kc.propose_plan(
            first=first,
            infusions=infusions,
            per_week=per_week,
            calendar=attrs.evolve(calendar, open_weekdays=set(days) & calendar.open_weekdays),
            policy=policy,
        )
        assert proposed(first=first.isoformat(), open_weekdays=[*days]).text == json.dumps(plan)
    for hour in (8, 15):  # before it opens, and where a visit would end after it closes
        assert proposed(first=first.replace(hour=hour).isoformat()).status_code == 422


@pytest.mark.parametrize("locale", [status.name for status in kc.locales()])
@pytest.mark.parametrize("form", ["text", "html", "markdown"])
def test_a_document_is_put_in_words(locale: str, form: kc.Form, client: TestClient[Any]) -> None:
    response = client.post(f"/api/words/{locale}/{form}", json=EXAMPLES["quote"])
    media_type = {"text": "text/plain", "html": "text/html", "markdown": "text/markdown"}[form]

    assert response.text == kc.render(kc.quote(6), locale=locale, form=form)
    assert response.headers["content-type"] == f"{media_type}; charset=utf-8"


PROPOSAL = '"first": "2026-12-01T10:00:00-08:00", "infusions": 6'


@pytest.mark.parametrize(
    ("address", "body", "fault"),
    [
        ("quote", '{"schema": "ketaclinic/quote@1"}', ("infusions", "missing")),
        ("quote", '{"schema": "ketaclinic/money@1"}', ("schema", "expected ketaclinic/quote@1")),
        ("quote", '{"schema": "ketaclinic/quote@1", "infusions": -1}', ("infusions", "expected a whole number")),
        ("quote", "[" * 100_000, ("document", "")),
        ("quote", "NaN", ("document", "")),
        ("quote", "", ("document", "expected JSON")),
        ("words/ko/text", '{"schema": "ketaclinic/clause@1", "id": "price.initial"}', ("value", "expected an answer")),
        ("words/ko/text", "{}", ("schema", "missing")),
        ("proposals", "{" + PROPOSAL + ', "per_week": 9}', ("per_week", "expected a whole number from 2 to 3")),
        ("proposals", "{" + PROPOSAL + ', "open_weekdays": [7]}', ("open_weekdays[0]", "expected a whole number")),
        ("proposals", "{" + PROPOSAL + ', "more": 1}', ("", "expected an object as in the schema of Proposal")),
        ("proposals", '{"first": 1e999, "infusions": 6}', ("", "expected an object as in the schema of Proposal")),
        ("proposals", "[" * 100_000, ("", "expected an object as in the schema of Proposal")),
        ("proposals", '{"first": "2026-12-01T10:00:00", "infusions": 6}', ("first", "expected an aware datetime")),
        ("proposals", '{"first": "2026-12-01T10:00:00Z", "infusions": 99}', ("", "no plan fits")),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    address: str, body: str, fault: tuple[str, str], client: TestClient[Any]
) -> None:
    response = client.post(f"/api/{address}", content=body, headers=JSON)
    place, problem = fault

    assert response.status_code == 422
    told = [(each["place"], each["problem"]) for each in response.json()["faults"]]
    assert any(each[0] == place and problem in each[1] for each in told), told


def test_an_unpublished_price_names_the_clinics_telephone(client: TestClient[Any]) -> None:
    asked = {"schema": "ketaclinic/quote@1", "infusions": 6, "treating": ["chronic_pain"]}

    assert "(866) 987-7874" in client.post("/api/quote", json=asked).json()["faults"][0]["problem"]


def test_a_form_of_another_site_is_not_taken(client: TestClient[Any]) -> None:
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        response = client.post("/api/quote", content="{}", headers={"content-type": media_type})
        assert (response.status_code, response.json()) == (415, {"faults": []})


def test_an_answer_lets_no_other_site_read_it(client: TestClient[Any]) -> None:
    response = client.post("/api/quote", json=EXAMPLES["quote"], headers={"origin": "https://other.example"})

    assert "access-control-allow-origin" not in response.headers


def test_a_document_that_is_too_large_is_refused(client: TestClient[Any]) -> None:
    assert client.post("/api/quote", content="x" * 262_145, headers=JSON).status_code == 413
    assert client.post("/api/quote", content="x" * 262_144, headers=JSON).status_code == 422


def test_the_description_names_every_address_and_its_schemas_are_the_librarys(client: TestClient[Any]) -> None:
    described = client.get("/api/openapi.json").json()

    assert described["openapi"] == "3.1.0"
    assert {*described["paths"]} == {
        *(f"/api/{kind}" for kind in KINDS),
        "/api/proposals",
        "/api/words/{locale}/{form}",
    }
    for kind in KINDS:
        assert described["components"]["schemas"][kind] == json.schema(KINDS[kind])
    for path, operations in described["paths"].items():
        content = operations["post"]["requestBody"]["content"]["application/json"]
        for name in (content["schema"].get("$ref"), *(one["$ref"] for one in content["schema"].get("oneOf", ()))):
            assert name is None or name.removeprefix("#/components/schemas/") in described["components"]["schemas"]
        address = path.replace("{locale}", "fa").replace("{form}", "text")
        assert client.post(address, json=content["example"]).status_code == 200


def test_the_page_of_the_api_shows_every_example_without_script(client: TestClient[Any]) -> None:
    page = client.get("/api").text

    assert "<script" not in page
    for path in client.get("/api/openapi.json").json()["paths"]:
        assert f"POST {path}" in page


@pytest.mark.parametrize("address", ["nothing", "schemas/nothing", "words/xx/html", "words/fa/pdf", "words/fa"])
def test_an_unknown_address_is_not_found(address: str, client: TestClient[Any]) -> None:
    assert client.get(f"/api/{address}").status_code in {404, 405}
    response = client.post(f"/api/{address}", json={})
    assert (response.status_code, response.json()) == (404 if address != "schemas/nothing" else 405, {"faults": []})
