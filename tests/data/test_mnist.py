"""Reading IDX files."""

from pathlib import Path

import numpy as np
import pytest
from tests.data.conftest import format_idx
from tests.data.serving import keep

from redes.data.mnist import FILES, parse_idx, read_mnist
from redes.errors import UserError

RAW = Path(__file__).parents[2] / "data" / "raw" / "mnist"


def test_worked_by_hand() -> None:
    content = bytes.fromhex("00000803 00000002 00000001 00000003 00 01 02 FD FE FF")
    assert parse_idx(content).tolist() == [[[0, 1, 2]], [[253, 254, 255]]]


def test_real_digits_survive_the_round_trip(digits, tmp_path: Path) -> None:
    for name, part in (("train", slice(0, 300)), ("t10k", slice(300, 400))):
        keep(tmp_path / f"{name}-images-idx3-ubyte", format_idx(digits.images[part]))
        keep(tmp_path / f"{name}-labels-idx1-ubyte", format_idx(digits.labels[part]))
    for split, part in (("train", slice(0, 300)), ("test", slice(300, 400))):
        images, labels = read_mnist(tmp_path, split)
        np.testing.assert_array_equal(images, digits.images[part])
        np.testing.assert_array_equal(labels, digits.labels[part])
        assert images.dtype == labels.dtype == np.uint8
        images[:] = 0  # an array of its own


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "begins with two zero bytes, this one with nothing"),
        (b"\x1f\x8b\x08\x00" + bytes(20), "1f 8b 08 00"),
        (bytes.fromhex("00000D01 00000001 00000000"), "type 13"),
        (bytes.fromhex("00000803 00000001"), "header of 16 bytes is cut off after 8"),
        (bytes.fromhex("00000801 00000003 0102"), "needs 3 values, found 2"),
        (bytes.fromhex("00000801 00000001 0102"), "needs 1 values, found 2"),
    ],
)
def test_refuses_what_is_not_idx(content: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_idx(content)


def test_says_which_file_to_fetch(idx_files: dict[str, bytes], tmp_path: Path) -> None:
    with pytest.raises(UserError, match="train-images-idx3-ubyte is missing; fetch it with: dvc repro fetch_mnist"):
        read_mnist(tmp_path, "train")
    for name, content in idx_files.items():
        keep(tmp_path / name, content)
    keep(tmp_path / FILES["train"][1], idx_files[FILES["test"][1]])
    with pytest.raises(UserError, match=r"images \(60, 28, 28\), labels \(20,\)"):
        read_mnist(tmp_path, "train")
    keep(tmp_path / FILES["test"][0], idx_files[FILES["test"][0]][:-1])
    with pytest.raises(UserError, match=r"t10k-images-idx3-ubyte: shape .* found 15679; fetch it anew"):
        read_mnist(tmp_path, "test")


def test_the_official_files(digits) -> None:
    if not RAW.is_dir():
        pytest.skip("data/raw/mnist was not fetched")
    images, labels = read_mnist(RAW, "train")
    assert np.bincount(labels).tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    known = {image.tobytes() for image in images}
    assert all(image.tobytes() in known for image in digits.images[::50])
    assert np.bincount(read_mnist(RAW, "test")[1]).tolist() == [
        980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009,
    ]  # fmt: skip
