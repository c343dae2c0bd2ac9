"""The registered models answer, over the wire, what the stages have recorded."""

import json
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import requests
from tests.engines import Project, free_port, wait_until_served

from redes.provenance import read_recorded
from redes.serving import _load_pyfunc
from redes.tracking.registry import _point

pytestmark = pytest.mark.pipeline

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text(), flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def registered(finished_run: Project, tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, dict[str, str]]:
    """A finished run with registered models, and which stage's model is each task's champion."""
    project = finished_run.copy(tmp_path_factory.mktemp("serving") / "project")
    told = project.run("redes", "models", "register")
    return project, dict(re.findall(r"models:/(\w+)@champion  version 1, (\w+), .*: registered", told))


def test_registering_again_changes_nothing(registered: tuple[Project, dict[str, str]]) -> None:
    project, champions = registered
    told = project.run("redes", "models", "register")
    again = re.findall(r"models:/(\w+)@champion  version 1, (\w+), .*: there already", told)
    assert dict(again) == champions


def test_the_champion_has_the_highest_validation_accuracy(registered: tuple[Project, dict[str, str]]) -> None:
    project, champions = registered
    names = {"digits": ["softmax", "mlp", "cnn"], "reviews": ["bag", "rnn", "lstm", "ratios"]}
    for task, prefix in {"digits": "train_mnist_", "reviews": "train_imdb_"}.items():
        paths = {prefix + name: project.folder / f"reports/metrics/{prefix}{name}.json" for name in names[task]}
        accuracies = {stage: json.loads(path.read_text())["validation"]["accuracy"] for stage, path in paths.items()}
        assert accuracies[champions[task]] == max(accuracies.values())


def test_digits_and_reviews_are_answered_as_recorded(registered: tuple[Project, dict[str, str]]) -> None:
    project, champions = registered
    images = np.load(project.folder / "data/prepared/mnist/test_images.npy")[:20]
    with serving(project, "digits") as address:
        answers = pd.DataFrame(ask(address, {"inputs": images.tolist()}))
        recorded = predictions(project, champions["digits"])[:20]
        np.testing.assert_array_equal(answers["digit"], recorded.argmax(axis=1))
        np.testing.assert_allclose(answers["probability"], recorded.max(axis=1), atol=1e-5)
        for scaled in (images / 255, (images > 127).astype(int)):
            told = refused(address, {"inputs": scaled.tolist()})
            assert told.endswith("expected whole grey values, 0 (paper) to 255 (ink); came values from 0 to 1")
        assert "28" in refused(address, {"inputs": images[:, :27].tolist()})
        lines = asking("5001", address)
        shown = project.run("bash", "-c", lines.replace("curl ", "curl --silent "))
        assert len(json.loads(shown)["predictions"]) == 2

    texts = raw_texts(project)[:20]
    with serving(project, "reviews") as address:
        answers = pd.DataFrame(ask(address, {"dataframe_records": [{"review": text} for text in texts]}))
        recorded = predictions(project, champions["reviews"])[:20]
        check_sentiments(answers, recorded)
        shown = project.run("bash", "-c", asking("5002", address).replace("curl ", "curl --silent "))
        assert json.loads(shown)["predictions"][0]["sentiment"] in ("positive", "negative")
        for review, came in (("", "''"), ("?!", "'?!'"), (None, "nothing"), (5, "5")):
            told = refused(address, {"dataframe_records": [{"review": texts[0]}, {"review": review}]})
            assert told.endswith(
                f"expected reviews as people write them, of a word or more; came {came} as review 2 of 2"
            )
        assert "review" in refused(address, {"dataframe_records": [{"text": texts[0]}]})


@pytest.mark.parametrize("stage", ["train_imdb_bag", "train_imdb_lstm", "train_imdb_ratios"])
@pytest.mark.usefixtures("tensorflow_settings")
def test_raw_text_is_prepared_as_the_stages_do(finished_run: Project, stage: str) -> None:
    recorded = read_recorded(finished_run.folder)
    pointer = _point(finished_run.folder, "reviews", recorded[stage], recorded)
    file = finished_run.folder / "mlruns/pointer.json"
    file.write_text(json.dumps(pointer))
    answers = _load_pyfunc(str(file)).predict(pd.DataFrame({"review": raw_texts(finished_run)}))
    file.unlink()
    check_sentiments(answers, predictions(finished_run, stage))


def check_sentiments(answers: pd.DataFrame, positive: np.ndarray) -> None:
    """Compare answers with recorded probabilities that the reviews are positive."""
    given = np.where(answers["sentiment"] == "positive", answers["probability"], 1 - answers["probability"])
    np.testing.assert_allclose(given, positive, atol=1e-5)
    assert answers["probability"].min() >= 0.5


def raw_texts(project: Project) -> list[str]:
    """The test reviews as their authors wrote them, in the order of the predictions."""
    table = pd.read_json(project.folder / "data/raw/imdb.jsonl", lines=True)
    with np.load(project.folder / "data/prepared/imdb/test.npz") as arrays:
        return table["text"].loc[arrays["rows"]].tolist()


def predictions(project: Project, stage: str) -> np.ndarray:
    with np.load(project.folder / f"data/predictions/{stage.removeprefix('train_')}.npz") as arrays:
        return arrays["test_probabilities"]


def asking(port: str, address: str) -> str:
    """What the README types to ask the server at a port, with the address of a test's server."""
    (block,) = (block for block in BLOCKS if "curl" in block)
    commands = re.split(r"(?<!\|)\n", block)
    return next(command for command in commands if port in command).replace(f"http://127.0.0.1:{port}", address)


def ask(address: str, body: dict[str, Any]) -> Any:
    answer = requests.post(f"{address}/invocations", json=body, timeout=120)
    assert answer.ok, answer.text
    return answer.json()["predictions"]


def refused(address: str, body: dict[str, Any]) -> str:
    """What the server says to those who ask it something that it does not answer."""
    answer = requests.post(f"{address}/invocations", json=body, timeout=120)
    assert answer.status_code == 400, answer.text
    message: str = answer.json()["message"]
    return message


@contextmanager
def serving(project: Project, task: str) -> Iterator[str]:
    """Start the server as the README does, on a free port."""
    (line,) = (line for block in BLOCKS for line in block.splitlines() if f"models:/{task}@champion" in line)
    port = free_port()
    server = project.start(*re.sub(r"--port \d+", f"--port {port}", line).split(), MLFLOW_DISABLE_TELEMETRY="true")
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_served(f"{address}/ping", server, project.folder / "started.log", 300)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(30)
