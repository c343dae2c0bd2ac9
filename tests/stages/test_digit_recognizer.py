"""From Kaggle's files to a submission through the real stages, on a few real digits."""

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.data.conftest import format_idx

from redes.data.digit_recognizer import read_submission, write_digits, write_submission
from redes.errors import UserError
from redes.features.digits import Split
from redes.report.numbers import NOTHING, format_number, look_up
from redes.stages import (
    figures_digit_recognizer,
    prepare_digit_recognizer,
    train_digit_recognizer,
    write_digit_recognizer,
)

PARAMS = {
    "data": {"limit": None},
    "write_digit_recognizer": {"num_test": 20000, "seed": 1},  # of 70,000: 100 of the 350 here
    "prepare_digit_recognizer": {"num_validation": 4000, "seed": 1},
    "train_digit_recognizer": {
        "filters": [4, 6, 8, 10],
        "epochs": 2,
        "batch_size": 20,
        "learning_rate": 0.01,
        "weight_decay": 0.01,
        "label_smoothing": 0.05,
        "seed": 1,
    },
}


@pytest.fixture
def project(tmp_path: Path, digits: Split, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with 350 raw digits and an empty ``data/kaggle``; the stages run in it."""
    raw = tmp_path / "data/raw/mnist"
    raw.mkdir(parents=True)
    for name, part in (("train", slice(0, 5000, 20)), ("t10k", slice(11, 5000, 50))):
        (raw / f"{name}-images-idx3-ubyte").write_bytes(format_idx(digits.images[part]))
        (raw / f"{name}-labels-idx1-ubyte").write_bytes(format_idx(digits.labels[part]))
    (tmp_path / "data/kaggle").mkdir()
    (tmp_path / "data/kaggle/README.md").touch()
    for stage in (write_digit_recognizer, prepare_digit_recognizer, train_digit_recognizer):
        monkeypatch.setattr(stage, "read_params", lambda section: SimpleNamespace(**PARAMS[section]))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def own(project: Path, digits: Split) -> Path:
    """A person's own files: 40 rows to train on and 7 asked, none of them in MNIST as it lies here."""
    folder = project / "data/kaggle"
    write_digits(folder / "train.csv", digits.images[5::125], digits.labels[5::125])
    write_digits(folder / "test.csv", digits.images[7::750], None)
    return folder


def numbers(stage: str) -> Any:
    return json.loads(Path(f"reports/metrics/{stage}.json").read_text())


@pytest.mark.usefixtures("project", "tensorflow_settings")
def test_files_made_here() -> None:
    write_digit_recognizer.main()
    prepare_digit_recognizer.main()
    train_digit_recognizer.main()

    prepared, trained = numbers("prepare_digit_recognizer"), numbers("train_digit_recognizer")
    assert [prepared[part]["rows"] for part in ("train_csv", "training", "validation", "test_csv")] == [
        250,
        200,
        50,
        100,
    ]
    mnist = {row.tobytes() for row in np.fromfile("data/raw/mnist/train-images-idx3-ubyte", "V784", offset=16)}
    asked = pd.read_csv("data/digit_recognizer/test.csv").to_numpy(np.uint8)
    assert prepared["test_csv"]["share_in_mnist_training"] == np.mean([row.tobytes() in mnist for row in asked])
    assert prepared["test_csv"]["also_in_train_csv"] == 0
    answers = pd.read_csv("data/prepared/digit_recognizer_answers.csv")["Label"].to_numpy()
    submission = pd.read_csv("reports/submission.csv")
    assert submission["ImageId"].tolist() == list(range(1, 101))
    assert trained["test"]["accuracy"] == pytest.approx(np.mean(submission["Label"] == answers))
    assert trained["submission"]["per_label"] == np.bincount(submission["Label"], minlength=10).tolist()
    share = trained["validation"]["accuracy"]
    assert trained["validation"]["standard_error"] == pytest.approx(np.sqrt(share * (1 - share) / 50), abs=1e-6)


@pytest.mark.usefixtures("tensorflow_settings")
def test_a_person_s_own_files(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_digit_recognizer.main()
    write_submission(own / "sample_submission.csv", np.zeros(7, dtype=int))
    prepare_digit_recognizer.main()
    train_digit_recognizer.main()

    prepared, trained = numbers("prepare_digit_recognizer"), numbers("train_digit_recognizer")
    assert [prepared[part]["rows"] for part in ("train_csv", "training", "validation", "test_csv")] == [40, 32, 8, 7]
    assert prepared["test_csv"]["share_in_mnist_training"] == 0
    assert len(read_submission(Path("reports/submission.csv"), 7)) == 7
    assert not Path("data/prepared/digit_recognizer/test_labels.npy").exists()
    assert trained["test"] == {"accuracy": None, "loss": None, "errors": None, "examples": 7}
    told = look_up({"train_digit_recognizer": trained}, "train_digit_recognizer.test.accuracy")
    assert format_number(told, "percent", "es") == NOTHING

    drawn: list[str] = []
    monkeypatch.setattr(figures_digit_recognizer, "draw_figures", lambda _, drawings: drawn.extend(drawings))
    figures_digit_recognizer.main()
    assert drawn == ["row_to_picture", "label_shares", "least_certain_rows"]


def test_a_trial_learns_from_fewer_rows_and_answers_all(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PARAMS, "data", {"limit": 20})
    assert own.is_dir()
    prepare_digit_recognizer.main()
    prepared = numbers("prepare_digit_recognizer")
    assert [prepared[part]["rows"] for part in ("train_csv", "training", "validation", "test_csv")] == [40, 16, 4, 7]


def test_what_is_wrong_with_the_files_is_told_and_the_arrays_stay(own: Path) -> None:
    prepare_digit_recognizer.main()
    before = Path("data/prepared/digit_recognizer/test_images.npy").read_bytes()
    write_submission(own / "sample_submission.csv", np.zeros(6, dtype=int))
    for spoil, told in (
        (lambda: None, r"sample_submission\.csv: expected 7 rows, as many as test\.csv has, found 6"),
        (lambda: _cut(own / "test.csv", 5), r"data/kaggle/test\.csv, line 5: expected 784 integers .* found 783"),
        (lambda: _keep(own / "train.csv", 5), r"data/kaggle/train\.csv: expected at least 5 rows, .* found 4"),
        (lambda: (own / "train.csv").unlink(), r"data/kaggle holds sample.*, test\.csv, but no train\.csv"),
    ):
        spoil()
        with pytest.raises(UserError, match=told):
            prepare_digit_recognizer.main()
    assert Path("data/prepared/digit_recognizer/test_images.npy").read_bytes() == before


def _cut(path: Path, line: int) -> None:
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[: line - 1], re.sub(r",\d+$", "", lines[line - 1]), *lines[line:]]))


def _keep(path: Path, count: int) -> None:
    path.write_text("\n".join(path.read_text().splitlines()[:count]))


def test_a_bad_submission_never_takes_its_place(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"line 3: column Label: expected an integer from 0 to 9, found '10'"):
        train_digit_recognizer._write_checked(tmp_path / "submission.csv", np.array([1, 10]))
