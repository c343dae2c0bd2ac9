"""Records become numbers of the report: nothing but medians and ranges, and a dash for what was not measured."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks import determinism_cost, trainings
from benchmarks.__main__ import BENCHMARKS
from benchmarks.spread import summarise
from redes.benchmark_record import read_record
from redes.errors import UserError
from redes.report.numbers import look_up
from redes.stages import evaluate_benchmarks
from redes.stages.evaluate_benchmarks import (
    condense,
    describe_engines,
    describe_hashing,
    describe_machines,
    fill_settings,
)


def test_all_benchmarks_are_told_of() -> None:
    assert {*evaluate_benchmarks.NAMES, "training", "levers"} == BENCHMARKS.keys()


def test_a_missing_record_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=r"no record benchmarks/hashing\.json; measure with: python -m benchmarks hash"):
        read_record("hashing")


@pytest.mark.parametrize(("text", "told"), [("{", "is not JSON: Expecting"), ("[1]", "expected an object, got list")])
def test_a_broken_record_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, told: str) -> None:
    monkeypatch.setattr("redes.benchmark_record.FOLDER", tmp_path)
    (tmp_path / "hashing.json").write_text(text)
    with pytest.raises(UserError, match=rf"hashing\.json:? {told}.*; take the one in git"):
        read_record("hashing")


def test_what_was_not_measured_has_no_median() -> None:
    record: dict[str, Any] = {
        "examples_per_second": {"redes_cnn": summarise([1.0, 3.0]), "torch_cnn": None},
        "ratios": {"redes_cnn_over_torch_cnn": None},
        "digits": {"ratio": None, "contenders": {"keras_digits": {"reached": 0, "seconds": None, "trials": [1, 2]}}},
    }
    told = {"found": condense(record)}
    assert look_up(told, "found.examples_per_second.redes_cnn.median") == 2
    for address in ("examples_per_second.torch_cnn", "ratios.redes_cnn_over_torch_cnn", "digits.ratio"):
        assert look_up(told, f"found.{address}.highest") is None
    assert told["found"]["digits"]["contenders"]["keras_digits"].keys() == {"reached", "seconds"}
    assert "values" not in told["found"]["examples_per_second"]["redes_cnn"]


def test_plans_stand_in_the_order_of_their_size() -> None:
    plans = {"dvc": {"10": {"run": 2.0, "nothing": {}}, "9": {"run": 1.0, "nothing": {"dvc_repro": summarise([3.0])}}}}
    smallest, largest = describe_engines({"sizes": [9, 10], "plans": plans})
    assert largest == {"stages": 10, "dvc": {"run": 2.0, "nothing": {}}}
    assert smallest["dvc"]["nothing"]["dvc_repro"] == {"median": 3.0, "lowest": 3.0, "highest": 3.0}


def test_a_setting_that_does_not_concern_a_model_has_no_cost() -> None:
    cost = {"fastest": 1.1, "median": 1.1, "lowest": 1.0, "highest": 1.2}
    costs = fill_settings({"vectors": {"cost": {"blas": cost}}})["vectors"]["cost"]
    assert set(costs) == {*trainings.SETTINGS, determinism_cost.EVERYTHING}
    assert costs["threads"].keys() == cost.keys()
    assert set(costs["threads"].values()) == {None}
    assert costs["blas"] == cost


def test_records_of_two_machines() -> None:
    first = {"processor": "one", "cores": 2, "memory_gb": 8, "system": "Linux x86_64", "dvc": "3.67.1"}
    told = describe_machines([first, {**first, "processor": "another"}, {**first, "numpy": "2.4.6"}])
    assert told["machines"] == 2
    assert told["machine"] == {"processor": None, "cores": 2, "memory_gb": 8, "system": "Linux x86_64"}


def test_data_stand_in_the_order_of_their_size() -> None:
    sizes = {times: {"md5": summarise([float(times)])} for times in ("100", "9", "10")}
    told = describe_hashing({"sizes": sizes})
    assert [(row["times"], row["md5"]["median"]) for row in told] == [(9, 9.0), (10, 10.0), (100, 100.0)]
