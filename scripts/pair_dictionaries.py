"""Write word pairs to train on: ``python scripts/pair_dictionaries.py DATA_DIR``.

Two files come into DATA_DIR: words from CC-CEDICT and JMdict that share English glosses, and
transliterated names from CC-CEDICT and JMnedict. The dictionaries come with packages of the
``train`` extra; the pairs are under CC BY-SA 4.0, as the dictionaries are.
"""

from __future__ import annotations

import argparse
from importlib.resources import files
from pathlib import Path

from embedder.dictionaries import pair_names, pair_words, read_cedict, read_jmdict, read_names
from embedder.general import frequencies


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DATA_DIR")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    database = Path(str(files("jamdict_data") / "jamdict.db"))
    chinese, japanese = read_cedict(), read_jmdict(database)
    common = frequencies("zh") | frequencies("ja")
    words = pair_words(chinese, japanese, common)
    names = pair_names(chinese, read_names(database), japanese)
    for name, pairs in (("dictionaries", words), ("names", names)):
        path = folder / f"term_{name}.tsv"
        path.write_text("".join(f"{zh}\t{ja}\n" for zh, ja in pairs), encoding="utf-8")
        print(f"{path}: {len(pairs)} pairs")


if __name__ == "__main__":
    main()
