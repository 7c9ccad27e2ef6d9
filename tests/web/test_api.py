"""The JSON that translation tools ask for, against its own description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

_TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool}


@pytest.fixture(scope="module")
def description(page: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = page.get("/api/openapi.json").json()
    return found


def fits(value: Any, schema: dict[str, Any], whole: dict[str, Any]) -> bool:  # noqa: ANN401
    """Tell whether a value is what a schema of the description says."""
    if "$ref" in schema:
        return fits(value, whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]], whole)
    if schema["type"] == "array":
        return isinstance(value, list) and all(fits(each, schema["items"], whole) for each in value)
    if schema["type"] == "object":
        known = schema.get("properties")
        if known is None:
            return all(isinstance(each, str) for each in value.values())
        return set(value) == set(known) and all(fits(value[k], known[k], whole) for k in known)
    allowed = schema.get("enum")
    bounded = not isinstance(value, float) or 0 <= value <= 1
    return (
        isinstance(value, _TYPES[schema["type"]]) and bounded and (not allowed or value in allowed)
    )


@pytest.mark.parametrize(
    ("address", "parameters"),
    [
        ("/api/terms", {"q": "抽水蓄能"}),
        ("/api/terms", {"q": "揚水発電", "language": "ja", "limit": "1"}),
        ("/api/terms", {"q": "航空母舰"}),
        ("/api/search", {"q": "能源", "limit": "3", "offset": "2", "section": "三"}),
        ("/api/search", {"q": "script"}),
        ("/api/documents", {}),
    ],
)
def test_answers_are_as_described(
    page: TestClient, description: dict[str, Any], address: str, parameters: dict[str, str]
) -> None:
    answer = page.get(address, params=parameters)
    responses = description["paths"][address]["get"]["responses"]
    schema = responses["200"]["content"]["application/json"]["schema"]
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert fits(answer.json(), schema, description)


def test_every_parameter_that_is_described_is_taken(
    page: TestClient, description: dict[str, Any]
) -> None:
    values = {"q": "能源", "language": "zh", "limit": "2", "document": "2030-carbon-peak"}
    values |= {"section": "三", "issuer": "x", "since": "2020", "until": "2030"}
    values |= {"min_score": "0.1", "offset": "0"}
    for address in ("/api/terms", "/api/search"):
        names = [each["name"] for each in description["paths"][address]["get"]["parameters"]]
        assert page.get(address, params={name: values[name] for name in names}).status_code == 200


def test_spans_cut_what_was_asked_for(page: TestClient) -> None:
    found = page.get("/api/search", params={"q": "抽水蓄能"}).json()
    assert found["total"] >= 2
    for hit in found["hits"]:
        for start, end in hit["zh_spans"]:
            assert hit["pair"]["zh"][start:end] == "抽水蓄能"


@pytest.mark.parametrize(
    "parameters",
    [{}, {"q": ""}, {"q": "x" * 201}, {"q": "碳", "limit": "1000"}, {"q": "碳", "language": "fr"}],
)
@pytest.mark.parametrize("address", ["/api/terms", "/api/search"])
def test_bad_questions_are_refused_with_a_reason(
    page: TestClient, address: str, parameters: dict[str, str]
) -> None:
    answer = page.get(address, params=parameters)
    assert answer.status_code == 400
    assert list(answer.json()) == ["error"]
    assert answer.json()["error"]


def test_a_missing_address_is_json_too(page: TestClient) -> None:
    answer = page.get("/api/nothing")
    assert answer.status_code == 404
    assert "error" in answer.json()
