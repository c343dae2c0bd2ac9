"""Kaggle's files: written in exactly its format, read whatever system saved them, refused line by line."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redes.data.digit_recognizer import (
    PIXELS,
    choose_folder,
    count_known,
    read_submission,
    read_test,
    read_train,
    write_digits,
    write_submission,
)
from redes.errors import UserError
from redes.features.digits import Split

MADE, RAW = Path("data/digit_recognizer"), Path("data/raw/mnist")
ANSWERS = Path("data/prepared/digit_recognizer_answers.csv")
HEADER = ",".join(["label", *(f"pixel{28 * line + column}" for line in range(28) for column in range(28))])


@pytest.fixture
def train(digits: Split, tmp_path: Path) -> Path:
    """Four real digits as ``train.csv``: the header in line 1, the digits in lines 2 to 5."""
    path = tmp_path / "train.csv"
    write_digits(path, digits.images[::1250], digits.labels[::1250])
    return path


def test_a_row_by_hand(tmp_path: Path) -> None:
    """The pixel in line i and column j is column 28 i + j."""
    image = np.zeros((28, 28), dtype=np.uint8)
    image[0, 1], image[2, 3], image[27, 27] = 7, 255, 10
    write_digits(tmp_path / "test.csv", image[np.newaxis], None)
    header, row = (tmp_path / "test.csv").read_text().splitlines()
    values = row.split(",")
    assert header == HEADER.removeprefix("label,")
    assert {n: value for n, value in enumerate(values) if value != "0"} == {1: "7", 59: "255", 783: "10"}
    write_digits(tmp_path / "train.csv", image[np.newaxis], np.array([4], dtype=np.uint8))
    assert (tmp_path / "train.csv").read_text() == f"{HEADER}\n4,{row}\n"


def test_pandas_would_write_the_same(digits: Split, train: Path) -> None:
    table = np.column_stack([digits.labels[::1250], digits.images[::1250].reshape(4, -1)])
    frame = pd.DataFrame(table, columns=["label", *PIXELS])
    frame.to_csv(train.with_name("pandas.csv"), index=False, lineterminator="\n")
    assert train.read_bytes() == train.with_name("pandas.csv").read_bytes()


def test_real_digits_survive_the_round_trip(digits: Split, tmp_path: Path) -> None:
    images, labels = digits.images[::25], digits.labels[::25]
    write_digits(tmp_path / "train.csv", images, labels)
    write_digits(tmp_path / "test.csv", images, None)
    read_images, read_labels = read_train(tmp_path / "train.csv")
    np.testing.assert_array_equal(read_images, images)
    np.testing.assert_array_equal(read_labels, labels)
    np.testing.assert_array_equal(read_test(tmp_path / "test.csv"), images)
    assert read_images.dtype == read_labels.dtype == np.uint8
    frame = pd.read_csv(tmp_path / "train.csv")
    np.testing.assert_array_equal(frame.drop(columns="label").to_numpy().reshape(-1, 28, 28), images)


@pytest.mark.parametrize(
    "save",
    [
        lambda text: b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"),
        lambda text: text.replace(b"\n", b"\r"),
        lambda text: text.rstrip(b"\n"),
        lambda text: text + b"\r\n\n",
    ],
    ids=["Windows, with its mark", "an old Mac", "no end of the last line", "empty lines at the end"],
)
def test_files_that_other_programs_saved_are_read(save: Callable[[bytes], bytes], train: Path) -> None:
    images, labels = read_train(train)
    train.write_bytes(save(train.read_bytes()))
    saved_images, saved_labels = read_train(train)
    np.testing.assert_array_equal(saved_images, images)
    np.testing.assert_array_equal(saved_labels, labels)


def in_line(number: int, change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """Change one line, counted from 1."""

    def spoil(content: bytes) -> bytes:
        lines = content.decode().split("\n")
        lines[number - 1] = change(lines[number - 1])
        return "\n".join(lines).encode()

    return spoil


def value(column: int, text: str) -> Callable[[str], str]:
    """Put another text into one column, counted from 0."""

    def change(line: str) -> str:
        words = line.split(",")
        return ",".join([*words[:column], text, *words[column + 1 :]])

    return change


@pytest.mark.parametrize(
    ("spoil", "line", "told"),
    [
        (in_line(1, lambda line: line.removeprefix("label,")), 1, "found 'pixel0' where column 1, label, should be"),
        (in_line(1, value(7, "pixel7")), 1, "found 'pixel7' where column 8, pixel6, should be"),
        (in_line(1, value(7, "pixel5")), 1, "found 'pixel5' where column 8, pixel6, should be"),
        (in_line(1, value(7, " pixel6")), 1, "found ' pixel6' where column 8, pixel6, should be"),
        (in_line(1, lambda line: line.removesuffix(",pixel783")), 1, "785 column names .* found 784 of them"),
        (in_line(1, lambda line: line + ",pixel784"), 1, "found 786 of them"),
        (in_line(1, lambda line: line.replace(",", ";")), 1, r"found 'label;pixel0;.*\.\.\.' where column 1, label"),
        (lambda content: content.partition(b"\n")[2], 1, "found '[0-9]' where column 1, label, should be"),
        (in_line(3, lambda line: line.rpartition(",")[0]), 3, r"785 integers separated by commas, found 784 value"),
        (in_line(3, lambda line: line + ","), 3, "found 786 value"),
        (in_line(5, lambda line: line[:100]), 5, r"785 integers separated by commas, found \d+ value"),
        (in_line(4, lambda _: ""), 4, "785 integers, found an empty line"),
        (in_line(4, lambda _: "  "), 4, "785 integers, found an empty line"),
        (in_line(2, value(3, "256")), 2, "column pixel2: expected an integer from 0 to 255, found '256'"),
        (in_line(2, value(3, "70000000000")), 2, "column pixel2: .* found '70000000000'"),
        (in_line(2, value(3, "-1")), 2, "column pixel2: .* found '-1'"),
        (in_line(5, value(784, "12.0")), 5, "column pixel783: .* found '12.0'"),
        (in_line(5, value(1, "")), 5, "column pixel0: .* found nothing"),
        (in_line(5, value(1, "NA")), 5, "column pixel0: .* found 'NA'"),
        (in_line(5, value(1, '"7"')), 5, "column pixel0: .* found '\"7\"'"),
        (in_line(5, value(1, " 7")), 5, "column pixel0: .* found ' 7'"),
        (in_line(5, value(1, "٣")), 5, r"column pixel0: .* found '\\u0663'"),
        (in_line(3, value(0, "10")), 3, "column label: expected an integer from 0 to 9, found '10'"),
        (in_line(3, value(2, "\0")), 3, r"column pixel1: .* found '\\x00'"),
        (lambda content: content.replace(b"\n", b"\n\xff", 1), 2, r"column label: .* found '\\\\xff\d'"),
        (lambda content: b"PK\x03\x04" + content, 1, "a zip archive; unpack it first"),
        (lambda content: b"\x1f\x8b" + content, 1, "a gzip archive; unpack it first"),
        (lambda content: content.decode().encode("utf-16"), 1, "UTF-16 text; save it as UTF-8"),
        (lambda _: b"<!DOCTYPE html>\n<html>", 1, "found '<!DOCTYPE html>' where column 1, label, should be"),
    ],
)
def test_a_bad_line_is_named(spoil: Callable[[bytes], bytes], line: int, told: str, train: Path) -> None:
    train.write_bytes(spoil(train.read_bytes()))
    with pytest.raises(UserError, match=rf"train\.csv, line {line}: .*{told}") as refusal:
        read_train(train)
    assert len(str(refusal.value).splitlines()) == 1
    assert len(str(refusal.value)) < 400


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty; download the file again"),
        (b"\xef\xbb\xbf\r\n", "is empty; download the file again"),
        (f"{HEADER}\n".encode(), "no row follows the header in line 1"),
    ],
)
def test_a_file_without_rows_is_refused(content: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / "train.csv").write_bytes(content)
    with pytest.raises(UserError, match=rf"train\.csv.*{told}"):
        read_train(tmp_path / "train.csv")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3), st.integers(0, 784), st.text("0123456789,;.-+eE \"'\tNaxo_٣\x00", max_size=5))
def test_whatever_stands_in_a_cell_is_read_or_named(
    tmp_path_factory: pytest.TempPathFactory, row: int, column: int, text: str
) -> None:
    """A cell is what Python's own numbers say it is: digits alone, within the bounds."""
    path = tmp_path_factory.mktemp("cell") / "train.csv"
    rows = [["0"] * 785 for _ in range(4)]
    rows[row][column] = text
    path.write_text("\n".join([HEADER, *(",".join(words) for words in rows)]), encoding="utf-8")
    if re.fullmatch("[0-9]+", text) and int(text) <= (255 if column else 9):
        images, labels = read_train(path)
        table = np.column_stack([labels, images.reshape(4, -1)])
        assert table[row, column] == table.sum(dtype=int) == int(text)
    else:
        with pytest.raises(UserError, match=rf"line {row + 2}: .*expected"):
            read_train(path)


