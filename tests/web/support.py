"""A hostile document, and the page as a client sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from policy_align import Bitext, Pair
from policy_align.web.application import create_app

if TYPE_CHECKING:
    from policy_align.web.library import Library

HOSTILE = '<script>alert("碳达峰")</script><img src=x onerror=alert(1)>"\'&amp;{{7*7}}\u202e'


def hostile_document() -> Bitext:
    """Make a document whose every text tries to be markup; some of its pairs lack a side."""
    name = "hostile"
    texts = [
        (HOSTILE, f"カーボンピークアウト{HOSTILE}", 0.99),
        ("推动抽水蓄能电站建设。", "", 0.9),
        ("", "訳注：原文にない文。", 0.9),
        ("大力发展绿色金融。", "グリーン金融を大いに発展させる。", 0.4),
        (
            "產業發展應當綠色低碳，國務院負責實施。",
            "産業の発展はグリーン・低炭素であるべきだ。",
            0.99,
        ),
    ]
    pairs = [
        Pair(f"{name}:{n}", name, f"<i>{n}</i>", "sentence", zh, ja, score, (n,), (n,), 1, 1)
        for n, (zh, ja, score) in enumerate(texts, 1)
    ]
    return Bitext(name, tuple(pairs))


def client(library: Library) -> TestClient:
    """Make a client that speaks like the browser of an English reader."""
    headers = {"accept-language": "en"}
    return TestClient(create_app(library), "http://localhost:8010", headers=headers)


def token_of(html: str) -> str:
    """Find the token that a form must bring back."""
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found
    return found[1]
