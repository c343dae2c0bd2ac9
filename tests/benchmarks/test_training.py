"""The record of what trainings cost: what is measured, and what is kept of an earlier record."""

import json
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.training import RECORD, describe_machine, main, measure, merge_record
from ruamel.yaml import YAML

from redes.errors import UserError
from redes.files import read_json

ROOT = Path(__file__).parents[2]


def test_seconds_and_memory_of_a_command() -> None:
    command = f"{sys.executable} -c \"import time; held = b'x' * 400_000_000; time.sleep(0.5)\""
    # In a program of its own, as small as the benchmark: to Linux a command starts with its parent's memory.
    code = "import json; from pathlib import Path; from benchmarks.training import measure; "
    code += f"print(json.dumps(measure({command!r}, Path())))"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    held = json.loads(told)
    assert held.keys() == {"seconds", "processor_seconds", "peak_memory_mb"}
    assert 0.5 <= held["seconds"] < 30
    assert held["processor_seconds"] <= held["seconds"]
    assert 400 <= held["peak_memory_mb"] < 500


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"`echo no data; exit 3` failed in .*: no data"):
        measure("echo no data; exit 3", tmp_path)


def test_a_machine_is_described_without_its_name() -> None:
    machine = describe_machine()
    assert machine["cores"] >= 1
    assert re.fullmatch(r"3\.\d+\.\d+", machine["python"])
    assert socket.gethostname() not in machine.values()


def test_measurements_of_another_machine_do_not_stay() -> None:
    first = merge_record({}, {"cores": 2}, {"train_b": {"seconds": 1}})
    second = merge_record(first, {"cores": 2}, {"train_a": {"seconds": 2}})
    assert list(second["stages"]) == ["train_a", "train_b"]
    assert merge_record(second, {"cores": 4}, {"train_a": {"seconds": 1}})["stages"] == {"train_a": {"seconds": 1}}


def test_only_trainings_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit, match=r"no training report in dvc\.yaml; there are train_embeddings@training, "):
        main(["report"])


def test_the_record_is_one_of_this_plan() -> None:
    record = read_json(ROOT / RECORD)
    plan = YAML(typ="safe").load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
    assert {address.partition("@")[0] for address in record["stages"]} <= set(plan)
    assert record["machine"].keys() == describe_machine().keys()
