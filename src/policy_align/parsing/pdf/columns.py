"""Columns of a PDF: the gutters that text leaves free, page by page over the document."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median
from typing import TYPE_CHECKING

from policy_align.parsing.pdf.run_cuts import Gutter, Spans, ink_spans, runs_on, split_run
from policy_align.parsing.pdf.steps import are_cells, on_same_lines
from policy_align.parsing.tables.bilingual import kana_share

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from policy_align.parsing.pdf.geometry import Run
    from policy_align.parsing.pdf.glyphs import Rule

_BIN = 1.0  # points
_MAX_BINS = 4000
_MIN_GUTTER = 0.4  # em; columns stand at least so far apart
_CROSSING = 0.45  # crossing runs, as a part of the runs on the poorer side
_USUAL = 0.9  # part of the lines that keep out of the gutter as measured
_ALIKE = 1.0  # points between the ends of full lines
_PAGE_RUNS = 4  # runs on each side that show a gutter on one page
_CLEAR_RUNS = 12  # runs on each side of a gutter that nothing crosses
_SUPPORT = 0.3  # part of the pages on which a gutter stands otherwise
_POOLED_RUNS = 2  # the same over the whole document
_NEAR = 18.0  # points; gutters of different pages that are nearer than this are the same
_KANA_APART = 0.12  # difference in the share of kana that tells two languages
_PROSE_CHARS = 9  # letters a line of running text has at least
_PROSE_RUNS = 8  # such lines on each side of a gutter inside one language
_PROSE_UNFILLED = 3  # the same where the lines of the two sides do not stand beside each other
_PROSE_SHARE = 0.5  # of the text of each side they make up at least
_PROSE_LEAST = 0.35  # the same for a gutter between two languages
_ABREAST = 1.0  # em between the baselines of lines of two columns, which are set independently
_MOSTLY_ABREAST = 0.5  # part of the lines of the poorer side that have a line abreast
_JOINED_RULES = 3.0  # points; rules nearer than this are one
_FEWEST_RULES = 3  # level rules across a gutter that show a table


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A free strip with text on both sides."""

    gutter: Gutter
    crossing: int
    sides: int  # runs on the poorer side


def find_gutters(
    pages: Sequence[Sequence[Run]], em: float, rules: Sequence[Sequence[Rule]]
) -> list[Gutter | None]:
    """Find the gutter between two columns on every page of a document.

    Args:
        pages: The runs of each page, headers and footers removed.
        em: Size of the main font of the document.
        rules: The ruled lines of each page.

    Returns:
        For each page left and right end of its gutter, ``None`` for a page in one column.
    """
    spans = [[ink_spans(run) for run in runs] for runs in pages]
    own: list[list[_Candidate]] = []
    for runs, page_spans, page_rules in zip(pages, spans, rules, strict=True):
        found = _candidates(page_spans, em, _PAGE_RUNS)
        own.append([one for one in found if _parts_text(runs, one.gutter, page_rules)])
    every_own = [one for found in own for one in found]
    filled = sum(1 for runs in pages if runs)
    votes = [group for group in _cluster(every_own) if _is_supported(group, every_own, filled)]
    if not votes and every_own:
        return [None] * len(pages)
    if not votes:
        pooled = [one for page_spans in spans for one in page_spans]
        every = [run for runs in pages for run in runs]
        found = _candidates(pooled, em, _POOLED_RUNS)
        votes = _cluster([one for one in found if _parts_text(every, one.gutter, ())])
    if not votes:
        return [None] * len(pages)
    ranked = _rank(pages, votes)
    return [
        _page_gutter(page_spans, found, ranked, em)
        for page_spans, found in zip(spans, own, strict=True)
    ]


def _candidates(spans: Sequence[Spans], em: float, needed: int) -> list[_Candidate]:
    """Find the strips that few runs cross and that have runs on both sides."""
    if len(spans) < needed:
        return []
    bins = min(_MAX_BINS, int(max(s[-1][1] for s in spans) / _BIN) + 2)

    def cell(x: float) -> int:
        return min(max(int(x / _BIN), 0), bins - 1)

    cover, begins, ends = [0] * (bins + 1), [0] * (bins + 1), [0] * (bins + 1)
    for stretches in spans:
        for x0, x1 in stretches:
            cover[cell(x0)] += 1
            cover[cell(x1 - 0.01) + 1] -= 1
        begins[cell(stretches[0][0])] += 1
        ends[cell(stretches[-1][1] - 0.01)] += 1
    crossing = list(accumulate(cover))
    begun, ended = list(accumulate(begins)), list(accumulate(ends))
    total = len(spans)
    free: list[tuple[int, int]] = []  # bin, crossing
    for place in range(1, bins - 1):
        # Runs with ink on the left, and with ink on the right, among those that do not cross.
        left = begun[place] - crossing[place]
        right = total - ended[place - 1] - crossing[place]
        if min(left, right) >= needed and crossing[place] <= _CROSSING * min(left, right):
            free.append((place, crossing[place]))
    return list(_strips(free, spans, em, needed))


