"""Bytes to text: the encoding is found by what the text then looks like, or refused.

Legacy encodings of Chinese and Japanese decode each other's bytes without complaint, so a
strict decoder proves little. Each candidate is scored by how much of the decoded text consists
of what Chinese and Japanese documents are made of; the best one must be good and clearly
better than the next, else the user is asked.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from policy_align.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("gb18030", "cp932", "euc_jp", "big5hkscs")
_WIDE = ("utf-16-le", "utf-16-be")
_SEVEN_BIT = ((b"\x1b$", "iso2022_jp_3"), (b"~{", "hz"))  # they pass for ASCII
_SAMPLE = 1 << 16
_GOOD = 0.55
_MARGIN = 0.08
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_BYTE = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.02
_NEVER = re.compile(r"[\ue000-\uf8ff\uff61-\uff9f\ufffd\x80-\x9f]")
_EVERYWHERE = re.compile(
    r"[ぁ-んァ-ヶー。、，；：「」（）《》〈〉“”・\u3000一二三四五六七八九十０-９％]"
)
# The characters that administrative prose of either language uses most.
_FREQUENT = frozenset(
    "的和发展在国业建设能推进为中化大实施要有加强工作管理行政人民部门地方应当规定条例第条章年月日"
    "会对以上下不与及或等其他各级者所将本同开重点保障完善制度机制体系技术服务社会经济资源环境信息"
    "发布通知意见关于组织单位负责监督检查办法企业项目生产安全质量标准市场投资金融支持鼓励提高促进"
    "国務院政令規定法律施行年度関係事業計画実施推進強化整備発展経済社会産業技術情報対象必要場合当該"
    "基準措置設置管理監督確保促進支援改善向上開発利用保護検討制度体制機関地域部門企業市場投資環境"
    "國務院發展經濟產業實施關於規定應當機關單位條例辦法組織監督管理資源環境資訊標準市場投資金融"
    "是了这个中来到时说们也就那得着自之后会可主成用生出分过面多定学法所十三部度家力水高二理起小物现"
)


def decode(data: bytes, source: str, encoding: str | None = None) -> tuple[str, str]:
    """Decode the bytes of a text file.

    Args:
        data: The whole file.
        source: Name of the file, for messages.
        encoding: The encoding where the user knows it; else it is found out.

    Returns:
        The text, without byte order mark, and the name of the encoding.

    Raises:
        InputError: If the bytes are no text, or no encoding fits beyond doubt.
    """
    if encoding is not None:
        return _decode_as(data, source, encoding), encoding
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _decode_as(data, source, codec), codec
    for sign, codec in _SEVEN_BIT:
        if sign in data and data.isascii() and (text := _try(data, codec)) is not None:
            return text, codec
    text = _try(data, "utf-8")
    if text is not None and not _is_binary(text):
        return text, "utf-8"
    return _guess(data, source)


def _decode_as(data: bytes, source: str, encoding: str) -> str:
    """Decode with an encoding that is known, and say where that fails."""
    try:
        text = data.decode(encoding)
    except LookupError as error:
        raise InputError(
            source,
            f"there is no encoding {encoding!r}",
            "use a name such as utf-8, gb18030 or cp932",
        ) from error
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        line = data.count(b"\n", 0, at) + 1
        raise InputError(
            source,
            f"line {line} holds bytes that are not {encoding}",
            "save it as UTF-8 or name its encoding (--encoding)",
        ) from error
    if _is_binary(text):
        raise InputError(source, "it is not a text file", "give a text, PDF, DOCX or HTML file")
    return text.removeprefix("\ufeff")


def _try(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeError:
        return None


def _is_binary(text: str) -> bool:
    """Whether a text holds more control characters than extraction debris explains."""
    sample = text[:_SAMPLE]
    return len(_CONTROL.findall(sample)) > max(8, _MOST_CONTROLS * len(sample))


def _guess(data: bytes, source: str) -> tuple[str, str]:
    """Decode with the candidate whose text looks most like Chinese and Japanese."""
    nul_rich = data[:_SAMPLE].count(0) > _MOST_CONTROLS * len(data[:_SAMPLE])
    candidates = _WIDE if nul_rich else _LEGACY + _WIDE
    scored = []
    for codec in candidates:
        text = _try(data, codec)
        if text is not None and not _is_binary(text):
            scored.append((_score(text), codec, text))
    scored.sort(key=lambda entry: -entry[0])
    if not scored or (scored[0][0] < _GOOD and _mostly_utf8(data)):
        raise _hopeless(data, source)
    best = scored[0]
    rival = next((entry for entry in scored[1:] if entry[2] != best[2]), None)
    if best[0] < _GOOD or (rival is not None and best[0] - rival[0] < _MARGIN):
        raise InputError(
            source, "its text encoding cannot be told", "name it (--encoding), such as gb18030"
        )
    return best[2], best[1]


def _hopeless(data: bytes, source: str) -> InputError:
    """Say why no encoding fits: the text is damaged or mixed, or it is none."""
    if _mostly_utf8(data):
        _decode_as(data, source, "utf-8")
    if len(_CONTROL_BYTE.findall(data[:_SAMPLE])) > _MOST_CONTROLS * len(data[:_SAMPLE]):
        return InputError(source, "it is not a text file", "give a text, PDF, DOCX or HTML file")
    reason = "no text encoding fits all of it; it is damaged or has several"
    return InputError(source, reason, "save it as UTF-8")


def _mostly_utf8(data: bytes) -> bool:
    """Whether all but a few bytes are UTF-8, so that the file is damaged or mixed."""
    sample = data[:_SAMPLE].decode("utf-8", errors="replace")
    wide = sum(1 for char in sample if char > "\u07ff" and char != "\ufffd")
    return wide > 4 * sample.count("\ufffd")


def _score(text: str) -> float:
    """Rate a text between 0 and 1 by the share of characters that such documents use."""
    sample = text[:_SAMPLE] + text[-_SAMPLE:]
    counts = Counter(char for char in sample if not char.isascii())
    total = sum(counts.values())
    if not total:
        return 0.0
    good = sum(n for char, n in counts.items() if char in _FREQUENT or _EVERYWHERE.match(char))
    bad = sum(n for char, n in counts.items() if _NEVER.match(char))
    return max(0.0, min(1.0, (good - 3 * bad) / total + 0.25))
