"""Parse and align one document in a process of its own, so that look-ups stay fast.

``python -m policy_align.web.worker FOLDER`` reads ``FOLDER/job.json`` and the files that it
names, writes ``pairs.jsonl`` beside it and tells on standard output, one JSON object a line,
how far it is.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from policy_align.errors import PolicyAlignError

RESULT = "pairs.jsonl"
ORDER = "job.json"
SOURCES = "files"


def main(folder: Path) -> int:
    """Do the job of a folder; return 0 if it is done, 2 if the document cannot be used."""
    order = json.loads((folder / ORDER).read_text(encoding="utf-8"))
    files = [folder / SOURCES / name for name in order["files"]]
    try:
        _align(files, order["name"], folder / RESULT)
    except PolicyAlignError as error:
        _say("failed", message=_without_folder(str(error), folder / SOURCES))
        return 2
    return 0


def _align(files: list[Path], name: str, result: Path) -> None:
    import policy_align

    _say("parsing")
    zh, ja = policy_align.parse(*files, name=name)
    _say("aligning", zh=len(zh.sentences), ja=len(ja.sentences))
    bitext = policy_align.align(zh, ja)
    _say("writing", pairs=len(bitext))
    bitext.save(result)


def _say(stage: str, **values: object) -> None:
    print(json.dumps({"stage": stage, **values}), flush=True)  # noqa: T201 - the way to the page


def _without_folder(message: str, folder: Path) -> str:
    return message.replace(f"{folder}/", "").replace(str(folder), "")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
