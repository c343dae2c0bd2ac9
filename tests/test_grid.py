"""Which values a sweep tries, and what the runs gave together."""

import statistics

import pytest

from redes.errors import UserError
from redes.grid import combine, find_best, parse_grid, summarise, tell_summary


def test_values_are_those_of_yaml_and_spans_of_integers() -> None:
    grid = parse_grid(["learning_rate=1e-3,4e-3", "seed=8..10", "filters=[8, 16],[16, 32]", "limit=null"])
    assert grid == {
        "learning_rate": [0.001, 0.004],
        "seed": [8, 9, 10],
        "filters": [[8, 16], [16, 32]],
        "limit": [None],
    }
    combinations = combine(grid)
    assert len(combinations) == 12
    assert combinations[1] == {"learning_rate": 0.001, "seed": 8, "filters": [16, 32], "limit": None}


@pytest.mark.parametrize("setting", ["seed", "seed=", "=1", "seed=3..1", "seed=[1", "a b=1"])
def test_what_is_no_grid(setting: str) -> None:
    with pytest.raises(UserError, match=r"expected NAME=VALUE,VALUE,\.\.\. such as learning_rate=1e-3,4e-3"):
        parse_grid([setting])


@pytest.mark.parametrize("settings", [["seed=1,1"], ["seed=1..3,2"], ["seed=1", "seed=2"]])
def test_nothing_comes_twice(settings: list[str]) -> None:
    with pytest.raises(UserError, match="comes twice"):
        parse_grid(settings)


def test_seeds_are_put_together() -> None:
    accuracies = {0.1: [0.5, 0.7, 0.9], 0.2: [0.8, 0.8, 0.7]}
    runs = [
        ({"rate": rate, "seed": seed}, {"validation.accuracy": value, "parameters": 7})
        for rate, values in accuracies.items()
        for seed, value in enumerate(values)
    ]
    summary = summarise(runs)
    assert [group["combination"] for group in summary] == [{"rate": 0.1}, {"rate": 0.2}]
    for group, values in zip(summary, accuracies.values(), strict=True):
        told = group["validation.accuracy"]
        assert (told["mean"], told["standard_deviation"]) == pytest.approx(
            (statistics.fmean(values), statistics.stdev(values)), abs=1e-8
        )
        assert (told["min"], told["max"], told["n"]) == (min(values), max(values), 3)
    assert find_best(summary)["combination"] == {"rate": 0.2}
    assert tell_summary(summary, ["validation.accuracy"])[-1] == "Best by validation.accuracy: rate=0.2"


def test_one_run_has_no_spread_and_a_missing_number_is_a_gap() -> None:
    summary = summarise([({"rate": 1}, {"loss": 0.25})])
    assert summary[0]["loss"]["standard_deviation"] is None
    assert find_best(summary) is None
    assert tell_summary(summary, ["loss", "other"])[-1] == "| 1 | 1 | 0.25 | - |"
