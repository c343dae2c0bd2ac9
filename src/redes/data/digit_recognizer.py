"""The files of Kaggle's competition Digit Recognizer: writing them, and reading them with an error for each bad line.

Source: https://www.kaggle.com/competitions/digit-recognizer/data; ``train.csv`` has a label and 784 pixels a row,
``test.csv`` the pixels alone, and a submission the number of each row of ``test.csv``, from 1, with an answer.
"""

import codecs
import io
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from redes.errors import UserError

TRAIN, TEST, SAMPLE = "train.csv", "test.csv", "sample_submission.csv"
SIDE = 28
PIXELS = tuple(f"pixel{number}" for number in range(SIDE * SIDE))
ANSWERS = ("ImageId", "Label")

#: The highest value of a column; of the pixels 255.
_HIGHEST = {"label": 9, "Label": 9, "ImageId": 999_999_999}
_INTEGER = rb"\d{1,9}"
_NOT_CSV = {
    b"PK\x03\x04": "a zip archive; unpack it first",
    b"\x1f\x8b": "a gzip archive; unpack it first",
    codecs.BOM_UTF16_LE: "UTF-16 text; save it as UTF-8",
    codecs.BOM_UTF16_BE: "UTF-16 text; save it as UTF-8",
}
_MEND = "mend the line or download the file again"


def choose_folder(own: Path, made: Path) -> Path:
    """Choose the folder whose files are used: a person's own, if both of them are there, else the ones made here.

    Args:
        own: where a person may have put ``train.csv`` and ``test.csv``.
        made: where the ones made from MNIST lie.

    Returns:
        One of the two.

    Raises:
        UserError: ``own`` holds data, but not both files.
    """
    missing = [name for name in (TRAIN, TEST) if not (own / name).is_file()]
    if not missing:
        return own
    found = sorted(path.name for path in own.iterdir() if path.suffix.lower() in (".csv", ".zip", ".gz"))
    if not found:
        return made
    raise UserError(
        f"{own} holds {', '.join(found)}, but no {' and no '.join(missing)}; put both {TRAIN} and {TEST} there, "
        "unpacked, or take all of them away"
    )


def write_digits(path: Path, images: np.ndarray, labels: np.ndarray | None) -> None:
    """Write digits as rows of numbers.

    Args:
        path: ``train.csv`` or ``test.csv``.
        images: uint8 ``(n, 28, 28)``, row by row from the upper left corner.
        labels: uint8 ``(n,)``, for ``train.csv``; None for ``test.csv``.
    """
    header = PIXELS if labels is None else ("label", *PIXELS)
    table = images.reshape(len(images), -1)
    if labels is not None:
        table = np.column_stack([labels, table])
    words = [str(value) for value in range(256)]
    with path.open("w", encoding="ascii", newline="\n") as file:
        file.write(",".join(header) + "\n")
        file.writelines(",".join(map(words.__getitem__, row.tobytes())) + "\n" for row in table)


def write_submission(path: Path, answers: np.ndarray) -> None:
    """Write the answers to the rows of ``test.csv``, integers ``(n,)`` in [0, 9], numbered from 1."""
    numbered = pd.DataFrame({"ImageId": np.arange(1, len(answers) + 1), "Label": answers})
    numbered.to_csv(path, index=False, lineterminator="\n")


