"""Results are told whether records and best recipes are there or not; files that are not understood are refused."""

import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dvc.repo import Repo
from scipy.stats import t as student
from tests.stages.results_files import LEVERS, make_best, make_seeds, make_tried, write_everything

from redes.errors import UserError
from redes.files import read_json, write_json
from redes.report.numbers import look_up
from redes.stages import evaluate_results
from redes.stages.evaluate_results import METRICS, PLAN_FILES, RECIPES
from redes.stages.reference_points import AIMS

ROOT = Path(__file__).parents[2]
FOUND = METRICS / "evaluate_results.json"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the plan's metrics, and neither records nor best recipes."""
    for name in PLAN_FILES:
        write_json(tmp_path / METRICS / f"{name}.json", read_json(ROOT / METRICS / f"{name}.json"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def evaluate() -> dict[str, Any]:
    evaluate_results.main()
    return {"evaluate_results": read_json(FOUND)}


def test_every_aim_has_a_recipe() -> None:
    assert AIMS.keys() <= RECIPES.keys()


def test_nothing_but_the_plan() -> None:
    found = evaluate()["evaluate_results"]
    for name, recipe in RECIPES.items():
        told = found["recipes"][name]
        assert told["default"]["n"] == (1 if recipe.default else None)
        assert set(told["best"].values()) == {None}
    accuracy = read_json(METRICS / "train_imdb_bag.json")["test"]["accuracy"]
    assert found["recipes"]["bag"]["default"]["mean"] == accuracy
    assert (found["vectors"]["default"]["rank_of_queen"]["mean"], found["vectors"]["default"]["family"]["n"]) == (1, 1)
    assert found["vectors"]["best"].keys() == found["vectors"]["default"].keys()
    assert all(set(spread.values()) == {None} for spread in found["vectors"]["best"].values())
    assert found["tried"] == []


def test_the_same_addresses_with_everything_and_with_nothing(project: Path) -> None:
    def addresses(node: Any, path: str = "") -> set[str]:
        if not isinstance(node, dict):
            return {path}
        return {a for key, child in node.items() if key != "values" for a in addresses(child, f"{path}.{key}")}

    before = evaluate()
    write_everything(project)
    after = evaluate()
    assert addresses(before) == addresses(after)
    empty = [address.removeprefix(".") for address in addresses(after)]
    assert {look_up(after, address) for address in empty if ".best.n" in address} >= {1, 2, 3, 5}


def write_seeds(others: list[float]) -> dict[str, Any]:
    """Write a record of the plan's own training of the CNN and of two others; give it back."""
    accuracies = [others[0], read_json(METRICS / "train_mnist_cnn.json")["test"]["accuracy"], others[1]]
    record = make_seeds("train_mnist_cnn", accuracies)
    write_json(Path("benchmarks/seeds_train_mnist_cnn.json"), record)
    return record


def test_spread_over_seeds() -> None:
    accuracies = [run["test.accuracy"] for run in write_seeds([0.99, 0.995])["runs"]]
    told = evaluate()["evaluate_results"]["recipes"]["cnn"]["default"]
    assert told["mean"] == pytest.approx(statistics.fmean(accuracies))
    assert told["standard_deviation"] == pytest.approx(statistics.stdev(accuracies), abs=1e-8)
    assert (told["n"], told["min"], told["max"], told["values"]) == (3, 0.99, max(accuracies), accuracies)


def test_a_seed_that_failed_does_not_count() -> None:
    record = write_seeds([0.99, 0.995])
    accuracies = [run["test.accuracy"] for run in record["runs"][:2]]
    del record["runs"][2]["test.accuracy"]
    write_json(Path("benchmarks/seeds_train_mnist_cnn.json"), record)
    assert evaluate()["evaluate_results"]["recipes"]["cnn"]["default"]["values"] == accuracies


def test_seeds_of_other_parameters_do_not_count(capsys: pytest.CaptureFixture[str]) -> None:
    write_json(Path("benchmarks/seeds_train_mnist_cnn.json"), make_seeds("train_mnist_cnn", [0.99, 0.995]))
    told = evaluate()["evaluate_results"]["recipes"]["cnn"]["default"]
    accuracy = read_json(METRICS / "train_mnist_cnn.json")["test"]["accuracy"]
    assert (told["mean"], told["n"]) == (accuracy, 1)
    told = capsys.readouterr().out
    assert f"seeds_train_mnist_cnn.json has no seed of train_mnist_cnn with today's test.accuracy {accuracy}:" in told


def test_word_vectors_over_seeds() -> None:
    numbers = read_json(METRICS / "evaluate_embeddings_labelled.json")
    family = numbers["analogies"]["sections"]["family"]
    runs = [
        {
            "combination": {"seed": seed},
            "similarity_man_woman": numbers["similarity_man_woman"] + by,
            "rank_of_queen": 1.0,
            "analogies.accuracy": numbers["analogies"]["accuracy"] - by,
            "analogies.sections.family.correct": family["correct"] + 10 * (seed - 1),
            "analogies.sections.family.total": float(family["total"]),
        }
        for seed, by in ((1, 0.0), (2, 0.01), (3, 0.02))
    ]
    stage = "train_embeddings@labelled"
    write_json(Path("benchmarks/seeds_train_embeddings_labelled.json"), make_seeds(stage, []) | {"runs": runs})
    told = evaluate()["evaluate_results"]["vectors"]["default"]
    assert {spread["n"] for spread in told.values()} == {3}
    assert (told["rank_of_queen"]["min"], told["rank_of_queen"]["max"]) == (1, 1)
    assert told["similarity_man_woman"]["mean"] == pytest.approx(numbers["similarity_man_woman"] + 0.01)
    assert told["analogies"]["standard_deviation"] == pytest.approx(0.01)
    assert told["family"]["mean"] == pytest.approx((family["correct"] + 10) / family["total"], abs=1e-6)


def test_word_vectors_without_a_queen() -> None:
    path = METRICS / "evaluate_embeddings_labelled.json"
    numbers = read_json(path)
    write_json(path, numbers | {"rank_of_queen": None})
    told = evaluate()["evaluate_results"]["vectors"]["default"]
    assert told["rank_of_queen"]["mean"] is None
    assert told["similarity_man_woman"]["mean"] == numbers["similarity_man_woman"]


def test_gates_by_one_training_each() -> None:
    pair = read_json(METRICS / "evaluate_imdb.json")["lstm_and_rnn"]
    assert evaluate()["evaluate_results"]["gates"] == {end: pair[end] for end in ("difference", "low", "high")}


def test_gates_over_seeds() -> None:
    shifts = {"train_imdb_lstm": [0.0, 0.003, -0.001], "train_imdb_rnn": [0.0, -0.004, 0.002, 0.001]}
    samples = []
    for stage, by in shifts.items():
        accuracy = read_json(METRICS / f"{stage}.json")["test"]["accuracy"]
        samples.append([round(accuracy + shift, 5) for shift in by])
        write_json(Path(f"benchmarks/seeds_{stage}.json"), make_seeds(stage, samples[-1]))
    told = evaluate()["evaluate_results"]["gates"]
    # Welch's interval, by its own formulas.
    errors = [statistics.variance(sample) / len(sample) for sample in samples]
    freedom = sum(errors) ** 2 / sum(e**2 / (len(sample) - 1) for e, sample in zip(errors, samples, strict=True))
    half = student.ppf(0.975, freedom) * sum(errors) ** 0.5
    difference = statistics.fmean(samples[0]) - statistics.fmean(samples[1])
    expected = {"difference": difference, "low": difference - half, "high": difference + half}
    assert told == pytest.approx(expected, abs=1e-6)


def test_levers_are_compared_within_each_seed() -> None:
    write_json(Path("benchmarks/levers.json"), LEVERS)
    told = evaluate()["evaluate_results"]["levers"]
    views: Any = LEVERS["effects"]["views"]  # type: ignore[index]
    for what, given in told["effects"]["views"].items():
        differences = np.subtract(views[f"{what}_with"], views[f"{what}_without"])
        assert given["difference"]["mean"] == pytest.approx(differences.mean(), abs=1e-7)
        assert given["difference"]["standard_deviation"] == pytest.approx(differences.std(ddof=1), abs=1e-7)
        assert given["difference"]["values"] == pytest.approx(differences, abs=1e-7)
    assert (told["effort"], told["num_judged"]) == ("normal", 5000)


def test_what_was_tried_is_told_in_the_order_of_the_files() -> None:
    for name, epochs in {"tried_b": [1, 2], "tried_a": [3]}.items():
        record = make_tried("train_mnist_cnn", [{"epochs": number, "filters": [1, 2]} for number in epochs])
        write_json(Path(f"benchmarks/{name}.json"), record)
    told = evaluate()["evaluate_results"]["tried"]
    assert [row["combination"] for row in told] == [f"epochs={n} filters=[1, 2]" for n in (3, 1, 2)]
    assert {(row["accuracy"]["n"], row["seconds"]) for row in told} == {(3, 30.0)}


def test_one_best_recipe_without_the_others() -> None:
    best = make_best(None)
    write_json(Path("reports/best/best_mnist.json"), best["best_mnist"])
    told = evaluate()["evaluate_results"]["recipes"]
    assert told["cnn"]["best"]["values"] == best["best_mnist"]["best_mnist_cnn"]["test"]["by_seed"]
    assert told["cnn_together_views"]["best"] == {
        "mean": 0.9975, "standard_deviation": None, "min": 0.9975, "max": 0.9975, "n": 1
    }  # fmt: skip
    assert told["lstm"]["best"]["n"] is None


def no_networks(best: dict[str, Any]) -> None:
    del best["best_mnist"]["best_mnist_cnn"]["test"]["together"]


def percents(best: dict[str, Any]) -> None:
    best["best_imdb"]["everything"]["test"]["accuracy"] = 94.01


def a_text(best: dict[str, Any]) -> None:
    best["best_embeddings"]["analogies"]["accuracy"] = "28 %"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (no_networks, r"reports/best/best_mnist\.json: no metric '.*cnn\.test\.together\.accuracy': .* has single, "),
        (percents, r"reports/best/best_imdb\.json: expected accuracies in \[0, 1\] at .*everything.*, got \[94\.01\]"),
        (a_text, r"reports/best/best_embeddings\.json: 'best_embeddings\.analogies\.accuracy' is not a number"),
    ],
)
def test_best_recipes_that_are_not_understood(spoil: Callable[[Any], None], message: str) -> None:
    best = make_best(read_json(METRICS / "evaluate_embeddings_labelled.json"))
    spoil(best)
    for name, content in best.items():
        write_json(Path(f"reports/best/{name}.json"), content)
    with pytest.raises(UserError, match=f"{message}.*; make it again with: make best, or take the one in git"):
        evaluate()
    assert not FOUND.exists()


