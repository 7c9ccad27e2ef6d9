"""The public names and what it costs to load them."""

import json
import subprocess
import sys

import pytest

import policy_align

HEAVY = ("torch", "transformers", "sentence_transformers", "jieba", "fugashi", "lxml", "numpy")


def loaded_after(code: str) -> set[str]:
    """Run code in a new interpreter and return the modules that it loaded."""
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    return set(json.loads(run.stdout.splitlines()[-1]))


def test_all_is_sorted_and_every_name_loads() -> None:
    assert policy_align.__all__ == sorted(policy_align.__all__)
    for name in policy_align.__all__:
        assert getattr(policy_align, name) is not None


def test_dir_lists_the_public_names() -> None:
    assert dir(policy_align) == policy_align.__all__


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = policy_align.no_such_name


@pytest.mark.parametrize(
    "code", ["import policy_align", "from policy_align.cli.main import _parser; _parser()"]
)
def test_import_and_help_are_light(code: str) -> None:
    assert loaded_after(code).isdisjoint(HEAVY)


def test_errors_share_one_root() -> None:
    for name in policy_align.__all__:
        value = getattr(policy_align, name)
        if isinstance(value, type) and issubclass(value, Exception):
            assert issubclass(value, policy_align.PolicyAlignError)
