"""Run OmegaT without its window, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from lxml import etree

JAR = Path("/usr/share/omegat/OmegaT.jar")
_PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir>
<glossary_file>__DEFAULT__</glossary_file><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>{}</source_lang><target_lang>{}</target_lang>
<sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations>
</project></omegat>
"""
_OPTIONS = ("-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", "-Duser.language=en")

needs_jar = pytest.mark.skipif(not JAR.exists(), reason="OmegaT is not installed")
needs_omegat = pytest.mark.skipif(
    not (JAR.exists() and shutil.which("java")), reason="OmegaT or Java is not installed"
)


@cache
def dtd() -> etree.DTD:
    """Return the document type of TMX 1.4 that OmegaT carries."""
    from lxml import etree

    with zipfile.ZipFile(JAR) as jar, jar.open("schemas/tmx14.dtd") as file:
        return etree.DTD(file)


@cache
def schema() -> etree.XMLSchema:
    """Return the XML schema of TMX 1.4 that OmegaT carries."""
    from lxml import etree

    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(JAR) as jar:
        for name in ("schemas/tmx14.xsd", "schemas/xml.xsd"):
            jar.extract(name, folder)
        return etree.XMLSchema(etree.parse(Path(folder, "schemas", "tmx14.xsd")))


def pretranslate(
    memory: Path,
    lines: list[str],
    folder: Path,
    languages: tuple[str, str] = ("ZH-CN", "JA-JP"),
) -> list[str]:
    """Translate lines from a translation memory; a line without an exact match stays as it is.

    Args:
        memory: The translation memory.
        lines: Source segments without line breaks.
        folder: An empty folder to work in.
        languages: The source and the target language.

    Returns:
        One line of translation per source line.
    """
    for name in ("source", "target", "tm/auto", "omegat", "glossary", "dictionary"):
        (folder / name).mkdir(parents=True)
    (folder / "omegat.project").write_text(_PROJECT.format(*languages), encoding="utf-8")
    # Its text filter ends a segment at an empty line.
    (folder / "source" / "text.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    shutil.copy(memory, folder / "tm" / "auto" / "memory.tmx")
    command = [
        "java", *_OPTIONS, "-jar", str(JAR), str(folder), "--mode=console-translate",
        f"--config-dir={folder / 'config'}", "--no-team", "--disable-project-locking",
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = (folder / "target" / "text.txt").read_text(encoding="utf-8")
    return text.rstrip("\n").split("\n\n")