def test_a_broken_file_of_the_best_recipes(project: Path) -> None:
    (project / "reports/best").mkdir()
    (project / "reports/best/best_imdb.json").write_text('{"best_imdb_lstm": ')
    with pytest.raises(UserError, match=r"reports/best/best_imdb\.json is not JSON: Expecting value.*make best"):
        evaluate()


OTHER_VALUES = make_seeds("train_mnist_cnn", [0.99])
OTHER_VALUES["runs"][0]["combination"]["epochs"] = 3
UNEQUAL: dict[str, Any] = {
    **LEVERS,
    "effects": {**LEVERS["effects"], "views": {"errors_without": [1], "errors_with": []}},
}  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("name", "record", "message"),
    [
        ("seeds_train_mnist_cnn", make_seeds("train_imdb_lstm", [0.9]), "expected test.accuracy of train_mnist_cnn"),
        (
            "seeds_train_mnist_cnn",
            OTHER_VALUES,
            "sweep train_mnist_cnn seed=1..5 --metric test.accuracy --record benchmarks/seeds_",
        ),
        ("seeds_train_mnist_cnn", make_seeds("train_mnist_cnn", []), "got 0 runs with that of redes sweep"),
        ("levers", {**LEVERS, "effects": {}}, "averaging, label_smoothing, views errors and losses"),
        ("levers", UNEQUAL, "a number for each seed; got something else: ValueError"),
        ("tried_bag", make_seeds("train_imdb_bag", [0.9]), "it lacks 'combinations'; write it with: redes sweep"),
    ],
)
def test_records_that_are_not_understood(name: str, record: Any, message: str) -> None:
    write_json(Path(f"benchmarks/{name}.json"), record)
    with pytest.raises(UserError, match=rf"^benchmarks/{name}\.json: .*{message}"):
        evaluate()
    assert not FOUND.exists()


def test_the_plan_sees_what_the_best_recipes_write() -> None:
    link = ROOT / "reports/best"
    assert link.is_symlink()
    assert link.resolve() == ROOT / "best/reports/metrics"


def test_the_plan_sees_of_the_best_recipes_only_what_is_in_git() -> None:
    """Else whoever has trained them has another dvc.lock than whoever has not."""
    stages = Repo(str(ROOT / "best")).index.stages
    metrics = [out for stage in stages for out in stage.outs if Path(out.fs_path).parent.name == "metrics"]
    assert {out.use_cache for out in metrics} == {False, True}
    ignore = Repo(str(ROOT)).dvcignore
    for out in metrics:
        seen = not ignore.is_ignored_file(str(ROOT / "reports/best" / Path(out.fs_path).name))
        assert seen is not out.use_cache, out
