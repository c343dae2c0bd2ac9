"""What the benchmarks compare is what they say: Keras' examples to their specification, settings, plans, jobs."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import determinism_cost, engines, hashing, levers, parallel, throughput, time_to_accuracy, trainings
from benchmarks.processes import Trial, run_trial
from redes import determinism

ROOT = Path(__file__).parents[2]


@pytest.mark.usefixtures("tensorflow_settings")
def test_the_examples_are_those_of_keras() -> None:
    from benchmarks import keras_examples

    digits, reviews = keras_examples.build_mnist_convnet(), keras_examples.build_bidirectional_lstm()
    assert [layer.count_params() for layer in digits.model.layers if layer.count_params()] == [320, 18496, 16010]
    assert [layer.count_params() for layer in reviews.model.layers] == [2_560_000, 98_816, 98_816, 129]
    assert (digits.model.count_params(), reviews.model.count_params()) == (34_826, 2_757_761)
    assert digits[1:] == (128, 15)
    assert reviews[1:] == (32, 2)
    for example, loss in ((digits, "categorical_crossentropy"), (reviews, "binary_crossentropy")):
        assert example.model.loss == loss
        assert example.model.optimizer.get_config()["learning_rate"] == pytest.approx(0.001)
    assert digits.model(np.zeros((2, 28, 28, 1), np.float32)).shape == (2, 10)
    assert reviews.model(np.zeros((2, 200), np.int32)).shape == (2, 1)


def test_the_example_reads_the_last_words_of_the_most_frequent() -> None:
    from benchmarks.keras_examples import cut_words

    words = cut_words([np.arange(100, 350, dtype=np.int32), np.array([7, 19_999, 20_000], np.int32)])
    assert words.shape == (2, 200)
    assert words[0].tolist() == list(range(150, 350))
    assert words[1, -4:].tolist() == [0, 7, 19_999, 2]


@pytest.mark.usefixtures("tensorflow_settings")
def test_the_fast_networks_are_small() -> None:
    from benchmarks import fast_recipes

    assert fast_recipes.build_digits().count_params() == 41_242
    assert fast_recipes.build_reviews(1).count_params() == 20_000 * 32 + 35_265


def test_torch_networks_have_the_same_parameters() -> None:
    pytest.importorskip("torch")
    import torch

    from benchmarks import torch_trainings
    from redes.params import read_params

    def count(network: Any, example: Any) -> int:
        network(example)
        return sum(parameter.numel() for parameter in network.parameters())

    images, words = torch.zeros(2, 1, 28, 28), torch.zeros(2, 64, dtype=torch.long)
    assert count(torch_trainings.build_mnist_convnet(), images) == 34_826
    # PyTorch has two vectors of biases where Keras has one
    assert count(torch_trainings.build_bidirectional_lstm(), words) == 2_757_761 + 2 * 2 * 4 * 64
    assert count(torch_trainings.build_cnn(read_params("train_mnist_cnn").filters), images) > 90_000


def test_every_deterministic_setting_is_left_out_once() -> None:
    variables = [name for group in trainings.VARIABLES.values() for name in group]
    about_numbers = determinism.ENVIRONMENT.keys() - set(variables) - {"TF_ENABLE_ONEDNN_OPTS"}
    assert about_numbers == {"KERAS_BACKEND", "KERAS_HOME", "CUDA_VISIBLE_DEVICES", "TF_CPP_MIN_LOG_LEVEL"}
    assert len(set(variables)) == len(variables)
    assert set(variables) <= determinism.ENVIRONMENT.keys()
    assert set(determinism_cost.settings_of("mnist_cnn")) == set(trainings.SETTINGS)
    assert set(determinism_cost.settings_of("imdb_ratios")) == set(trainings.SETTINGS) - {"batch_normalization"}
    assert determinism_cost.settings_of("vectors") == determinism_cost.settings_of("imdb_bag") == ["blas", "numpy"]


@pytest.mark.usefixtures("tensorflow_settings")
def test_a_model_is_compiled_with_other_arguments_than_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import keras

    compiled: dict[str, Any] = {}
    monkeypatch.setattr(keras.Model, "compile", lambda _, *__, **named: compiled.update(named))
    trainings.compile_otherwise({"jit_compile": True})
    keras.Sequential().compile(jit_compile=False, steps_per_execution=3)
    assert compiled == {"jit_compile": True, "steps_per_execution": 3}


def test_ratios_are_between_contenders() -> None:
    names = {name for contenders in throughput.CONTENDERS.values() for name in contenders}
    assert {name for pair in throughput.RATIOS.values() for name in pair} == names
    assert all(name == "_over_".join(pair) for name, pair in throughput.RATIOS.items())


def test_what_pytorch_would_have_done_is_left_out_where_it_is_not() -> None:
    measured = {name: [6.0, 8.0] for name in ("redes_cnn", "redes_cnn_unmoved")} | {"keras_convnet": [3.0, 2.0]}
    summary, ratios = throughput.summarise_contenders(measured), throughput.compare_contenders(measured)
    assert (summary["redes_cnn"]["median"], summary["torch_cnn"]) == (7.0, None)
    assert ratios["redes_cnn_over_keras_convnet"]["values"] == [2.0, 4.0]
    assert ratios["redes_cnn_unmoved_over_torch_cnn"] is None


def test_a_race_ends_when_the_accuracy_is_reached_and_its_clock_stands_still_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr(time_to_accuracy.time, "perf_counter", lambda: now[0])
    accuracies = iter([0.5, 0.8, 0.9])

    def judge() -> float:
        now[0] += 1000
        return next(accuracies)

    def fit(on_epoch: Any) -> None:
        for _ in range(5):
            now[0] += 10
            on_epoch()

    given = time_to_accuracy.Race(0.75, judge).follow(fit)
    assert given == {"seconds": 20.0, "passes": [10.0, 20.0], "accuracies": [0.5, 0.8]}


def test_a_race_that_is_not_won() -> None:
    given = time_to_accuracy.Race(0.9, lambda: 0.5).follow(lambda on_epoch: on_epoch(1, {}))
    assert given["seconds"] is None
    assert given["accuracies"] == [0.5]


def test_seeds_that_did_not_reach_the_accuracy_are_counted_and_not_compared() -> None:
    ours = [{"seconds": 10.0}, {"seconds": None}, {"seconds": 30.0}]
    theirs = [{"seconds": 100.0}, {"seconds": 100.0}, {"seconds": 150.0}]
    more = [*ours, {"seconds": 40.0}]
    assert time_to_accuracy.compare({"ours": more, "theirs": theirs})["ratio"]["values"] == [0.1, 0.2]
    compared = time_to_accuracy.compare({"ours": ours, "theirs": theirs})
    assert (compared["contenders"]["ours"]["seeds"], compared["contenders"]["ours"]["reached"]) == (3, 2)
    assert compared["contenders"]["ours"]["seconds"]["values"] == [10.0, 30.0]
    assert compared["ratio"]["values"] == [0.1, 0.2]
    assert time_to_accuracy.compare({"ours": [{"seconds": None}], "theirs": theirs[:1]})["ratio"] is None


@pytest.mark.parametrize("engine", engines.ENGINES)
def test_a_plan_of_trivial_stages(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    engines.write_plan(tmp_path / "plan", engine, 12)
    text = (tmp_path / "plan" / ("Snakefile" if engine == "snakemake" else "dvc.yaml")).read_text()
    assert text.count("cp input.txt out/stage_") == 12


def test_seconds_per_stage_are_the_slope() -> None:
    plans: dict[str, Any] = {
        str(size): {"run": 2 + 0.5 * size, "nothing": {"dvc_status": {"median": 1 + 0.01 * size}}} for size in (100, 10)
    }
    assert engines.cost_per_stage(plans) == {"run": 0.5, "dvc_status": 0.01}


def test_copies_of_data_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "images.npy").write_bytes(b"many pixels")
    monkeypatch.setattr(hashing, "SOURCE", source)
    hashing.write_copies(tmp_path / "copies", 300)
    contents = {path.read_bytes() for path in (tmp_path / "copies").iterdir()}
    assert len(contents) == 300
    assert {len(content) for content in contents} == {11}


def test_a_run_against_its_critical_path() -> None:
    jobs = {"fetch": (0, 1), "train": (1, 9), "study": (0, 5), "report": (9, 11)}
    told = parallel.describe(
        {name: parallel.Job(*times) for name, times in jobs.items()},
        {"train": ["fetch"], "report": ["train", "study", "not_run"]},
    )
    assert told["path"] == ["fetch", "train", "report"]
    assert (told["first_to_last"], told["critical_path"], told["sum"]) == (11, 11, 16)


def test_jobs_are_read_from_what_snakemake_notes(tmp_path: Path) -> None:
    folder = tmp_path / ".snakemake/metadata"
    folder.mkdir(parents=True)
    for name, (start, end) in {"a": (2.0, 5.0), "b": (1.0, 4.0)}.items():
        (folder / name).write_text(f'{{"rule": "train", "starttime": {start}, "endtime": {end}}}')
    assert parallel.read_jobs(tmp_path) == {"train": parallel.Job(1.0, 5.0)}


def test_the_plan_says_who_waits_for_whom(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    upstream = run_trial("benchmarks.parallel:read_dependencies", {}).given  # some ways of reading a plan make DVC warn
    assert "prepare_mnist" in upstream["train_mnist_cnn"]
    assert "train_embeddings_training" in upstream["train_imdb_lstm"]
    assert upstream["fetch_mnist"] == []


def test_each_lever_is_compared_with_the_same_seed_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def run_trials(trials: dict[str, Any], repetitions: int, _: str) -> dict[str, list[Trial]]:
        assert repetitions == 1
        given = {}
        for name, (_, arguments) in trials.items():
            errors = 100 * arguments["seed"] + (0 if arguments["smoothing"] else 50)
            kinds = {"as_it_is": errors, "averaged": errors + 1, "views": errors + 2}
            judged = {kind: {"errors": value, "loss": value / 1000} for kind, value in kinds.items()}
            given[name] = [Trial(judged, 500.0)]
        return given

    monkeypatch.setattr(levers, "run_trials", run_trials)
    effects = levers.measure("quick", 2)["effects"]
    told = {lever: (numbers["errors_without"], numbers["errors_with"]) for lever, numbers in effects.items()}
    assert told == {
        "averaging": ([100, 200], [101, 201]),
        "views": ([100, 200], [102, 202]),
        "label_smoothing": ([150, 250], [100, 200]),
    }
    assert effects["views"]["loss_with"] == [0.102, 0.202]
