"""Count what every model of the course consists of, beside what it achieves and what it cost to train (T26)."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from redes.data.keras_file import read_config
from redes.evaluation.model_size import Layer, Size, add_sizes, count_linear, measure_layers
from redes.files import read_json, write_json
from redes.stages import run_stage

METRICS = Path("reports/metrics")
RECORD = Path("benchmarks/training.json")
REVIEWS = METRICS / "prepare_imdb.json"


class Counted(NamedTuple):
    """A model's size; its layers where it has several."""

    size: Size
    layers: Sequence[Layer] = ()


class Model(NamedTuple):
    """A model of the course: the stage that trains it, what it reads, its name, and how it is counted."""

    stage: str
    task: str
    es: str
    en: str
    measure: Callable[[str, int], Counted]


def count_network(name: str, words: int) -> Counted:
    """Count the network in ``models/NAME.keras``, for a review of so many words where it reads reviews."""
    layers = measure_layers(read_config(Path(f"models/{name}.keras")), words)
    return Counted(add_sizes(layers), layers)


def count_weighted_sum(name: str, words: int) -> Counted:
    """Count a model that is one weighted sum and a bias: of its features those that occur need be added only."""
    del words
    parameters = read_json(METRICS / f"train_{name}.json")["parameters"]
    return Counted(count_linear(parameters - 1))


def count_vectors(name: str, words: int) -> Counted:
    """Count word vectors: a table, of which nothing is multiplied."""
    del words
    found = read_json(METRICS / f"evaluate_embeddings_{name.partition('_')[2]}.json")
    return Counted(Size(parameters=found["vocabulary"] * found["vector_size"]))


#: All models, in the order of the course. One more is one line here, its files in dvc.yaml, and a row in the report.
MODELS = {
    "mnist_softmax": Model(
        "train_mnist_softmax", "digits", "regresión softmax", "softmax regression", count_network
    ),
    "mnist_mlp": Model("train_mnist_mlp", "digits", "perceptrón multicapa", "multilayer perceptron", count_network),
    "mnist_cnn": Model("train_mnist_cnn", "digits", "red convolucional", "convolutional network", count_network),
    "vectors_labelled": Model(
        "train_embeddings@labelled", "words", "vectores de palabras", "word vectors", count_vectors
    ),
    "imdb_bag": Model("train_imdb_bag", "reviews", "bolsa de palabras", "bag of words", count_weighted_sum),
    "imdb_rnn": Model("train_imdb_rnn", "reviews", "red sin puertas", "network without gates", count_network),
    "imdb_lstm": Model("train_imdb_lstm", "reviews", "red LSTM", "LSTM network", count_network),
    "imdb_ratios": Model("train_imdb_ratios", "reviews", "LSTM con razones", "LSTM with ratios", count_network),
}  # fmt: skip


def main() -> None:
    """Count every model, and write the numbers beside accuracies and the record of a named machine."""
    words = int(read_json(REVIEWS)["test"]["length"]["median"])
    record = read_json(RECORD)
    found: dict[str, Any] = {"review_words": words, "disagreements": 0, "machine": record["machine"]}
    found |= {"models": {}, "layers": {}}
    for name, model in MODELS.items():
        size, layers = model.measure(name, words)
        told = METRICS / f"{model.stage}.json"
        result = read_json(told) if told.is_file() else {}
        found["disagreements"] += result.get("parameters", size.parameters) != size.parameters
        found["models"][name] = describe(model, size, result, record["stages"].get(model.stage, {}))
        if layers:
            found["layers"][name] = _list_layers(layers, size)
    found["tasks"] = {task: compare(found["models"].values(), task) for task in ("digits", "reviews")}
    write_json(METRICS / "evaluate_models.json", found)
    print(f"{len(MODELS)} models counted, {found['disagreements']} unlike what Keras says", flush=True)


def describe(model: Model, size: Size, result: dict[str, Any], cost: dict[str, float]) -> dict[str, Any]:
    """One model's numbers; None where one has no meaning for it, or where the record has no measurement."""
    test = result.get("test", {})
    wired, used = bool(size.units), bool(size.operations)
    return {
        "task": model.task,
        "name": {"es": model.es, "en": model.en},
        "parameters": size.parameters,
        "units": size.units if wired else None,
        "connections": size.connections if wired else None,
        "connections_per_unit": round(size.connections / size.units, 2) if wired else None,
        "operations": size.operations if used else None,
        "operations_per_parameter": round(size.operations / size.parameters, 4) if used else None,
        "accuracy": test.get("accuracy"),
        "errors": test.get("errors"),
        **{key: cost.get(key) for key in ("seconds", "processor_seconds", "peak_memory_mb")},
    }


def compare(models: Iterable[dict[str, Any]], task: str) -> dict[str, float]:
    """How many times the parameters of the most accurate model of a task the largest has: 1 where it is the same."""
    judged = [model for model in models if model["task"] == task]
    best, largest = (max(judged, key=lambda model: model[key]) for key in ("accuracy", "parameters"))
    return {"largest_over_best": round(largest["parameters"] / best["parameters"], 2)}


def _list_layers(layers: Sequence[Layer], size: Size) -> dict[str, Any]:
    """The layers that hold parameters, by name, with their shares of the whole network."""
    return {
        layer.name: {
            "kind": layer.kind,
            **layer.size._asdict(),
            "share_of_parameters": round(layer.size.parameters / size.parameters, 6),
            "share_of_operations": round(layer.size.operations / size.operations, 6),
        }
        for layer in layers
        if layer.size.parameters
    }


if __name__ == "__main__":
    run_stage(main)
