"""Wordings that recur in Chinese and Japanese documents: dates, numbers, titles, notes."""

from __future__ import annotations

import re
from functools import lru_cache

from policy_align.parsing.lines.characters import CLOSERS

_TAIL = 240  # characters at the end of a line that are looked at, however long it is
_REMEMBERED = 1 << 16  # lines; each is asked about by several steps
_NUMBER = r"[0-9０-９〇零○一二三四五六七八九十]"
_DATE = re.compile(
    rf"(?:(?:(?:中[华華])?(?:民国|民國)|平成|令和|昭和|公元|西暦)\s*)?(?:(?:{_NUMBER}|百){{1,5}}|元)\s*年\s*{_NUMBER}{{1,3}}\s*月"
    rf"(?:\s*{_NUMBER}{{1,3}}\s*日)?|[0-9]{{4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}"
)
_FOOTNOTE_MARK = re.compile(r"(?:(?<=[日月])[0-9]{1,2}|[①-⑳¹²³]|\[[0-9]{1,2}\]|[※＊*])?")
_DOCUMENT_NUMBER = re.compile(
    r"[^\s。，、；：]{0,24}[〔［\[（(【]\s*[0-9０-９]{4}\s*[〕］\]）)】]\s*(?:第\s*)?[0-9０-９]+\s*[号號]"
    r"|[^\s。，、；：]{0,24}(?:第\s*[0-9０-９〇零一二三四五六七八九十百]+\s*[号號])(?:令|公告|公報)?"
    r"|(?:令|公告|告示|通知)\s*第\s*[0-9０-９〇一二三四五六七八九十百]+\s*[号號]"
)
_ENACTED = re.compile(
    rf"(?:{_DATE.pattern})[^。，；：、]{{0,40}}(?:[号號]|令|函|通过|通過|公布|发布|發布|颁布|頒布|印发|施行"
    r"|制定|订定|訂定|修正|修訂|修订|改正|批准|核定|決定|决定|策定)"
)
_TITLE_END = re.compile(
    r"(?:通知|意见|意見|方案|办法|辦法|弁法|规定|規定|条例|條例|决定|決定|规划|規劃|規画|綱要|纲要|要綱|要領"
    r"|计划|計劃|計画|公告|通告|通達|报告|報告|報告書|批复|细则|細則|规则|規則|准则|準則|指南|指针|指針|目录|目錄"
    r"|目録|法|令|法律|解释|解釈|要点|标准|標準|基準|制度|章程|定款|协定|協定|协议|協議|声明|说明|説明|白皮书|白書|公报"
    r"|公報|函|告示|省令|政令|について|件|ガイドライン|プラン|プログラム|宣言|条約|议定书|議定書|回答|答复|备忘录|備忘錄|覚書|纪要|紀要|文件|文書|(?:暂行|試行|试行|仮訳|案|草案|稿))"
    r"(?:（[^（）]*）|\([^()]*\)|〔[^〔〕]*〕)*$"
)
_PAGE_DIGITS = frozenset("0123456789０１２３４５６７８９ivxIVX")
_CONTENTS_ENTRY = re.compile(r"(?:[.．…‥・·。]{3,}|[\s\u3000]{2,}|\t)\s*[0-9０-９ivxIVX]{1,4}$")
CONTENTS_TITLE = re.compile(r"(?:目\s*[录錄録次]|contents)$", re.IGNORECASE)
NOTE = re.compile(
    r"[（(［\[【〔]?\s*(?:訳者?注|译者?注|譯者?註|編者?注|编者?按|訳註|仮訳|参考訳|注記|備考|备注|備註)"
    r"|[（(][^（）()]{2,60}[）)]$"
)
_BOX = "专栏|專欄|コラム|囲み"
_CAPTIONED = rf"(?:附?[表図图圖]|グラフ|資料|{_BOX})\s*[0-9０-９一二三四五六七八九十]"
CAPTION = re.compile(rf"{_CAPTIONED}|[（(]?(?:単位|单位|單位)[：:]")
CAPTION_LABEL = re.compile(rf"{_CAPTIONED}{{1,3}}(?:[-－.][0-9０-９]{{1,2}})?|{_BOX}")
"""What a caption begins with, alone."""

OFFICE = re.compile(
    r"(?:副|前|代理|常务)?(?:(?:[^\W\d_]{0,4}[局厅廳庁部院处處科课課所会會社州省市县県縣區区镇鎮町村校行团團団署司室组組]"
    r"|委員|委员|理事|秘书|秘書|董事|議|议)[长長]|主任|书记|書記|主席|总理|總理|総理|大臣|知事|总裁|総裁)"
)
"""The office of someone who signs, alone."""

SALUTATION = re.compile(r"[：:]$")
UNFINISHED = re.compile(
    r"(?:[のにをはがとでへやもし的和与與及及对對在为為以等并並将將于於从從向由或]|から|まで|より|および|並びに|かつ"
    r"|または|する|した|関する|关于|關於)$"
)


@lru_cache(maxsize=_REMEMBERED)
def is_date(text: str) -> bool:
    """Tell whether a line is a date and nothing else but the mark of a footnote.

    Example:
        >>> is_date("2021 年 10 月 24 日"), is_date("二〇二四年七月一日"), is_date("2025年までに")
        (True, True, False)
    """
    date = _DATE.match(text.strip())
    return date is not None and bool(_FOOTNOTE_MARK.fullmatch(text.strip(), date.end()))


@lru_cache(maxsize=_REMEMBERED)
def is_document_number(text: str) -> bool:
    """Tell whether a line is a document number and nothing else.

    Example:
        >>> is_document_number("国发〔2021〕23号"), is_document_number("第1条　目的")
        (True, False)
    """
    return ("号" in text or "號" in text) and bool(_DOCUMENT_NUMBER.fullmatch(text.strip()))


@lru_cache(maxsize=_REMEMBERED)
def is_enactment(text: str) -> bool:
    """Tell whether a line says when a document was enacted and nothing else.

    Example:
        >>> is_enactment("令和6年3月1日告示第12号により改正"), is_enactment("2031年施行")
        (True, False)
    """
    return bool(_ENACTED.fullmatch(text.strip()))


@lru_cache(maxsize=_REMEMBERED)
def is_complete_title(text: str) -> bool:
    """Tell whether a line ends in a word that titles of documents end in."""
    return bool(_TITLE_END.search(text.strip()[-_TAIL:]))


def last_mark(text: str) -> str:
    """Return the last character of a line that is no closing bracket or quote.

    Example:
        >>> last_mark("以上である。）"), last_mark("（")
        ('。', '（')
    """
    return text.rstrip(CLOSERS)[-1:]


@lru_cache(maxsize=_REMEMBERED)
def is_contents_entry(text: str) -> bool:
    """Tell whether a line ends in dots and a page number, as in a table of contents."""
    return text[-1:] in _PAGE_DIGITS and bool(_CONTENTS_ENTRY.search(text[-_TAIL:]))
