"""Files are written whole or not at all."""

import errno
from pathlib import Path

import pytest

from policy_align.errors import InputError
from policy_align.formats.atomic import replacing, write_text


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    write_text(tmp_path / "new", "能源\n")
    assert (tmp_path / "new").read_text(encoding="utf-8") == "能源\n"
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "old"
    target.touch(mode=0o600)
    write_text(target, "new")
    assert target.stat().st_mode & 0o777 == 0o600


def fail_halfway(target: Path) -> None:
    with replacing(target) as file:
        file.write(b"half")
        raise RuntimeError


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "old"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError):
        fail_halfway(target)
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_places_where_no_file_can_be_are_refused(tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "no" / "file"):
        with pytest.raises(InputError):
            write_text(target, "")


def test_a_place_that_cannot_be_written_is_named_as_the_user_named_it(tmp_path: Path) -> None:
    target = tmp_path / ("x" * 255)  # a name of its own beside it would be too long
    with pytest.raises(InputError) as caught:
        write_text(target, "")
    assert caught.value.source == str(target)
    assert list(tmp_path.iterdir()) == []


def fill_the_disk(target: Path) -> None:
    with replacing(target):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_said_with_the_name_of_the_file(tmp_path: Path) -> None:
    target = tmp_path / "old"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(InputError, match="No space left on device") as caught:
        fill_the_disk(target)
    assert caught.value.source == str(target)
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]
