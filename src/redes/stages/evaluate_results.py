"""Put the default and the best recipes beside what others reached, from records that may not be there yet.

Seeds, levers and whatever was tried stand in records of ``benchmarks``, the best recipes' numbers in ``reports/best``,
a link to where the project ``best`` leaves them: DVC does not look into a project inside its own. What is missing is
null.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from scipy.stats import ttest_ind

from redes.benchmark_record import find_record
from redes.errors import UserError
from redes.files import read_json, write_json
from redes.grid import describe_runs
from redes.report.numbers import look_up
from redes.stages import run_stage
from redes.stages.reference_points import AIMS, DIGITS_CEILING, REFERENCES, VECTORS_AIM, Aim
from redes.stages.result_records import NOT_MEASURED, SPREAD, Spread, describe_levers, find_seeds, find_tried

METRICS = Path("reports/metrics")
BEST = Path("reports/best")
#: Of the plan: what the default recipes gave.
PLAN_FILES = (
    "train_mnist_softmax",
    "train_mnist_cnn",
    "train_imdb_bag",
    "train_imdb_lstm",
    "train_imdb_rnn",
    "train_imdb_ratios",
    "evaluate_imdb",
    "evaluate_embeddings_labelled",
)
#: Of the best recipes.
BEST_FILES = ("best_mnist", "best_imdb", "best_embeddings")
FAMILY = "analogies.sections.family"
#: What word vectors are judged by.
VECTORS = ("similarity_man_woman", "rank_of_queen", "analogies.accuracy", f"{FAMILY}.correct", f"{FAMILY}.total")

AGAIN = "make it again with: make best, or take the one in git"

Documents = Mapping[str, Any]


class Recipe(NamedTuple):
    """A row of results.

    Attributes:
        task: ``digits`` or ``reviews``.
        es: its name, in Spanish.
        en: its name, in English.
        default: address of the accuracy of the default recipe's one training; none: there is no such recipe.
        best: address of the best recipe's accuracy or, where it ends in ``single`` or ``single_views``, of the
            accuracies of its networks one by one, beside which stands each, ``by_seed``.
    """

    task: str
    es: str
    en: str
    default: str = ""
    best: str = ""


RECIPES = {
    "softmax": Recipe("digits", "regresión softmax", "softmax regression", "train_mnist_softmax.test.accuracy"),
    "small": Recipe("digits", "red pequeña", "small network", best="best_mnist.best_mnist_small.test.single"),
    "cnn": Recipe("digits", "red convolucional", "convolutional network", "train_mnist_cnn.test.accuracy",
                  "best_mnist.best_mnist_cnn.test.single"),
    "cnn_views": Recipe("digits", "una red, cinco vistas", "one network, five views",
                        best="best_mnist.best_mnist_cnn.test.single_views"),
    "cnn_together": Recipe("digits", "varias redes", "several networks",
                           best="best_mnist.best_mnist_cnn.test.together.accuracy"),
    "cnn_together_views": Recipe("digits", "varias redes, cinco vistas", "several networks, five views",
                                 best="best_mnist.best_mnist_cnn.test.together_views.accuracy"),
    "bag": Recipe("reviews", "bolsa de palabras", "bag of words", "train_imdb_bag.test.accuracy",
                  "best_imdb.best_imdb_bag.test.accuracy"),
    "lstm": Recipe("reviews", "red LSTM", "LSTM network", "train_imdb_lstm.test.accuracy"),
    "rnn": Recipe("reviews", "red sin puertas", "network without gates", "train_imdb_rnn.test.accuracy"),
    "ratios": Recipe("reviews", "LSTM con razones", "LSTM with ratios", "train_imdb_ratios.test.accuracy",
                     "best_imdb.best_imdb_lstm.test.single"),
    "unlabelled": Recipe("reviews", "LSTM, más textos", "LSTM, more texts",
                         best="best_imdb.best_imdb_unlabelled_lstm.test.single"),
    "together": Recipe("reviews", "varias LSTM", "several LSTMs",
                       best="best_imdb.best_imdb_unlabelled_lstm.test.together.accuracy"),
    "everything": Recipe("reviews", "bolsa y LSTM", "bag and LSTM", "evaluate_imdb.ratios.with_bag.accuracy",
                         "best_imdb.everything.test.accuracy"),
}  # fmt: skip


def main() -> None:
    """Read what there is, and write one file for the chapter and its figures."""
    plan = {name: read_json(METRICS / f"{name}.json") for name in PLAN_FILES}
    best = dict(read_best())
    tried = find_tried()
    recipes = {name: describe_recipe(name, recipe, plan, best) for name, recipe in RECIPES.items()}
    found = {
        "recipes": recipes,
        "gates": compare_gates(recipes["lstm"]["default"], recipes["rnn"]["default"], plan),
        "vectors": {
            "aim": VECTORS_AIM,
            "default": describe_vectors(plan, "evaluate_embeddings_labelled", "train_embeddings@labelled"),
            "best": describe_vectors(best, "best_embeddings"),
        },
        "references": {name: reference._asdict() for name, reference in REFERENCES.items()},
        "digits_ceiling": DIGITS_CEILING,
        "levers": describe_levers(find_record("levers")),
        "tried": tried,
    }
    write_json(METRICS / "evaluate_results.json", found)
    print(f"best recipes: {', '.join(best) or 'none yet'}; {len(tried)} things tried", flush=True)


def read_best() -> Iterator[tuple[str, Any]]:
    """Read those files of the best recipes that are there, by stem.

    Raises:
        UserError: one is not JSON.
    """
    for name in BEST_FILES:
        path = BEST / f"{name}.json"
        if path.is_file():
            try:
                yield name, read_json(path)
            except (json.JSONDecodeError, UnicodeDecodeError) as error:
                raise UserError(f"{path} is not JSON: {error}; {AGAIN}") from None


def describe_recipe(name: str, recipe: Recipe, plan: Documents, best: Documents) -> dict[str, Any]:
    """Describe a recipe: its aim, and the test accuracies of the default and of the best.

    Args:
        name: key of ``AIMS``, if there is an aim.
        recipe: where its numbers stand.
        plan: contents of metrics files of the plan, by stem.
        best: the same of the best recipes.

    Returns:
        Names, aim, and two spreads, with the single ``values`` where there are several seeds. The default's is that of
        the plan's one training where no record has it among its seeds: that record is of other parameters or data.

    Raises:
        UserError: a file is there but holds something else.
    """
    stage = recipe.default.partition(".")[0]
    default = _read_accuracy(plan, recipe.default)
    if stage and (seeds := find_seeds(stage, {"test.accuracy": default["mean"]})):
        default = {**describe_runs(seeds)["test.accuracy"], "values": [run["test.accuracy"] for run in seeds]}
    return {
        "task": recipe.task,
        "name": {"es": recipe.es, "en": recipe.en},
        "aim": AIMS.get(name, Aim())._asdict(),
        "default": default,
        "best": _read_accuracy(best, recipe.best),
    }


def compare_gates(lstm: Spread, rnn: Spread, plan: Documents) -> dict[str, float]:
    """Compare the LSTM with the same network without gates (T25).

    Args:
        lstm: its default recipe, as ``describe_recipe`` gives it.
        rnn: that of the network without gates.
        plan: contents of metrics files of the plan, by stem.

    Returns:
        ``difference`` of the test accuracies, and the ends ``low`` and ``high`` of its 95 % interval: of the means,
        for what the seed can do (Welch 1947), where there are several seeds of both; else that of the plan's one
        training each, for what chance can do among the test reviews.
    """
    if min(lstm["n"], rnn["n"]) == 1:
        return {end: _look_up(plan, f"evaluate_imdb.lstm_and_rnn.{end}") for end in ("difference", "low", "high")}
    interval = ttest_ind(lstm["values"], rnn["values"], equal_var=False).confidence_interval(0.95)
    return {
        "difference": round(lstm["mean"] - rnn["mean"], 6),
        "low": round(float(interval.low), 6),
        "high": round(float(interval.high), 6),
    }


def describe_vectors(documents: Documents, name: str, stage: str = "") -> dict[str, Spread]:
    """Describe what word vectors know.

    Args:
        documents: contents of metrics files, by stem.
        name: the stem of theirs; it may be missing.
        stage: the training of the default recipe, of which there may be a record with several seeds.

    Returns:
        The keys of ``VECTORS_AIM``, with a spread each.
    """
    judged: Sequence[Mapping[str, float]] = []
    if name in documents:
        own = {address: _look_up(documents, f"{name}.{address}") for address in VECTORS}
        judged = (stage and find_seeds(stage, own)) or [own]
    known = [
        {
            "similarity_man_woman": run["similarity_man_woman"],
            "rank_of_queen": run["rank_of_queen"],
            "analogies": run["analogies.accuracy"],
            "family": round(run[f"{FAMILY}.correct"] / run[f"{FAMILY}.total"], 6) if run[f"{FAMILY}.total"] else None,
        }
        for run in judged
    ]
    # A number is missing where a word has no vector.
    measured = [{metric: value for metric, value in run.items() if value is not None} for run in known]
    return dict.fromkeys(VECTORS_AIM["best"], NOT_MEASURED) | describe_runs(measured)


def _read_accuracy(documents: Documents, address: str) -> Spread:
    """Read an accuracy, of one model or of several one by one; nothing where its file is missing."""
    if not address or address.partition(".")[0] not in documents:
        return NOT_MEASURED
    head, _, last = address.rpartition(".")
    if not last.startswith("single"):
        values = [_look_up(documents, address)]
        spread: Spread = {"mean": values[0], "standard_deviation": None, "min": values[0], "max": values[0], "n": 1}
    else:
        spread = {key: _look_up(documents, f"{address}.accuracy.{key}") for key in SPREAD}
        by_seed = f"{head}.{last.replace('single', 'by_seed')}"
        values = spread["values"] = [_look_up(documents, f"{by_seed}.{place}") for place in range(spread["n"])]
    if not all(isinstance(value, int | float) and 0 <= value <= 1 for value in values):
        raise UserError(f"{_path(address)}: expected accuracies in [0, 1] at {address}, got {values}; {AGAIN}")
    return spread


def _look_up(documents: Documents, address: str) -> Any:
    """Find a number.

    Raises:
        UserError: the file is there, but not the number.
    """
    try:
        return look_up(documents, address)
    except KeyError as error:
        raise UserError(f"{_path(address)}: {error.args[0]}; {AGAIN}") from None


def _path(address: str) -> Path:
    stem = address.partition(".")[0]
    return (BEST if stem in BEST_FILES else METRICS) / f"{stem}.json"


if __name__ == "__main__":
    run_stage(main)
