"""The tokenizer: unigram pieces over folded text, self-contained in one ``tokenizer.json``.

The folding (width, case, Han shapes) is compiled into the normaliser that SentencePiece writes,
so whoever loads the file gets the same pieces without this library.
"""

from __future__ import annotations

import io
import re
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from policy_align.folding import fold_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST_PIECE = 6
# Numbers are words of their own: no piece holds a part of one and something else.
_NUMBER = r"[0-9]+"
# Planes 0 to 3; what lies beyond has no letters.
_CODES = (*range(0x20, 0xD800), *range(0xE000, 0x3FFFF))
_KANA = [chr(code) for code in range(0x3041, 0x30FF)]
_MARKS = ("\u3099", "\u309a")


def fold(text: str) -> str:
    """Fold one character or a short sequence as the normaliser does."""
    return fold_han(unicodedata.normalize("NFKC", text).casefold())


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Count what stands between white space and numbers, folded."""
    counts: Counter[str] = Counter()
    for text in texts:
        for run in fold(text).split():
            counts.update(word for word in re.split(f"({_NUMBER})", run) if word)
    return counts


def train_tokenizer(words: Mapping[str, int], vocabulary: int) -> Tokenizer:
    """Train the tokenizer.

    Args:
        words: Folded words, or longer runs of text, and how often each is seen.
        vocabulary: Number of pieces; fewer if the words have not so many.

    Returns:
        The tokenizer. Text is split at white space, which is dropped, and around numbers; every
        Han character of the national standards is a piece of its own at least, so that almost
        nothing is unknown.
    """
    model = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        rules, text = Path(folder) / "rules.tsv", Path(folder) / "text.tsv"
        rules.write_text("".join(_rules()), encoding="utf-8")
        lines = (f"{word}\t{count}\n" for word, count in sorted(words.items()) if word)
        text.write_text("".join(lines), encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(text),
            input_format="tsv",
            model_writer=model,
            model_type="unigram",
            vocab_size=vocabulary,
            hard_vocab_limit=False,
            normalization_rule_tsv=str(rules),
            character_coverage=0.9999,
            max_sentencepiece_length=LONGEST_PIECE,
            add_dummy_prefix=False,
            split_digits=False,
            bos_id=-1,
            eos_id=-1,
            num_threads=2,
            num_sub_iterations=1,
            minloglevel=2,
        )
    return _convert(model.getvalue())


def _convert(model: bytes) -> Tokenizer:
    proto = sentencepiece_model_pb2.ModelProto.FromString(model)
    pieces = [(piece.piece, piece.score) for piece in proto.pieces]
    # Characters that the text does not have: rarer than all that it has.
    known, rarest = {piece for piece, _ in pieces}, min(score for _, score in pieces)
    pieces += [(char, rarest - 1) for char in _characters() if char not in known]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=0, byte_fallback=False))
    charsmap = proto.normalizer_spec.precompiled_charsmap
    tokenizer.normalizer = normalizers.Precompiled(charsmap)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split(Regex(_NUMBER), "isolated")]
    )
    return tokenizer


def _rules() -> Iterable[str]:
    """Yield the folding as rules from code points to code points, in hexadecimal."""
    voiced = [kana + mark for kana in _KANA for mark in _MARKS]
    voiced += [chr(code) + mark for code in range(0xFF66, 0xFF9E) for mark in ("ﾞ", "ﾟ", *_MARKS)]
    for source in [*map(chr, _CODES), *voiced]:
        target = fold(source)
        if target != source and (len(source) == 1 or len(target) == 1):
            left, right = (" ".join(f"{ord(char):X}" for char in text) for text in (source, target))
            yield f"{left}\t{right}\n"


def _characters() -> list[str]:
    """Return the folded characters of GB 2312 and JIS X 0208, kana and Latin included."""
    cells = [bytes((row, cell)) for row in range(0xA1, 0xFF) for cell in range(0xA1, 0xFF)]
    known = (code.decode(codec, "ignore") for code in cells for codec in ("gb2312", "euc_jp"))
    return sorted({char for text in known for char in fold(text) if not char.isspace()})
