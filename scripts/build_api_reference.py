"""Write ``docs/api.md`` from the docstrings of the public names.

``python scripts/build_api_reference.py`` writes it; with ``--check`` it only says, by its exit
code, whether the file is up to date.
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import policy_align
from policy_align import exporting, formats, validation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

TARGET = Path(__file__).parent.parent / "docs" / "api.md"
MODULES: tuple[tuple[ModuleType, str], ...] = (
    (policy_align, "The library"),
    (formats, "Formats"),
    (validation, "Translation memories of any origin"),
    (exporting, "Data sets"),
)
_SECTIONS = ("Args", "Attributes", "Returns", "Yields", "Raises", "Example", "Examples")
_HEAD = re.compile(rf"({'|'.join(_SECTIONS)}):$")
_ENTRY = re.compile(r"(\*{0,2}\w+): (.*)")
_WIDTH = 92


def reference() -> str:
    """Return the reference as Markdown."""
    lines = [
        "# API reference",
        "",
        "Written from the docstrings by `scripts/build_api_reference.py`.",
        "",
    ]
    documented: set[int] = set()
    for module, title in MODULES:
        lines += [f"## {title}: `{module.__name__}`", ""]
        for name in sorted(module.__all__, key=str.lower):
            value = getattr(module, name)
            if callable(value) and id(value) not in documented:
                documented.add(id(value))
                lines += _described(name, value)
    return "\n".join(lines).rstrip() + "\n"


def _described(name: str, value: Any) -> Iterator[str]:  # noqa: ANN401 - any public object
    yield f"### `{name}`"
    yield ""
    if inspect.isclass(value):
        if not getattr(value, "_is_protocol", False) and "__init__" in vars(value):
            yield from _signature(name, value)
        yield from _docstring(value)
        for member, item in sorted(vars(value).items()):
            if not member.startswith("_"):
                yield from _member(name, member, item)
        return
    yield from _signature(name, value)
    yield from _docstring(value)


def _member(owner: str, name: str, item: Any) -> Iterator[str]:  # noqa: ANN401
    function = getattr(item, "fget", None) or getattr(item, "func", None) or item
    if not inspect.isfunction(function):
        return
    yield f"#### `{owner}.{name}`"
    yield ""
    if function is item:
        yield from _signature(name, function)
    yield from _docstring(function)


def _signature(name: str, value: Any) -> Iterator[str]:  # noqa: ANN401
    signature = inspect.signature(value)
    kept = [each for each in signature.parameters.values() if each.name not in {"self", "cls"}]
    parts = [_parameter(each) for each in kept]
    returns = signature.return_annotation
    bound = {each.name for each in kept if each.kind is each.KEYWORD_ONLY}
    first = next((n for n, each in enumerate(kept) if each.name in bound), None)
    if first is not None:
        parts.insert(first, "*")
    result = ""
    if not inspect.isclass(value) and returns is not signature.empty:
        result = f" -> {returns if isinstance(returns, str) else returns.__name__}"
    line = f"{name}({', '.join(parts)}){result}"
    yield "```py"
    if len(line) <= _WIDTH:
        yield line
    else:
        yield f"{name}("
        yield from (f"    {part}," for part in parts)
        yield f"){result}"
    yield from ("```", "")


def _parameter(parameter: inspect.Parameter) -> str:
    star = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
    typed = "" if parameter.annotation is parameter.empty else f": {parameter.annotation}"
    default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
    return f"{star}{parameter.name}{typed}{default}"


def _docstring(value: Any) -> Iterator[str]:  # noqa: ANN401
    """Turn a docstring in Google style into Markdown."""
    section = ""
    body: list[str] = []
    for line in [*(inspect.cleandoc(value.__doc__ or "").split("\n")), "End:"]:
        head = _HEAD.match(line)
        if head or line == "End:":
            yield from _section(section, body)
            section, body = (head[1] if head else ""), []
        else:
            body.append(line)


def _section(name: str, body: list[str]) -> Iterator[str]:
    text = inspect.cleandoc("\n".join(body)).strip("\n")
    if not text:
        return
    if name in {"Example", "Examples"}:
        yield from ("```pycon", *text.split("\n"), "```", "")
    elif name in {"Args", "Attributes", "Raises"}:
        yield f"**{'Arguments' if name == 'Args' else name}**"
        yield ""
        yield from _entries(text)
        yield ""
    else:
        prefix = f"**{name}** " if name else ""
        yield from (*f"{prefix}{_code(text)}".split("\n"), "")


def _entries(text: str) -> Iterator[str]:
    """Yield ``name: meaning`` lines as a list."""
    for line in text.split("\n"):
        entry = _ENTRY.match(line)
        if entry:
            yield f"- `{entry[1]}`: {_code(entry[2])}"
        else:
            yield f"  {_code(line.strip())}"


def _code(text: str) -> str:
    return text.replace("``", "`")


def main() -> int:
    """Write the reference, or check that it is up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if outdated")
    args = parser.parse_args()
    text = reference()
    if args.check:
        return 0 if TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
