"""Write the table of Han shapes: ``python scripts/build_fold_table.py``.

Simplified, traditional and Japanese shapes of a character are brought together by OpenCC's
character dictionaries (Japanese to traditional, traditional to simplified), compatibility
ideographs by Unicode normalisation, radicals by the table of the library, and what OpenCC leaves
apart by the small table below. The result is one line per group: the shape that stands for the
group, a tab, and the other shapes.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import opencc

from policy_align.lookalikes import RADICALS

TABLE = Path(__file__).parent.parent / "src" / "policy_align" / "data" / "han_shapes.tsv"


def _pairs(text: str) -> dict[str, str]:
    """Read ``shape>representative`` pairs."""
    return dict(pair.split(">") for pair in text.split())


# Shapes that OpenCC keeps apart though they write the same word in texts of this kind: Japanese
# shapes that it does not know, and pairs such as 划/画 (计划/計画) and 碳/炭 (碳素/炭素).
OWN = _pairs("""
値>值 汚>污 衞>卫 概>概 槪>概 擧>举 挙>举 郷>乡 鄕>乡 硏>研 戸>户 呉>吴 娯>娱 鉱>矿
鑛>矿 渋>涩 澁>涩 緖>绪 緒>绪 敍>叙 愼>慎 聡>聪 窓>窗 鬭>斗 闘>斗 併>并 倂>并 並>并
竝>并 舗>铺 倣>仿 砲>炮 頬>颊 飜>翻 餠>饼 餅>饼 隣>邻 隷>隶 郞>郎 甁>瓶 襃>褒 菓>果
廻>回 諌>谏 竃>灶 雰>氛 疎>疏 賎>贱 兎>兔 氷>冰 姫>姬 舎>舍 撚>捻 粧>妆 搾>榨 焔>焰
呑>吞 脇>胁 椀>碗 瞭>了 碁>棋 壷>壶 涜>渎 溌>泼 蝿>蝇 嚢>囊 醗>发 醱>发 繋>系 篭>笼
萠>萌 燐>磷 皐>皋 鯵>鲹 鰯>鰯 予>预 豫>预 弁>办 划>画 碳>炭 祇>只 姉>姐 讃>赞 頚>颈
焼>烧 剰>剩 於>于 麺>面 煕>熙 廏>厩
""")

RANGES = (
    (0x2E80, 0x2FDF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


def shapes() -> dict[str, str]:
    """Map every character that is not its group's representative to it."""
    to_traditional, to_simplified = opencc.OpenCC("jp2t"), opencc.OpenCC("t2s")

    def step(char: str) -> str:
        char = RADICALS.get(char, char)
        char = unicodedata.normalize("NFKC", char)
        char = OWN.get(char, char)
        char = str(to_simplified.convert(to_traditional.convert(char)))
        return OWN.get(char, char)

    table: dict[str, str] = {}
    for first, last in RANGES:
        for code in range(first, last + 1):
            char = chr(code)
            folded = char
            # Until nothing changes, so that folding twice is folding once.
            while len(next_fold := step(folded)) == 1 and next_fold != folded:
                folded = next_fold
            if folded != char:
                table[char] = folded
    return table


def main() -> None:
    """Write the table, sorted."""
    groups: dict[str, list[str]] = {}
    for char, folded in shapes().items():
        groups.setdefault(folded, []).append(char)
    lines = [f"{folded}\t{''.join(sorted(group))}\n" for folded, group in sorted(groups.items())]
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text("".join(lines), encoding="utf-8")
    print(f"{TABLE.name}: {len(groups)} groups, {sum(map(len, groups.values()))} folded shapes")


if __name__ == "__main__":
    main()
