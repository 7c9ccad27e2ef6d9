"""What many tests need: the document of the corpus, and a short document of two languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from policy_align.bitext import Bitext

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
GOLD = CORPUS / "gold"

ZH = """\
关于推进城市绿地建设的通知
各区人民政府：
为改善城市环境，现就推进绿地建设通知如下。
一、总体要求
到2027年，全市新增绿地1.2万公顷。鼓励居民参与树木养护。
二、重点任务
（一）扩大公园面积。各区每年新建公园不少于三处。
（二）加强资金保障。市财政安排专项资金2亿元。
市人民政府
2024年3月1日
"""

JA = """\
都市緑地の整備推進に関する通知
各区人民政府：
都市環境を改善するため、緑地整備の推進について次のとおり通知する。
一、全体要求
2027年までに、全市の緑地を1万2,000ヘクタール増やす。住民が樹木の手入れに参加することを奨励する。
二、重点任務
（一）公園面積の拡大。各区は毎年三か所以上の公園を新設する。
（二）資金保障の強化。市の財政は2億元の特別資金を手配する。
市人民政府
2024年3月1日
"""


@pytest.fixture
def notice(tmp_path: Path) -> tuple[Path, Path]:
    """Write the short document as two files; return the Chinese and the Japanese one."""
    zh, ja = tmp_path / "notice.zh.txt", tmp_path / "notice.ja.txt"
    zh.write_text(ZH, encoding="utf-8")
    ja.write_text(JA, encoding="utf-8")
    return zh, ja


@pytest.fixture(scope="session")
def seed() -> Bitext:
    """Align the document of the corpus from its raw text."""
    import policy_align

    zh, ja = policy_align.parse(CORPUS / "raw" / "2030-carbon-peak.txt")
    return policy_align.align(zh, ja)
