"""Printing with LibreOffice, and the text that four extractors read from a print."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMANDS = {"soffice": "LibreOffice (soffice)", "pdftotext": "poppler-utils (pdftotext)"}


def missing_tools() -> list[str]:
    """Return what has to be installed before documents can be printed and read."""
    missing = [name for command, name in _COMMANDS.items() if not shutil.which(command)]
    if not importlib.util.find_spec("pdfminer"):
        missing.append("pdfminer.six")
    return missing


def print_pdfs(files: Sequence[Path], folder: Path) -> None:
    """Print flat OpenDocument files to PDFs of the same names.

    Args:
        files: The files.
        folder: Where the PDFs are written.

    Raises:
        RuntimeError: If LibreOffice leaves a PDF out.
    """
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
        subprocess.run(command, check=True, capture_output=True)
    left_out = [file.stem for file in files if not (folder / f"{file.stem}.pdf").exists()]
    if left_out:
        raise RuntimeError(f"LibreOffice did not print {', '.join(left_out)}")


def extract(pdf: Path, extractor: str) -> str:
    """Return the text that an extractor reads from a PDF.

    Args:
        pdf: The file.
        extractor: One of ``tests.parsing.printed.EXTRACTORS``.

    Returns:
        The text with its line ends and form feeds as they come.
    """
    if extractor == "pypdfium2":
        return _with_pypdfium2(pdf)
    if extractor == "pdfminer":
        from pdfminer.high_level import extract_text

        return str(extract_text(pdf))
    options = ["-layout"] if extractor == "pdftotext-layout" else []
    command = ["pdftotext", *options, "-enc", "UTF-8", "-eol", "unix", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")


def _with_pypdfium2(pdf: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
