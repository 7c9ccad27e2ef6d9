"""The model card: what the model was trained on, under which terms, and how well it does."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embedder.data import Pair, Source
    from embedder.training import Settings

_NOTES = Path(__file__).with_name("notes.md")

_HEAD = """\
---
language: [zh, ja]
license: cc-by-sa-4.0
library_name: sentence-transformers
tags: [sentence-similarity, static-embeddings, model2vec]
---

# Static Chinese–Japanese sentence embeddings

A table of token vectors: a sentence is the mean of the vectors of its pieces. Simplified,
traditional and Japanese shapes of a character are one character to it. It needs no GPU, no
download and no torch.

```python
from sentence_transformers import SentenceTransformer  # or model2vec's StaticModel.from_pretrained

model = SentenceTransformer("path/to/this/folder")
```

## Training

```
pip install "policy-align[train]"
python scripts/pair_dictionaries.py DATA_DIR      # words and names from dictionaries
python scripts/train_embedder.py DATA_DIR OUT_DIR --also corpus/gold/*.sentences.jsonl
```

DATA_DIR holds files of `zh<TAB>ja` lines, so the same commands train a model for a field of your
own. Unigram pieces are learnt from the pairs and from the word frequencies of general text; each
vector is the sum of a vector of the piece and the mean of vectors of its characters, starts with a
length by the frequency of the piece in general text (smooth inverse frequency), and is trained with
in-batch negatives in both directions (MultipleNegativesRankingLoss) and token dropout, stopped
early on held-out pairs. In the end no vector is left longer than the median one, and every vector
is stored in 8 bits a value. The same data, seed and versions give the same bytes.
"""


_LICENCES = """\
The code is under Apache-2.0, the weights under CC BY-SA 4.0, as some of the sources ask. Sources
under copyleft licences for software or databases, such as those of many user interfaces, are left
out. The frequencies of general text are those of wordfreq (CC BY-SA 4.0; Robyn Speer, 2022).
"""


def write_card(
    folder: Path,
    sources: Sequence[Source],
    pairs: Sequence[Pair],
    settings: Settings,
    figures: Sequence[float],
) -> None:
    """Write ``README.md`` beside the model.

    Args:
        folder: The folder of the model.
        sources: The sources it was trained on.
        pairs: The pairs it was trained on.
        settings: The settings of the run.
        figures: Held-out retrieval P@1 after every pass.
    """
    counts = Counter((pair.source, pair.word) for pair in pairs)
    names = sorted({source.name: source.licence for source in sources}.items())
    rows = [
        f"| {name} | {counts[name, False]:,} | {counts[name, True]:,} | {licence} |"
        for name, licence in names
    ]
    parts = [
        _HEAD,
        f"Settings: `{json.dumps(asdict(settings))}`",
        "Held-out retrieval P@1 after each pass: "
        + ", ".join(f"{figure:.4f}" for figure in figures),
        *([_NOTES.read_text(encoding="utf-8").rstrip()] if _NOTES.exists() else []),
        "## Data and licences\n",
        _LICENCES,
        "| source | sentences | words | licence |\n| --- | ---: | ---: | --- |\n" + "\n".join(rows),
    ]
    (folder / "README.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