def test_a_submission_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "submission.csv"
    write_submission(path, np.array([7, 0, 9]))
    assert path.read_bytes() == b"ImageId,Label\n1,7\n2,0\n3,9\n"
    assert read_submission(path, 3).tolist() == [7, 0, 9]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("ImageId,Label\n1,7\n2,0\n", ": expected 3 rows, as many as test.csv has, found 2"),
        ("ImageId,Label\n1,7\n2,0\n3,9\n4,1\n", ": expected 3 rows, as many as test.csv has, found 4"),
        ("ImageId,Label\n0,7\n1,0\n2,9\n", ", line 2: expected ImageId 1, found 0"),
        ("ImageId,Label\n1,7\n3,0\n2,9\n", ", line 3: expected ImageId 2, found 3"),
        ("ImageId,Label\n1,7\n2,10\n3,9\n", ", line 3: column Label: expected an integer from 0 to 9, found '10'"),
        ("ImageId,Label\n1,7\n2\n3,9\n", ", line 3: expected 2 integers separated by commas, found 1"),
        ("ImageId,label\n1,7\n2,0\n3,9\n", ", line 1: .* found 'label' where column 2, Label, should be"),
        ("1,7\n2,0\n3,9\n", ", line 1: .* found '1' where column 1, ImageId, should be"),
    ],
)
def test_a_bad_submission_is_refused(content: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "submission.csv").write_text(content)
    with pytest.raises(UserError, match=rf"submission\.csv{told}"):
        read_submission(tmp_path / "submission.csv", 3)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["train.csv"], r"holds train\.csv, but no test\.csv; put both train\.csv and test\.csv there"),
        (["test.csv"], r"holds test\.csv, but no train\.csv;"),
        (["sample_submission.csv"], r"holds sample_submission\.csv, but no train\.csv and no test\.csv;"),
        (["digit-recognizer.zip"], r"holds digit-recognizer\.zip, but no train\.csv and no test\.csv; .* unpacked"),
        (["train.csv", "Test (1).CSV"], r"holds Test \(1\)\.CSV, train\.csv, but no test\.csv;"),
    ],
)
def test_half_of_the_files_is_refused(names: list[str], told: str, tmp_path: Path) -> None:
    for name in ("README.md", ".DS_Store", *names):
        (tmp_path / name).touch()
    with pytest.raises(UserError, match=told):
        choose_folder(tmp_path, Path("made"))