def _strips(
    free: Sequence[tuple[int, int]], spans: Sequence[Spans], em: float, needed: int
) -> Iterable[_Candidate]:
    """Join neighbouring free bins and measure the strip that the text really leaves."""
    groups: list[list[tuple[int, int]]] = []
    for one in free:
        if groups and one[0] == groups[-1][-1][0] + 1:
            groups[-1].append(one)
        else:
            groups.append([one])
    for group in groups:
        least = min(count for _, count in group)
        clear = [place for place, count in group if count == least]
        middle = (clear[len(clear) // 2] + 0.5) * _BIN
        candidate = _measure(spans, middle, em)
        wide = candidate.gutter[1] - candidate.gutter[0] >= _MIN_GUTTER * em
        if wide and candidate.sides >= needed:
            yield candidate


def _measure(spans: Sequence[Spans], middle: float, em: float) -> _Candidate:
    """Return the free strip around a place, with what crosses it and what does not."""
    lefts: list[float] = []
    rights: list[float] = []
    crossing = 0
    for stretches in spans:
        if any(x0 < middle < x1 for x0, x1 in stretches):
            crossing += 1
            continue
        lefts.extend([x1 for _, x1 in stretches if x1 <= middle][-1:])
        rights.extend([x0 for x0, _ in stretches if x0 >= middle][:1])
    if not lefts or not rights:
        return _Candidate((middle, middle), crossing, 0)
    # A line over the whole width that has a gap just here would make the strip too narrow.
    left, right = _usual(lefts), -_usual([-x0 for x0 in rights])
    # The longest lines of a page of short ones reach further.
    full, back = _aligned(lefts), -_aligned([-x0 for x0 in rights])
    if full < middle < back and back - full >= _MIN_GUTTER * em:
        left, right = max(left, full), min(right, back)
    return _Candidate((left, right), crossing, min(len(lefts), len(rights)))


def _usual(ends: Sequence[float]) -> float:
    """Return how far nearly all lines reach."""
    return sorted(ends)[int(_USUAL * (len(ends) - 1))]


def _aligned(ends: Sequence[float]) -> float:
    """Return how far lines reach that end alike."""
    ordered = sorted(ends)
    return max((far for near, far in pairwise(ordered) if far - near <= _ALIKE), default=ordered[0])


def _parts_text(runs: Sequence[Run], gutter: Gutter, rules: Sequence[Rule]) -> bool:
    """Tell whether a strip parts two columns of text and not two cells of a table."""
    if not _stand_abreast(runs, gutter):
        return False
    sides = _sides(runs, gutter)
    texts = [[run.letters for run in side] for side in sides]
    if not all(_prose_share(side) >= _PROSE_LEAST for side in texts):
        return False  # labels, figures or words stand at one side
    if abs(kana_share(texts[0]) - kana_share(texts[1])) >= _KANA_APART:
        return True
    left, right = ([run.y for run in side] for side in sides)
    em = median(run.size for run in sides[0])
    fewest = _PROSE_RUNS if on_same_lines(left, right, em) else _PROSE_UNFILLED
    return (
        _are_columns(texts, fewest)
        and _rules_across(gutter, rules) < _FEWEST_RULES
        and not are_cells(left, right, em)
    )


def _stand_abreast(runs: Sequence[Run], gutter: Gutter) -> bool:
    """Tell whether most lines of the poorer side of a strip have one of the other side abreast.

    Titles, short lines and signatures leave a strip free in one column of text, too, but they
    stand one below the other. Its full lines show where they part only by the blank half of a
    punctuation mark, which is no gap.
    """
    left, right = _sides([run for run in runs if not runs_on(run, gutter)], gutter)
    poorer, other = sorted((left, right), key=len)
    heights: dict[int, list[float]] = defaultdict(list)
    for run in other:
        heights[run.page].append(run.y)
    for ys in heights.values():
        ys.sort()
    abreast = sum(_is_near(heights[run.page], run.y, _ABREAST * run.size) for run in poorer)
    return abreast >= max(1, _MOSTLY_ABREAST * len(poorer))


def _is_near(ordered: Sequence[float], value: float, most: float) -> bool:
    """Tell whether one of some ordered numbers is nearly another."""
    place = bisect_left(ordered, value - most)
    return place < len(ordered) and ordered[place] <= value + most


def _are_columns(sides: Sequence[Sequence[str]], fewest: int) -> bool:
    """Tell whether lines are those of two columns of running text, one maybe not filled."""
    prose = [sum(map(_is_prose, side)) for side in sides]
    return (
        max(prose) >= _PROSE_RUNS
        and min(prose) >= fewest
        and all(_prose_share(side) >= _PROSE_SHARE for side in sides)
    )


def _rules_across(gutter: Gutter, rules: Sequence[Rule]) -> int:
    """Count the level rules across a strip; they may be drawn cell by cell."""
    left, right = gutter
    ends = sorted((-rule.y0, rule.x0, rule.x1) for rule in rules if rule.level)
    count, height, reach = 0, 0.0, left
    for y, x0, x1 in ends:
        if abs(y - height) > _JOINED_RULES:
            count += reach >= right
            height, reach = y, left
        if x0 <= reach + _JOINED_RULES:
            reach = max(reach, x1)
    return count + (reach >= right)


def _prose_share(texts: Sequence[str]) -> float:
    """Return the part of some text that stands in lines of running text."""
    prose = sum(len(text) for text in texts if _is_prose(text))
    return prose / max(1, sum(map(len, texts)))


def _is_prose(text: str) -> bool:
    """Tell whether a line is long enough for running text and no row of figures."""
    return sum(map(str.isalpha, text[: 4 * _PROSE_CHARS])) >= _PROSE_CHARS


def _sides(runs: Sequence[Run], gutter: Gutter) -> tuple[list[Run], list[Run]]:
    """Return what stands on the left and on the right of a strip."""
    left: list[Run] = []
    right: list[Run] = []
    for run in runs:
        for side, part in enumerate(split_run(run, gutter)):
            if part is not None and side < 2:  # noqa: PLR2004 - the third crosses
                (left, right)[side].append(part)
    return left, right


def _cluster(found: Iterable[_Candidate]) -> list[list[Gutter]]:
    """Group the strips of all pages that are the same gutter."""
    groups: list[list[Gutter]] = []
    for one in sorted(found, key=lambda one: sum(one.gutter)):
        middle = sum(one.gutter) / 2
        if groups and middle - sum(groups[-1][-1]) / 2 <= _NEAR:
            groups[-1].append(one.gutter)
        else:
            groups.append([one.gutter])
    return groups


def _is_supported(group: Sequence[Gutter], found: Sequence[_Candidate], pages: int) -> bool:
    """Tell whether a gutter stands on enough pages, or beyond doubt on one.

    On a single page lines that end early may leave a strip free.
    """
    own = [one for one in found if one.gutter in group]
    clear = any(not one.crossing and one.sides >= _CLEAR_RUNS for one in own)
    return clear or len(own) >= _SUPPORT * pages


def _rank(pages: Sequence[Sequence[Run]], votes: Sequence[list[Gutter]]) -> list[list[Gutter]]:
    """Put the gutter first that parts the two languages on most pages."""
    if len(votes) == 1:
        return list(votes)

    def weight(group: list[Gutter]) -> float:
        gutter = _common(group)
        apart = 0.0
        for runs in pages:
            left, right = ([run.letters for run in side] for side in _sides(runs, gutter))
            poorer = min(sum(map(len, left)), sum(map(len, right)))
            apart += poorer * (0.2 + abs(kana_share(left) - kana_share(right)))
        return apart

    return sorted(votes, key=weight, reverse=True)


def _common(group: Sequence[Gutter]) -> Gutter:
    """Return the strip that the gutters of a group share, or its middle."""
    left, right = max(gutter[0] for gutter in group), min(gutter[1] for gutter in group)
    if left < right:
        return left, right
    return median(gutter[0] for gutter in group), median(gutter[1] for gutter in group)


def _page_gutter(
    spans: Sequence[Spans], own: Sequence[_Candidate], ranked: Sequence[list[Gutter]], em: float
) -> Gutter | None:
    """Choose the gutter of one page: its own, or that of the other pages if it fits."""
    main = ranked[0]
    common = _common(main)
    middle = sum(common) / 2
    measured = _measure(spans, middle, em)
    for one in sorted(own, key=lambda one: (one.crossing, -one.sides)):
        if one.gutter in main:
            # The short lines of a page can leave a strip free that its few full ones enter.
            return measured.gutter if measured.crossing < one.crossing else one.gutter
    beside = len(spans) - measured.crossing
    if spans and beside > measured.crossing:
        # The lines of a page may reach further than those of others; few of them do not show
        # how far lines reach.
        left, right = max(common[0], measured.gutter[0]), min(common[1], measured.gutter[1])
        return (left, right) if left < middle < right else common
    return None


def place_run(run: Run, gutter: Gutter) -> tuple[Run | None, Run | None, Run | None]:
    """Split a run of a page that is known to have two columns; see ``split_run``.

    A line that ends before the right column stands on the left, however much longer it is than
    the other lines of its page. Where columns are looked for, it speaks against them.

    Args:
        run: A run of the page.
        gutter: Left and right end of the free strip.

    Returns:
        What stands on the left, on the right, and across.
    """
    if run.x0 < gutter[0] and run.x1 <= gutter[1]:
        return run, None, None
    return split_run(run, gutter)
