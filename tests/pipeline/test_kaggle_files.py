"""Both engines see a person's own Kaggle files come and go."""

import numpy as np
import pytest
from tests.engines import Project
from tests.pipeline.conftest import said

from redes.data.digit_recognizer import read_submission, write_digits
from redes.features.digits import Split

pytestmark = pytest.mark.pipeline

FOLLOWING = {"train_digit_recognizer", "figures_digit_recognizer", "check_claims", "report"}


def test_files_that_come_are_read_and_files_that_go_are_forgotten(project: Project, digits: Split) -> None:
    results = ("data/digit_recognizer", "data/prepared", "models", "reports", "dvc.lock")
    before, own = project.bytes_of(*results), project.folder / "data/kaggle"
    write_digits(own / "train.csv", digits.images[::40], digits.labels[::40])

    assert project.stale() == {"prepare_digit_recognizer"}
    output = project.snakemake(check=False)
    assert "data/kaggle holds train.csv, but no test.csv" in output
    assert "Traceback" not in output

    write_digits(own / "test.csv", digits.images[5::500], None)
    assert project.planned() == {"prepare_digit_recognizer"} | FOLLOWING
    project.run("dvc", "repro")

    project.assert_up_to_date()
    answers = read_submission(project.folder / "reports/submission.csv", 10)
    assert answers.dtype == np.uint8
    assert project.run("git", "status", "--porcelain", "data") == ""
    page = (project.folder / "reports/html/es/digit_recognizer.html").read_text()
    assert '<span class="number">—</span>' in page

    for name in ("train.csv", "test.csv"):
        (own / name).unlink()
    project.snakemake()

    assert said(project, "train_digit_recognizer") == ""
    assert project.bytes_of(*results) == before
    project.assert_up_to_date()
