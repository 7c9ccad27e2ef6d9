"""The scorer: what counts as right, and what the figures mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_align.evaluation import calibration_error, errors_in_lowest_tenth, evaluate
from policy_align.model import Pair


def pair(zh: str, ja: str, score: float = 0.9, **more: object) -> Pair:
    return Pair("doc:1", "doc", "", "sentence", zh, ja, score, **more)  # type: ignore[arg-type]


GOLD = [pair("甲。", "あ。"), pair("乙。丙。", "い。"), pair("丁。", ""), pair("", "え。")]

texts = st.text(alphabet="甲乙丙あい。，、", max_size=6)
pairs = st.lists(st.builds(pair, texts, texts, st.floats(0, 1)), max_size=12)


def test_equal_alignments_are_perfect() -> None:
    result = evaluate(GOLD, GOLD)
    assert (result.strict.f1, result.lax.f1, result.nulls.f1) == (1.0, 1.0, 1.0)
    assert result.wrong == result.missed == ()


def test_white_space_does_not_count() -> None:
    spaced = [pair("2030 年。", "2030\u3000年。")]
    assert evaluate(spaced, [pair("2030年。", "2030 年。")]).strict.f1 == 1.0


def test_a_pair_is_used_once() -> None:
    result = evaluate([pair("甲。", "あ。")] * 3, [pair("甲。", "あ。")])
    assert (result.strict.right_predicted, result.strict.predicted) == (1, 3)
    assert result.strict.recall == 1.0


def test_a_wrong_split_is_laxly_right_only() -> None:
    predicted = [pair("乙。", "い。"), pair("丙。", "")]
    result = evaluate(predicted, [GOLD[1]])
    assert result.strict.f1 == 0.0
    assert result.lax.right_predicted == 1
    assert result.lax.recall == 1.0


def test_null_beads_are_reported_by_themselves() -> None:
    result = evaluate([*GOLD[:3], pair("", "お。")], GOLD)
    assert (result.nulls.precision, result.nulls.recall) == (0.5, 0.5)


def test_a_side_of_spaces_is_missing() -> None:
    result = evaluate([pair("丁。", " \u3000")], [pair("丁。", "")])
    assert (result.nulls.right_predicted, result.nulls.predicted, result.nulls.gold) == (1, 1, 1)


def test_bead_types_come_from_ids_or_from_sentence_ends() -> None:
    by_ids = pair("甲，乙，", "あ、", zh_ids=(1, 2), ja_ids=(1,))
    result = evaluate([by_ids, *GOLD], GOLD)
    assert set(result.by_type) == {"0-1", "1-0", "1-1", "2-1"}
    assert result.by_type["2-1"].predicted == 2


def test_nothing_against_nothing() -> None:
    result = evaluate([], [])
    assert (result.strict.precision, result.strict.recall) == (1.0, 1.0)


def test_signature_names_the_aligner_and_the_scorer() -> None:
    assert evaluate(GOLD, GOLD, signature="length-only").signature.startswith("length-only|scorer:")


@pytest.mark.parametrize(("score", "error"), [(1.0, 0.25), (0.75, 0.0), (0.5, 0.25)])
def test_calibration_error_is_the_distance_from_the_share_of_right_beads(
    score: float, error: float
) -> None:
    measured = calibration_error([score] * 4, [True, True, True, False])
    assert measured == pytest.approx(error)


def test_review_of_the_lowest_tenth() -> None:
    scores = [i / 20 for i in range(20)]
    assert errors_in_lowest_tenth(scores, [False] * 4 + [True] * 16) == 0.5
    assert errors_in_lowest_tenth(scores, [True] * 20) == 1.0


@given(pairs, pairs)
def test_figures_are_shares_and_strict_beads_are_lax_too(
    left: list[Pair], right: list[Pair]
) -> None:
    result = evaluate(left, right)
    for score in (result.strict, result.lax, result.nulls, *result.by_type.values()):
        assert 0 <= score.precision <= 1
        assert 0 <= score.recall <= 1
    assert result.strict.right_predicted == result.strict.found_gold
    assert result.strict.right_predicted <= result.lax.right_predicted
    assert 0 <= result.calibration_error <= 1


@given(pairs)
def test_order_does_not_matter(some: list[Pair]) -> None:
    assert evaluate(list(reversed(some)), some).strict.f1 == 1.0 or not some