def test_a_person_s_own_files_come_first(tmp_path: Path) -> None:
    (tmp_path / "README.md").touch()
    assert choose_folder(tmp_path, Path("made")) == Path("made")
    for name in ("train.csv", "test.csv", "digit-recognizer.zip"):
        (tmp_path / name).touch()
    assert choose_folder(tmp_path, Path("made")) == tmp_path


def test_images_that_are_known_already(digits: Split) -> None:
    images = digits.images[:6]
    changed = images[2:3].copy()
    changed[0, 0, 0] ^= 1
    assert count_known(images, images[:2]) == 2
    assert count_known(changed, images) == 0


def test_the_files_made_from_mnist() -> None:
    """All of MNIST, each digit once with its own label, in the format and the numbers of Kaggle; read by pandas."""
    if not (MADE.is_dir() and ANSWERS.is_file() and RAW.is_dir()):
        pytest.skip("data/digit_recognizer is not there; make it with: dvc repro write_digit_recognizer")
    train, test, sample = (pd.read_csv(MADE / f"{name}.csv") for name in ("train", "test", "sample_submission"))
    answers = pd.read_csv(ANSWERS)
    if len(train) < 42_000:
        pytest.skip("this is a trial on fewer digits")
    assert (",".join(train.columns), list(test.columns)) == (HEADER, HEADER.split(",")[1:])
    assert (len(train), len(test), sample.to_csv(index=False).split()[1:]) == (
        42_000, 28_000, [f"{row},0" for row in range(1, 28_001)],
    )  # fmt: skip
    assert list(answers.columns) == list(sample.columns) == ["ImageId", "Label"]
    pixels = np.concatenate([train[test.columns].to_numpy(np.uint8), test.to_numpy(np.uint8)])
    labels = np.concatenate([train["label"].to_numpy(), answers["Label"].to_numpy()])
    images, true = (
        np.concatenate(
            [np.fromfile(RAW / f"{part}-{kind}-ubyte", np.uint8, offset=start) for part in ("train", "t10k")]
        )
        for kind, start in (("images-idx3", 16), ("labels-idx1", 8))
    )
    written = {row.tobytes(): label for row, label in zip(pixels, labels.tolist(), strict=True)}
    assert len(written) == 70_000
    assert written == {row.tobytes(): label for row, label in zip(images.reshape(-1, 784), true.tolist(), strict=True)}