def read_train(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Read ``train.csv``.

    Returns:
        images, uint8 ``(n, 28, 28)``; labels, uint8 ``(n,)``.

    Raises:
        UserError: names the line and what is wrong with it.
    """
    table = _read_table(path, ("label", *PIXELS)).astype(np.uint8)
    return table[:, 1:].reshape(-1, SIDE, SIDE).copy(), table[:, 0].copy()


def read_test(path: Path) -> np.ndarray:
    """Read ``test.csv``: images, uint8 ``(n, 28, 28)``.

    Raises:
        UserError: names the line and what is wrong with it.
    """
    return _read_table(path, PIXELS).astype(np.uint8).reshape(-1, SIDE, SIDE)


def read_submission(path: Path, num_rows: int) -> np.ndarray:
    """Read answers, and check that they are what Kaggle takes.

    Args:
        path: a submission, or Kaggle's own sample of one.
        num_rows: rows of ``test.csv``, each of which needs an answer.

    Returns:
        The answers, uint8 ``(num_rows,)``.

    Raises:
        UserError: names the line and what is wrong with it.
    """
    table = _read_table(path, ANSWERS)
    if wrong := np.flatnonzero(table[:, 0] != np.arange(1, len(table) + 1)).tolist():
        row = wrong[0]
        raise UserError(f"{path}, line {row + 2}: expected ImageId {row + 1}, found {table[row, 0]}; {_MEND}")
    if len(table) != num_rows:
        raise UserError(f"{path}: expected {num_rows} rows, as many as {TEST} has, found {len(table)}; {_MEND}")
    return table[:, 1].astype(np.uint8)


def count_known(images: np.ndarray, known: np.ndarray) -> int:
    """Count the images that are, pixel by pixel, among the known ones.

    Args:
        images: uint8 ``(n, 28, 28)``.
        known: uint8 ``(m, 28, 28)``.
    """
    contents = {image.tobytes() for image in known}
    return sum(image.tobytes() in contents for image in images)


def _read_table(path: Path, header: Sequence[str]) -> np.ndarray:
    """Read integers, int32 ``(rows, columns)``; every line is held to the format before pandas turns it into numbers.

    pandas alone would let pass what is no such file: empty lines, missing values, quotes, 12.0.
    """
    lines = _read_lines(path)
    if (found := _words(lines[0])) != list(header):
        raise UserError(f"{path}, line 1: {_explain_header(found, header)}; {_MEND}")
    rows = lines[1:]
    if not rows:
        raise UserError(f"{path}: no row follows the header in line 1; download the file again")
    pattern = re.compile(rb"%b(?:,%b){%d}" % (_INTEGER, _INTEGER, len(header) - 1))
    for number, row in enumerate(rows, start=2):
        if not pattern.fullmatch(row):
            raise UserError(f"{path}, line {number}: {_explain_row(row, header)}; {_MEND}")
    table = pd.read_csv(io.BytesIO(b"\n".join(rows)), header=None, dtype=np.int32).to_numpy()
    too_high = np.argwhere(table > [_highest(name) for name in header])
    if len(too_high):
        row, column = too_high[0].tolist()
        told = _explain_value(header[column], str(table[row, column]))
        raise UserError(f"{path}, line {row + 2}: {told}; {_MEND}")
    return table


def _read_lines(path: Path) -> list[bytes]:
    """Lines without their ends, of any system; a mark of UTF-8 at the start and empty lines at the end are no harm."""
    content = path.read_bytes()
    for mark, kind in _NOT_CSV.items():
        if content.startswith(mark):
            raise UserError(f"{path}, line 1: expected comma-separated numbers, found {kind}")
    lines = content.removeprefix(codecs.BOM_UTF8).rstrip(b"\r\n").splitlines()
    if not lines:
        raise UserError(f"{path} is empty; download the file again")
    return lines


def _words(line: bytes) -> list[str]:
    return line.decode("utf-8", "backslashreplace").split(",")


def _explain_header(found: list[str], header: Sequence[str]) -> str:
    expected = f"expected the {len(header)} column names {header[0]},{header[1]},…,{header[-1]}"
    pairs = zip(found, header, strict=False)
    for number, (came, name) in enumerate(pairs, start=1):
        if came != name:
            return f"{expected}, found {_shorten(came)} where column {number}, {name}, should be"
    return f"{expected}, found {len(found)} of them"


def _explain_row(row: bytes, header: Sequence[str]) -> str:
    if not row.strip():
        return f"expected {len(header)} integers, found an empty line"
    words = _words(row)
    if len(words) != len(header):
        return f"expected {len(header)} integers separated by commas, found {len(words)} value(s)"
    pairs = zip(header, words, strict=True)
    return next(_explain_value(name, word) for name, word in pairs if not re.fullmatch(_INTEGER, word.encode()))


def _explain_value(name: str, word: str) -> str:
    return f"column {name}: expected an integer from 0 to {_highest(name)}, found {_shorten(word) or 'nothing'}"


def _highest(name: str) -> int:
    return _HIGHEST.get(name, 255)


def _shorten(word: str) -> str:
    return ascii(word if len(word) <= 30 else f"{word[:27]}...") if word else ""
