"""Atomic writing: a reader sees the whole or the old, never a part."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from redes.files import atomic_path, folder_as_whole, read_json, write_arrays, write_json


def test_a_failed_write_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "numbers.json"
    write_json(path, {"a": 1})
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json(path, {"a": float("nan")})
    with pytest.raises(OSError, match="full"), atomic_path(path) as partial:
        partial.write_text("half")
        raise OSError("disk full")
    assert read_json(path) == {"a": 1}
    assert [file.name for file in tmp_path.iterdir()] == ["numbers.json"]


def test_json_keeps_its_order_and_its_letters(tmp_path: Path) -> None:
    write_json(tmp_path / "deep" / "file.json", {"b": "ñ", "a": [1]})
    assert (tmp_path / "deep" / "file.json").read_text() == '{\n  "b": "ñ",\n  "a": [\n    1\n  ]\n}\n'


def test_arrays_come_back_and_their_bytes_are_the_same_everywhere(tmp_path: Path) -> None:
    arrays = {"numbers": np.arange(6, dtype=np.int32).reshape(2, 3), "none": np.empty(0, dtype=np.uint8)}
    write_arrays(tmp_path / "arrays.npz", arrays)
    with np.load(tmp_path / "arrays.npz") as read:
        assert read.files == list(arrays)
        for name, array in arrays.items():
            np.testing.assert_array_equal(read[name], array)
            assert read[name].dtype == array.dtype
    digest = hashlib.sha256((tmp_path / "arrays.npz").read_bytes()).hexdigest()
    assert digest == "e3b8b5738ba10421e2e838b7cbf612946c97d34d6809df9e34d00872259cc29a"


def test_python_objects_are_no_arrays(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="allow_pickle"):
        write_arrays(tmp_path / "objects.npz", {"words": np.array(["a", None], dtype=object)})
    assert not list(tmp_path.iterdir())


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    for name in ("old", "new"):
        with folder_as_whole(folder) as partial:
            (partial / name).touch()
    assert [file.name for file in folder.iterdir()] == ["new"]


def test_a_failed_folder_leaves_the_old_one_and_a_killed_one_is_cleaned_up(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    (tmp_path / ".partial-parts").mkdir()
    (tmp_path / ".partial-parts" / "left by a killed process").touch()
    with folder_as_whole(folder) as partial:
        (partial / "whole").touch()
    with pytest.raises(RuntimeError), folder_as_whole(folder):
        raise RuntimeError("stage failed")
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["parts", "whole"]
