"""The records of measurements: what is measured, what stays of an earlier record, and what they hold."""

import argparse
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from benchmarks import __main__ as command
from benchmarks.processes import run_command, run_trial
from benchmarks.spread import compare_fastest, summarise, summarise_ratios
from benchmarks.training import merge_stages, run_stages
from redes.benchmark_record import describe_machine, make_record, read_record, record_path, write_record
from redes.errors import UserError
from redes.files import read_json

ROOT = Path(__file__).parents[2]
NAMES = sorted(command.BENCHMARKS)


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_seconds_and_memory_of_a_command() -> None:
    program = f"{sys.executable} -c \"import time; held = b'x' * 400_000_000; time.sleep(0.5)\""
    # In a program of its own, as small as the benchmark: to Linux a command starts with its parent's memory.
    code = "from pathlib import Path; from benchmarks.processes import run_command; "
    code += f"print(*run_command({program!r}, Path()))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    seconds, processor_seconds, peak_memory_mb = map(float, told.split())
    assert 0.5 <= seconds < 30
    assert processor_seconds <= seconds
    assert 400 <= peak_memory_mb < 500


def test_memory_of_a_trial() -> None:
    arguments = {"stmt": "held = b'x' * 400_000_000", "number": 1}
    code = f"from benchmarks.processes import run_trial; print(run_trial('timeit:timeit', {arguments}).peak_memory_mb)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert 400 <= float(told) < 500


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"`echo no data; exit 3` failed in .*: no data"):
        run_command("echo no data; exit 3", tmp_path)


def test_a_trial_starts_without_the_settings_of_whoever_starts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEDNN_MAX_CPU_ISA", "SSE41")
    monkeypatch.setenv("XLA_FLAGS", "--nothing")
    names = ["ONEDNN_MAX_CPU_ISA", "XLA_FLAGS", "CUDA_VISIBLE_DEVICES"]
    assert [run_trial("os:getenv", {"key": name}).given for name in names] == [None, None, "-1"]


def test_a_trial_that_fails_is_told() -> None:
    with pytest.raises(UserError, match=r"the trial math:sqrt failed: .*"):
        run_trial("math:sqrt", {"x": 1})


def test_a_machine_is_described_without_its_name() -> None:
    machine = describe_machine(["numpy", "no-such-package"])
    assert machine["cores"] >= 1
    assert re.fullmatch(r"3\.\d+\.\d+", machine["python"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", machine["numpy"])
    assert "no-such-package" not in machine
    assert socket.gethostname() not in machine.values()


def test_spread_and_ratios() -> None:
    assert summarise([2.0, 8.0, 4.0]) == {"median": 4.0, "lowest": 2.0, "highest": 8.0, "values": [2.0, 8.0, 4.0]}
    # of the same round each, and not of the medians: a slow minute slows both
    assert summarise_ratios([2.0, 30.0], [1.0, 10.0])["median"] == 2.5
    with pytest.raises(ValueError, match="shorter"):
        summarise_ratios([1.0, 2.0], [1.0])


def test_a_slow_round_does_not_change_what_the_fastest_say() -> None:
    told = compare_fastest([2.2, 4.4, 4.4], [2.0, 2.0, 2.2])
    assert told == {"fastest": 1.1, "median": 2.0, "lowest": 1.1, "highest": 2.2, "values": [1.1, 2.2, 2.0]}


def test_measurements_of_another_machine_do_not_stay() -> None:
    record = {"machine": {"cores": 2}, "stages": {"train_b": {"seconds": 1}}}
    assert list(merge_stages(record, {"cores": 2}, {"train_a": {"seconds": 2}})) == ["train_a", "train_b"]
    assert merge_stages(record, {"cores": 4}, {"train_a": {"seconds": 1}}) == {"train_a": {"seconds": 1}}


def test_only_stages_are_measured() -> None:
    with pytest.raises(UserError, match=r"no stage train_nothing in dvc\.yaml; there are fetch_mnist, "):
        run_stages(["train_nothing"], 1)


class Fake:
    """A benchmark that takes no time."""

    PACKAGES = ("numpy",)
    MINUTES = REPETITIONS = {"quick": 1, "normal": 2, "long": 3}  # noqa: RUF012

    @staticmethod
    def measure(effort: str, repetitions: int) -> dict[str, Any]:
        if effort == "long":
            raise UserError("no data")
        return {"found": [effort, repetitions]}


def test_a_record_is_written_whole_and_a_failure_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("redes.benchmark_record.FOLDER", tmp_path)
    monkeypatch.setattr(command, "DATA", ())
    monkeypatch.setitem(command.BENCHMARKS, "fake", Fake)  # type: ignore[arg-type]
    command.main(["fake"])
    told = read_record("fake")
    assert "fake: about 2 minutes" in capsys.readouterr().out
    assert list(told) == ["machine", "commit", "effort", "repetitions", "found"]
    assert (told["effort"], told["repetitions"], told["found"]) == ("normal", 2, ["normal", 2])
    assert re.fullmatch(r"[0-9a-f]{12}(-dirty)?", told["commit"])
    with pytest.raises(SystemExit, match="no new record of fake"):
        command.main(["fake", "--long"])
    assert "error: fake: no data" in capsys.readouterr().err
    assert read_record("fake") == told
    assert [path.name for path in tmp_path.iterdir()] == ["fake.json"]
    command.main(["fake", "--quick", "--repetitions", "7"])
    assert read_record("fake")["found"] == ["quick", 7]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["speed"], r"no benchmark speed; there are engines, "),
        (["engines", "--repetitions", "0"], "expected at least 1 repetition, got 0"),
        (["--stages", "report"], "--stages goes with the benchmark training alone"),
        (["--quick", "--long"], "not allowed with argument"),
    ],
)
def test_refusals(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.parse(arguments)
    assert re.search(message, capsys.readouterr().err)


def test_missing_data_are_told_before_anything_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match=r"error: no data/prepared/mnist, .* here; run the plan before, .*: make run"):
        command.main(["hashing"])


def test_no_names_mean_all() -> None:
    options: argparse.Namespace = command.parse([])
    assert options.names == list(command.BENCHMARKS)
    assert sum(benchmark.MINUTES["normal"] for benchmark in command.BENCHMARKS.values()) <= 240


def test_the_record_of_trainings_is_one_of_this_plan() -> None:
    record = read_json(record_path("training"))
    plan = YAML(typ="safe").load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
    assert {address.partition("@")[0] for address in record["stages"]} <= set(plan)


@pytest.mark.parametrize("name", NAMES)
def test_every_record_says_whose_it_is(name: str) -> None:
    record = read_record(name)
    machine = describe_machine(command.BENCHMARKS[name].PACKAGES)
    assert machine.keys() - {"torch"} <= record["machine"].keys()
    assert list(make_record((), {}))[1] in record
    assert record["effort"] in ("quick", "normal", "long")
    assert record["repetitions"] >= 1


def test_writing_gives_back_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("redes.benchmark_record.FOLDER", tmp_path)
    assert read_json(write_record("one", {"a": 1})) == {"a": 1}
