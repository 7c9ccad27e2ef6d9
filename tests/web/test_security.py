"""What other sites may not do to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policy_align.web.security import MOST_UPLOAD, Hosts

from .support import token_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient

EVERY_PAGE = (
    "/",
    "/?q=碳达峰",
    "/results?q=碳达峰",
    "/documents",
    "/documents/2030-carbon-peak",
    "/add",
    "/nothing-here",
    "/static/page.js",
    "/static/style.css",
    "/api/openapi.json",
    "/api/search?q=碳达峰",
    "/download/pairs.tsv?q=碳达峰",
)


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_every_answer_forbids_all_but_our_own_files(page: TestClient, address: str) -> None:
    answer = page.get(address)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("address", ["/", "/?q=碳达峰", "/documents/2030-carbon-peak", "/add"])
def test_pages_need_nothing_that_the_policy_forbids(page: TestClient, address: str) -> None:
    html = page.get(address).text
    assert "http://" not in html.replace("http://www.w3.org", "")
    assert "https://" not in html
    assert "//" not in [part[:2] for part in html.split('src="')[1:]]
    assert " style=" not in html
    assert " onclick=" not in html
    assert "<style" not in html


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8010", "localhost.evil.example", "192.168.0.9:8010", ""]
)
def test_a_foreign_host_name_gets_no_answer(page: TestClient, host: str) -> None:
    answer = page.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "policy_align" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8010", "[::1]:8010"])
def test_names_of_the_loopback_are_answered(page: TestClient, host: str) -> None:
    assert page.get("/", headers={"host": host}).status_code == 200


def test_an_open_server_knows_addresses_but_no_foreign_names() -> None:
    hosts = Hosts(frozenset({"localhost", "desk"}), any_address=True)
    assert all(hosts.know(host) for host in ("192.168.0.9:8010", "desk:8010", "[fe80::1]:8010"))
    assert not hosts.know("evil.example:8010")


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "http://evil.example"},
        {"origin": "http://localhost:1"},
    ],
)
def test_a_post_from_another_site_is_refused(page: TestClient, headers: dict[str, str]) -> None:
    token = token_of(page.get("/add").text)
    answer = page.post("/jobs/x/discard", data={"token": token}, headers=headers)
    assert answer.status_code == 403
    assert "did not come from" in answer.text


@pytest.mark.parametrize(("mode", "status"), [("navigate", 200), ("no-cors", 403), ("cors", 403)])
def test_other_sites_may_link_but_not_load(page: TestClient, mode: str, status: int) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": mode}
    assert page.get("/?q=能源", headers=headers).status_code == status


@pytest.mark.parametrize("token", ["", "wrong", "é"])
def test_a_post_without_the_token_is_refused(page: TestClient, token: str) -> None:
    for address in ("/jobs", "/jobs/x/keep", "/jobs/x/discard"):
        assert page.post(address, data={"token": token}).status_code == 403


def test_the_size_of_an_upload_is_bounded_before_it_is_read(page: TestClient) -> None:
    size = {"content-length": str(MOST_UPLOAD + 1)}
    assert page.post("/jobs", headers=size).status_code == 413
    chunked = page.post("/jobs", content=(part for part in [b"x"]))
    assert chunked.status_code == 411


@pytest.mark.parametrize("address", ["/jobs", "/jobs/x/keep", "/jobs/x/discard"])
def test_nothing_is_changed_by_get(page: TestClient, address: str) -> None:
    assert page.get(address).status_code == 405


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(page: TestClient, method: str) -> None:
    answer = page.request(method, "/", content=b"")
    assert answer.status_code in {405, 411}


@pytest.mark.parametrize("path", ["/static/../jobs.py", "/static/%2e%2e/jobs.py", "/static/"])
def test_only_static_files_are_served(page: TestClient, path: str) -> None:
    assert page.get(path).status_code in {404, 405}
