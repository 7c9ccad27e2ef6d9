"""Precision, recall and F1 of an alignment against a gold standard.

Beads are compared by their text with all white space removed, so that the two sides may come
from different tools and formats. A bead is *strictly* right when both of its sides equal those
of a gold bead; it is *laxly* right when it shares at least one clause with a gold bead on both
sides (strict and lax as in Sennrich and Volk, 2010, and the scorers that followed). Null beads
(omissions and additions) count like all others, in precision and in recall, and are reported
once more by themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policy_align.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeAlias

    from policy_align.model import Pair

    Key: TypeAlias = tuple[str, str]

_CLAUSE_END = re.compile(r"(?<=[。！？；，、：:;,])")
_SENTENCE_END = re.compile(r"[。！？!?]+[”’」』）》】\])]*")
_BINS = 10


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall with the counts behind them.

    Attributes:
        right_predicted: Predicted beads that are right.
        predicted: All predicted beads.
        found_gold: Gold beads that were found.
        gold: All gold beads.
    """

    right_predicted: int
    predicted: int
    found_gold: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the predicted beads that are right; 1.0 where nothing was predicted."""
        return self.right_predicted / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold beads that were found; 1.0 where there was nothing to find."""
        return self.found_gold / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How an alignment compares with a gold standard.

    Attributes:
        strict: Score of exact agreement on both sides, null beads included.
        lax: Score of agreement in at least one clause on both sides, null beads included.
        nulls: Strict score of the null beads alone.
        by_type: Strict score by bead type, such as ``1-2`` (Chinese–Japanese sentences).
        calibration_error: Expected calibration error of the scores over ten equally wide bins
            (Naeini, Cooper and Hauskrecht, 2015), between 0 and 1.
        errors_in_lowest_tenth: Share of the wrong beads that stand among the tenth of the beads
            with the lowest scores; 1.0 where nothing is wrong.
        wrong: Predicted beads that are not strictly right.
        missed: Gold beads that were not strictly found.
        signature: What was measured with what, to be reported with the figures.
    """

    strict: Score
    lax: Score
    nulls: Score
    by_type: dict[str, Score]
    calibration_error: float
    errors_in_lowest_tenth: float
    wrong: tuple[Pair, ...]
    missed: tuple[Pair, ...]
    signature: str

    def to_dict(self) -> dict[str, object]:
        """Return the figures as plain data, ready for JSON."""
        return {
            "strict": _figures(self.strict),
            "lax": _figures(self.lax),
            "nulls": _figures(self.nulls),
            "by_type": {name: _figures(score) for name, score in self.by_type.items()},
            "calibration_error": round(self.calibration_error, 4),
            "errors_in_lowest_tenth": round(self.errors_in_lowest_tenth, 4),
            "signature": self.signature,
        }


def evaluate(predicted: Iterable[Pair], gold: Iterable[Pair], *, signature: str = "") -> Evaluation:
    """Compare an alignment with a gold standard.

    Args:
        predicted: The pairs to judge: a ``Bitext`` or any pairs.
        gold: The right pairs.
        signature: What made the alignment; a ``Bitext`` brings its own.

    Returns:
        Strict and lax scores, null beads and bead types by themselves, calibration.

    Example:
        >>> from policy_align.model import Pair
        >>> def pair(n, zh, ja):
        ...     return Pair(f"plan:{n}", "plan", "", "sentence", zh, ja, 0.9)
        >>> gold = [pair(1, "甲。", "あ。"), pair(2, "乙。", "い。"), pair(3, "丙。", "")]
        >>> predicted = [pair(1, "甲。", "あ。"), pair(2, "乙。丙。", "い。")]
        >>> result = evaluate(predicted, gold)
        >>> print(f"{result.strict.f1:.2f} {result.lax.f1:.2f} {result.nulls.recall:.2f}")
        0.40 0.80 0.00
    """
    predictions, golds = list(predicted), list(gold)
    right = _matches(predictions, golds)
    found = _matches(golds, predictions)
    return Evaluation(
        strict=_score(right, found),
        lax=_score(_lax(predictions, golds), _lax(golds, predictions)),
        nulls=_score(
            [ok for ok, pair in zip(right, predictions, strict=True) if _is_null(pair)],
            [ok for ok, pair in zip(found, golds, strict=True) if _is_null(pair)],
        ),
        by_type=_by_type(predictions, right, golds, found),
        calibration_error=calibration_error([p.score for p in predictions], right),
        errors_in_lowest_tenth=errors_in_lowest_tenth([p.score for p in predictions], right),
        wrong=tuple(pair for ok, pair in zip(right, predictions, strict=True) if not ok),
        missed=tuple(pair for ok, pair in zip(found, golds, strict=True) if not ok),
        signature=_signature(signature or str(getattr(predicted, "signature", ""))),
    )


def calibration_error(scores: Sequence[float], right: Sequence[bool]) -> float:
    """Measure how far scores are from being probabilities.

    Args:
        scores: n scores between 0 and 1.
        right: n judgements.

    Returns:
        Mean distance between mean score and share of right beads over ten equally wide bins,
        weighted by the number of beads in them (Naeini, Cooper and Hauskrecht, 2015).

    Example:
        >>> round(calibration_error([0.9] * 10, [True] * 8 + [False] * 2), 2)
        0.1
    """
    bins: dict[int, list[tuple[float, bool]]] = {}
    for score, ok in zip(scores, right, strict=True):
        bins.setdefault(min(int(score * _BINS), _BINS - 1), []).append((score, ok))
    gaps = (abs(sum(score - ok for score, ok in part)) for part in bins.values())
    return sum(gaps) / len(scores) if scores else 0.0


def errors_in_lowest_tenth(scores: Sequence[float], right: Sequence[bool]) -> float:
    """Tell which share of the errors a reviewer finds in the lowest-scored tenth.

    Args:
        scores: n scores.
        right: n judgements.

    Returns:
        Share of the errors, 1.0 where there are none.

    Example:
        >>> errors_in_lowest_tenth([0.1] + [0.9] * 9, [False] + [True] * 8 + [False])
        0.5
    """
    ranked = sorted(range(len(scores)), key=scores.__getitem__)
    errors = sum(not ok for ok in right)
    review = ranked[: -(-len(ranked) // 10)]
    return sum(not right[i] for i in review) / errors if errors else 1.0


def _key(pair: Pair) -> Key:
    return "".join(pair.zh.split()), "".join(pair.ja.split())


def _is_null(pair: Pair) -> bool:
    return not all(_key(pair))


def _matches(pairs: Sequence[Pair], others: Sequence[Pair]) -> list[bool]:
    """Tell for each pair whether the others hold it, each of them used once."""
    left = Counter(_key(other) for other in others)
    result = []
    for pair in pairs:
        key = _key(pair)
        result.append(left[key] > 0)
        left[key] -= 1
    return result


def _lax(pairs: Sequence[Pair], others: Sequence[Pair]) -> list[bool]:
    """Tell for each pair whether one of the others shares a clause with it on both sides."""
    holders: dict[tuple[int, str], set[int]] = {}
    for number, other in enumerate(others):
        for unit in _units(other):
            holders.setdefault(unit, set()).add(number)
    return [_shares(_units(pair), holders) for pair in pairs]


def _units(pair: Pair) -> set[tuple[int, str]]:
    """Return the clauses of both sides; an empty side is a unit of its own."""
    return {
        (side, unit)
        for side, text in enumerate(_key(pair))
        for unit in (_CLAUSE_END.split(text) if text else [""])
        if unit or not text
    }


def _shares(units: set[tuple[int, str]], holders: dict[tuple[int, str], set[int]]) -> bool:
    sides: tuple[set[int], set[int]] = (set(), set())
    for side, unit in units:
        sides[side].update(holders.get((side, unit), ()))
    return not sides[0].isdisjoint(sides[1])


def _score(right: Sequence[bool], found: Sequence[bool]) -> Score:
    return Score(sum(right), len(right), sum(found), len(found))


def _by_type(
    predictions: Sequence[Pair], right: Sequence[bool], golds: Sequence[Pair], found: Sequence[bool]
) -> dict[str, Score]:
    predicted_types = [_bead_type(pair) for pair in predictions]
    gold_types = [_bead_type(pair) for pair in golds]
    return {
        name: _score(
            [ok for ok, kind in zip(right, predicted_types, strict=True) if kind == name],
            [ok for ok, kind in zip(found, gold_types, strict=True) if kind == name],
        )
        for name in sorted({*predicted_types, *gold_types})
    }


def _bead_type(pair: Pair) -> str:
    """Return the bead type, by sentence numbers where known, else by sentence ends."""
    zh = len(pair.zh_ids) or _sentences(pair.zh)
    ja = len(pair.ja_ids) or _sentences(pair.ja)
    return f"{zh}-{ja}"


def _sentences(text: str) -> int:
    return sum(bool(part.strip()) for part in _SENTENCE_END.split(text))


def _figures(score: Score) -> dict[str, float | int]:
    return {
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "right": score.right_predicted,
        "predicted": score.predicted,
        "found": score.found_gold,
        "gold": score.gold,
    }


def _signature(aligner: str) -> str:
    scorer = f"scorer:policy_align-{__version__}|text without spaces|nulls counted"
    return f"{aligner}|{scorer}" if aligner else scorer
