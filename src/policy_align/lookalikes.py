"""Characters that look like ordinary Han characters but are others, as PDF readers produce them."""

from __future__ import annotations

import re
import unicodedata


def _pairs(text: str) -> dict[str, str]:
    return {pair[0]: pair[2] for pair in text.split()}


# Unicode's EquivalentUnifiedIdeograph property for the CJK Radicals Supplement, where NFKC
# knows but two of them.
RADICALS = _pairs("""
⺁>厂 ⺂>乛 ⺃>乚 ⺄>乙 ⺅>亻 ⺆>冂 ⺇>几 ⺈>刀 ⺉>刂 ⺊>卜 ⺋>㔾 ⺌>小 ⺍>小 ⺎>尢
⺏>尣 ⺐>尢 ⺑>尣 ⺒>巳 ⺓>幺 ⺔>彑 ⺕>彐 ⺖>忄 ⺗>心 ⺘>扌 ⺙>攵 ⺛>旡 ⺜>日 ⺝>月
⺞>歺 ⺟>母 ⺠>民 ⺡>氵 ⺢>水 ⺣>灬 ⺤>爫 ⺥>爫 ⺦>丬 ⺧>牛 ⺨>犭 ⺩>王 ⺪>疋 ⺫>目
⺬>示 ⺭>礻 ⺮>竹 ⺯>糹 ⺰>纟 ⺱>罓 ⺲>罒 ⺳>网 ⺴>网 ⺵>网 ⺶>羊 ⺷>羊 ⺸>羊 ⺹>耂
⺺>肀 ⺻>聿 ⺼>肉 ⺽>臼 ⺾>艹 ⺿>艹 ⻀>艹 ⻁>虎 ⻂>衤 ⻃>西 ⻄>西 ⻅>见 ⻆>角 ⻇>角
⻈>讠 ⻉>贝 ⻊>足 ⻋>车 ⻌>辶 ⻍>辶 ⻎>辶 ⻏>阝 ⻐>钅 ⻑>長 ⻒>镸 ⻓>长 ⻔>门 ⻕>阜
⻖>阝 ⻗>雨 ⻘>青 ⻙>韦 ⻚>页 ⻛>风 ⻜>飞 ⻝>食 ⻞>食 ⻟>飠 ⻠>饣 ⻡>首 ⻢>马 ⻣>骨
⻤>鬼 ⻥>鱼 ⻦>鸟 ⻧>卤 ⻨>麦 ⻩>黄 ⻪>黾 ⻫>斉 ⻬>齐 ⻭>歯 ⻮>齿 ⻯>竜 ⻰>龙 ⻱>龜
⻲>亀 ⻳>龟
""")

_SUSPECT = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")


def ordinary(text: str) -> str:
    """Replace radicals and compatibility ideographs by the characters that they look like.

    Args:
        text: Any text.

    Returns:
        A text of the same length.

    Example:
        >>> ordinary("⽣⻓"), ordinary("生长")
        ('生长', '生长')
    """
    return _SUSPECT.sub(lambda match: _ordinary(match[0]), text)


def lookalikes(text: str) -> list[str]:
    """Return the characters of a text that only look like ordinary ones, each once.

    Args:
        text: Any text.

    Returns:
        The characters in the order of the text.

    Example:
        >>> lookalikes("⽣长⽣")
        ['⽣']
    """
    found = dict.fromkeys(_SUSPECT.findall(text))
    return [char for char in found if _ordinary(char) != char]


def _ordinary(char: str) -> str:
    form = RADICALS.get(char) or unicodedata.normalize("NFKC", char)
    return form if len(form) == 1 else char
