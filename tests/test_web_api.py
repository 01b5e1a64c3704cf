"""The JSON API of the web front end: what it takes, what it gives, and what it refuses."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import jsonschema
import msgspec
import pytest
from litestar.testing import TestClient
from openapi_spec_validator import validate

import ketaclinic as kc
from examples.web.app import create_app
from examples.web.limits import IN_WORDS, LARGEST, beyond
from examples.web.openapi import EXAMPLES, KINDS
from ketaclinic.interchange import json
from ketaclinic.interchange.kinds import is_sequence, is_shaped, is_union, members
from ketaclinic.interchange.shapes import SHAPES

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
        (
            "words/ko/text",
            '{"schema": "ketaclinic/clause@1", "id": "price.initial"}',
            ("schema", "expected ketaclinic"),
        ),
        ("words/ko/text", "{}", ("schema", "missing")),
        ("proposals", "{" + PROPOSAL + ', "per_week": 9}', ("per_week", "expected a whole number from 2 to 3")),
        ("proposals", "{" + PROPOSAL + ', "open_weekdays": [7]}', ("open_weekdays[0]", "expected a whole number")),
        ("proposals", "{" + PROPOSAL + ', "more": 1}', ("document", "expected an object as in the schema of Proposal")),
        (
            "proposals",
            '{"first": 1e999, "infusions": 6}',
            ("document", "expected an object as in the schema of Proposal"),
        ),
        ("proposals", "[" * 100_000, ("document", "expected an object as in the schema of Proposal")),
        ("proposals", '{"first": "2026-12-01T10:00:00", "infusions": 6}', ("first", "expected an aware datetime")),
        ("proposals", '{"first": "2026-12-01T10:00:00Z", "infusions": 99}', ("document", "no plan fits")),
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


def test_a_fault_is_what_the_library_tells_of_it(client: TestClient[Any]) -> None:
    asked = {"schema": "ketaclinic/quote@1", "infusions": 6, "treating": ["chronic_pain"]}
    told = client.post("/api/quote", json=asked).json()["faults"]

    assert told == [
        {
            "place": "treating",
            "problem": str(kc.PriceNotPublishedError("price.chronic-pain", "(866) 987-7874")),
            "clause": "price.chronic-pain",
            "telephone": "(866) 987-7874",
        }
    ]
    (other,) = client.post("/api/quote", json={"schema": "ketaclinic/quote@1"}).json()["faults"]
    assert other == {"place": "infusions", "problem": "missing", "clause": None, "telephone": None}


def test_a_plan_that_does_not_fit_is_told_with_its_clause(client: TestClient[Any]) -> None:
    asked = {"first": "2026-12-01T10:00:00Z", "infusions": 99}
    (told,) = client.post("/api/proposals", json=asked).json()["faults"]

    assert (told["place"], told["clause"], told["telephone"]) == ("document", "plan.span", None)


@pytest.mark.parametrize("name", [name for name, kind in json.FORMS.items() if kind not in KINDS.values()])
def test_no_other_form_than_those_of_the_description_is_put_in_words(name: str, client: TestClient[Any]) -> None:
    saved = msgspec.json.decode((ROOT / "tests/golden/version-1.json").read_bytes())
    (tree,) = (document for document in saved if document["schema"] == name)
    response = client.post("/api/words/en_US/text", json=tree)

    assert response.status_code == 422
    assert [(fault["place"], fault["problem"]) for fault in response.json()["faults"]] == [
        ("schema", f"expected {' or '.join(f'ketaclinic/{kind}@1' for kind in KINDS)}")
    ]


def test_a_form_that_is_not_put_in_words_is_not_read(client: TestClient[Any]) -> None:
    finding: dict[str, Any] = {
        "group": None,
        "recognized_as": None,
        "match": "none",
        "suggestions": [],
        "level": "not_addressed",
    }
    finding |= {"notes": [], "related": [], "clauses": ["screen.not-addressed"]}
    found = [{"entry": f"{number} " + "klonopim, welbutrin, " * 23, **finding} for number in range(360)]
    asked = {"schema": "ketaclinic/instruction@1", "kind": "avoid", "numbers": [1], "findings": found}
    begun = process_time()

    assert client.post("/api/words/ko/text", json=asked).status_code == 422
    assert process_time() - begun < 0.2


# ---- How much is asked for


SHEET = "ketaclinic/preparation_sheet@1"
PLAN = "ketaclinic/treatment_plan@1"
STARTS = [(datetime(2027, 2, 3, 18, tzinfo=UTC) + timedelta(days=5 * number)).isoformat() for number in range(101)]


def sheet(visits: int, entries: list[str], **more: Any) -> dict[str, Any]:
    subject = {"type": "treatment_plan", "starts": STARTS[:visits]}
    return {"schema": SHEET, "subject": subject, "screening": {"substances": entries}, **more}


TOO_MUCH: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    (sheet(5, ["x"] * 101), [("screening.substances", "expected at most 100 items")]),
    (
        sheet(101, []),
        [("subject.starts", "expected at most 100 items"), ("document", "expected at most 100 visits")],
    ),
    (sheet(100, ["x" * 157]), [("document", "expected at most 156 bytes of entries in all, beside so many visits")]),
    (sheet(6, ["\u06f1" * 500, '"' * 499, "xxx"]), [("document", "expected at most 2,000 bytes of entries in all")]),
    (sheet(1, [], nausea_after=[1] * 101), [("nausea_after", "expected at most 100 items")]),
    (sheet(1, [], headache_after=[1] * 101), [("headache_after", "expected at most 100 items")]),
    (sheet(1, [], treating=["ptsd"] * 101), [("treating", "expected at most 100 items")]),
    (
        {"schema": PLAN, "starts": STARTS[:50], "maintenance": STARTS[50:]},
        [("document", "expected at most 100 visits")],
    ),
    (
        {"schema": "ketaclinic/quote@1", "infusions": 101, "plan": {"starts": STARTS}},
        [("plan.starts", "expected at most 100 items"), ("document", "expected at most 100 visits")],
    ),
    (
        {**EXAMPLES["cancellation"], "reserved": [EXAMPLES["cancellation"]["visit"]] * 101},
        [("reserved", "expected at most 100 items")],
    ),
    (
        {"schema": "ketaclinic/screening@1", **dict.fromkeys(("medications", "conditions"), ["x" * 401] * 10)},
        [("document", "expected at most 8,000 bytes of entries in all")],
    ),
]


@pytest.mark.parametrize("address", ["{kind}", "words/fa/html"])
@pytest.mark.parametrize(("asked", "told"), TOO_MUCH)
def test_what_asks_too_much_is_refused_before_anything_is_made(
    asked: dict[str, Any],
    told: list[tuple[str, str]],
    address: str,
    client: TestClient[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[object] = []
    monkeypatch.setattr(json, "loads", lambda *given, **_: read.append(given))
    kind = asked["schema"].removeprefix("ketaclinic/").removesuffix("@1")
    response = client.post(f"/api/{address.format(kind=kind)}", json=asked)

    assert response.status_code == 422
    faults = response.json()["faults"]
    assert [
        (fault["place"], fault["problem"][: len(problem)]) for fault, (_, problem) in zip(faults, told, strict=True)
    ] == told
    assert {(fault["clause"], fault["telephone"]) for fault in faults} == {(None, None)}


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({"schema": PLAN, "starts": STARTS[:50], "maintenance": STARTS[50:100]}, "treatment_plan"),
        ({"schema": "ketaclinic/quote@1", "infusions": 1_000_000}, "quote"),
        ({"schema": "ketaclinic/screening@1", "medications": ["\u06f1" * 250] * 16}, "screening"),
        (sheet(1, [], nausea_after=[*range(1, 101)]), "preparation_sheet"),
    ],
)
def test_as_much_as_is_answered_is_answered(asked: dict[str, Any], kind: str, client: TestClient[Any]) -> None:
    assert client.post(f"/api/{kind}", json=asked).text == json.dumps(json.from_dict(asked))


COSTLY = {
    "a plan of a hundred visits, with the shortest name of marijuana at each": sheet(
        100, ["mj"] * 78, nausea_after=[*range(1, 101)], headache_after=[*range(1, 101)]
    ),
    "21 visits with many names": sheet(21, ["/".join(["mj", "pot", "thc", "kif", "bho", "hhc"] * 5)] * 5),
    "a visit with letters": sheet(1, ["/".join("abcdefghijklmnopqrstuvwxyz" * 4)] * 25),
    "letters": {"schema": "ketaclinic/screening@1", "conditions": ["/".join("qwrtypsdfghjklzxcvbnm" * 10)] * 19},
}


@pytest.mark.parametrize("asked", COSTLY.values(), ids=COSTLY)
def test_the_costliest_of_what_is_answered_costs_little_and_is_taken_back(
    asked: dict[str, Any], client: TestClient[Any]
) -> None:
    kind = asked["schema"].removeprefix("ketaclinic/").removesuffix("@1")
    begun = process_time()
    complete = client.post(f"/api/{kind}", json=asked)
    costs = [process_time() - begun]
    assert complete.status_code == 200
    assert len(complete.content) < LARGEST
    for address in (kind, "words/fa/html", "words/en_US/text"):
        begun = process_time()
        assert client.post(f"/api/{address}", content=complete.content, headers=JSON).status_code == 200
        costs.append(process_time() - begun)
    assert max(costs) < 10  # half a second where nothing else runs, and five times that where lines are counted


def test_every_list_that_a_document_is_made_from_is_counted() -> None:
    def stored(kind: Any, place: str) -> Iterator[str]:
        if is_union(kind):
            for member in members(kind):
                yield from stored(member, place)
        elif is_sequence(kind):
            yield place
        elif is_shaped(kind):
            for name, field in SHAPES[kind].stored.items():
                yield from stored(field.type, f"{place}.{name}" if place else name)

    found = {place for kind in KINDS.values() for place in stored(kind, "")}
    assert {*found} >= {"reserved", "subject.starts", "plan.maintenance", "screening.conditions", "services"}
    for place in found:
        part, _, name = place.rpartition(".")
        tree: dict[str, Any] = {name: [0] * 101}
        asked = {part: tree} if part else tree
        assert place in [fault.place for fault in beyond(msgspec.json.encode(asked))]


@pytest.mark.parametrize(
    "body",
    ['{"subject": {"starts": [], "starts": ["x"]}}', "[" * 100_000, '{"starts": [', '"\xff"', "[]", "0", '{"plan": 1}'],
)
def test_what_is_no_document_is_left_to_the_library_to_refuse(body: str, client: TestClient[Any]) -> None:
    assert beyond(body.encode("latin-1")) == ()
    assert client.post("/api/quote", content=body.encode("latin-1"), headers=JSON).status_code == 422


def test_nothing_in_a_document_keeps_it_from_being_counted() -> None:
    asked = {"schema": SHEET, "subject": {"starts": STARTS}}
    for odd in ('"\\ud800"', '"\\u0000"', "NaN", "1e999", "9" * 400, "[" * 200 + "]" * 200, '{"a": 1, "a": 2}'):
        body = msgspec.json.encode(asked)[:-1].decode() + f', "x": {odd}, "medications": ["\\ud800"]}}'
        assert [fault.place for fault in beyond(body.encode())] == ["subject.starts", "document"]


def test_the_limits_stand_in_the_description_and_on_its_page(client: TestClient[Any]) -> None:
    described = client.get("/api/openapi.json").json()

    assert IN_WORDS in described["info"]["description"]
    assert IN_WORDS in client.get("/api").text
    for told in ("at most 100 items", "at most 100 visits", "at most 16,000", "at most 2,097,152 bytes"):
        assert told in IN_WORDS


def test_a_form_of_another_site_is_not_taken(client: TestClient[Any]) -> None:
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        response = client.post("/api/quote", content="{}", headers={"content-type": media_type})
        assert (response.status_code, response.json()) == (415, {"faults": []})


def test_an_answer_lets_no_other_site_read_it(client: TestClient[Any]) -> None:
    response = client.post("/api/quote", json=EXAMPLES["quote"], headers={"origin": "https://other.example"})

    assert "access-control-allow-origin" not in response.headers


def test_a_document_that_is_too_large_is_refused(client: TestClient[Any]) -> None:
    assert client.post("/api/quote", content="x" * 2_097_153, headers=JSON).status_code == 413
    assert client.post("/api/quote", content="x" * 2_097_152, headers=JSON).status_code == 422


def refs_in(tree: Any) -> Iterator[str]:
    """Whatever a description refers to."""
    if isinstance(tree, dict):
        yield from ([tree["$ref"]] if "$ref" in tree else [])
        tree = [*tree.values()]
    for item in tree if isinstance(tree, list) else []:
        yield from refs_in(item)


@pytest.fixture(scope="module")
def described(client: TestClient[Any]) -> Any:
    return client.get("/api/openapi.json").json()


def test_the_description_is_valid_and_whatever_it_refers_to_is_in_it(described: dict[str, Any]) -> None:
    refs, schemas = {*refs_in(described)}, described["components"]["schemas"]

    validate(described)
    assert refs == {f"#/components/schemas/{name}" for name in schemas}
    assert "$id" not in str(described)


def test_the_description_names_every_address_and_its_examples_are_answered(
    described: dict[str, Any], client: TestClient[Any]
) -> None:
    assert described["openapi"] == "3.1.0"
    assert {*described["paths"]} == {
        *(f"/api/{kind}" for kind in KINDS),
        "/api/proposals",
        "/api/words/{locale}/{form}",
        "/api/schemas/{name}",
    }
    for path, operations in described["paths"].items():
        if "post" in operations:
            address = path.replace("{locale}", "fa").replace("{form}", "text")
            example = operations["post"]["requestBody"]["content"]["application/json"]["example"]
            assert client.post(address, json=example).status_code == 200


def of_description(described: dict[str, Any], schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({**schema, "components": described["components"]})


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_request_is_of_what_is_read_and_an_answer_of_what_is_written(
    name: str, described: dict[str, Any], client: TestClient[Any]
) -> None:
    operation = described["paths"][f"/api/{name}"]["post"]
    content = operation["requestBody"]["content"]["application/json"]
    answer = client.post(f"/api/{name}", json=content["example"]).json()
    kind = name if name in KINDS else "treatment_plan"

    assert content["schema"]["$ref"].endswith(f"/{name}_document" if name in KINDS else "/Proposal")
    of_description(described, content["schema"]).validate(content["example"])
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema["$ref"].endswith(f"/written_{kind}_document")
    of_description(described, schema).validate(answer)
    for missing in answer:
        without = {key: item for key, item in answer.items() if key != missing}
        assert not of_description(described, schema).is_valid(without)


def test_every_refusal_is_described_and_of_its_schema(described: dict[str, Any], client: TestClient[Any]) -> None:
    told = {
        ("/api/quote", 422): client.post("/api/quote", json={}),
        ("/api/quote", 415): client.post("/api/quote", content="{}"),
        ("/api/quote", 413): client.post("/api/quote", content="x" * 2_097_153, headers=JSON),
        ("/api/proposals", 422): client.post("/api/proposals", json={}),
        ("/api/words/{locale}/{form}", 404): client.post("/api/words/es-MX/text", json=EXAMPLES["quote"]),
        ("/api/words/{locale}/{form}", 422): client.post("/api/words/fa/text", json={}),
        ("/api/schemas/{name}", 404): client.get("/api/schemas/nothing"),
    }
    for (path, status), response in told.items():
        (operation,) = described["paths"][path].values()
        schema = operation["responses"][str(status)]["content"]["application/json"]["schema"]
        assert response.status_code == status
        of_description(described, schema).validate(response.json())
    for operations in described["paths"].values():
        for method, operation in operations.items():
            named = {"404"} if "parameters" in operation else set()
            assert {*operation["responses"]} == {"200"} | named | ({"413", "415", "422"} if method == "post" else set())


def test_whatever_has_a_choice_says_that_it_is_text(described: dict[str, Any]) -> None:
    def choices(tree: Any) -> Iterator[dict[str, Any]]:
        if isinstance(tree, dict):
            yield from ([tree] if isinstance(tree.get("enum"), list) or isinstance(tree.get("const"), str) else [])
            tree = [*tree.values()]
        for item in tree if isinstance(tree, list) else []:
            yield from choices(item)

    found = [*choices(described)]
    assert len(found) > 20
    assert {each["type"] for each in found} == {"string"}


def test_the_page_of_the_api_shows_every_example_without_script(client: TestClient[Any]) -> None:
    page = client.get("/api").text

    assert "<script" not in page
    for path, operations in client.get("/api/openapi.json").json()["paths"].items():
        assert (f"POST {path}" in page) is ("post" in operations)


@pytest.mark.parametrize("address", ["nothing", "schemas/nothing", "words/xx/html", "words/fa/pdf", "words/fa"])
def test_an_unknown_address_is_not_found(address: str, client: TestClient[Any]) -> None:
    assert client.get(f"/api/{address}").status_code in {404, 405}
    response = client.post(f"/api/{address}", json={})
    assert (response.status_code, response.json()) == (404 if address != "schemas/nothing" else 405, {"faults": []})
