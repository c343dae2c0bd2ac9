"""What the fits of a bag of words share: the fit, and all that it leaves behind."""

from collections.abc import Mapping, Sequence

import numpy as np

from redes import tracking
from redes.evaluation.classification import summarise
from redes.features import bag_of_words
from redes.files import write_arrays, write_json
from redes.params import read_params
from redes.stages.training import metrics_path, model_path, predictions_path


def train_bag(
    stage: str,
    train: tuple[Sequence[str], np.ndarray],
    asked: Mapping[str, tuple[Sequence[str], np.ndarray]],
) -> None:
    """Fit as a run of MLflow, and write model, predictions and metrics. There are no epochs, and no history.

    Args:
        stage: the name of the stage, and of its parameters.
        train: tokenized reviews, their words joined by single spaces, and labels ``uint8 (n,)``.
        asked: the same of the splits that it does not see; "test" among them.
    """
    with tracking.training_run(stage) as run:
        model = bag_of_words.fit(*train, **vars(read_params(stage)))
        print(f"{stage}: {len(model.terms):,} words and rows of words", flush=True)
        write_arrays(model_path(stage, ".npz"), model.as_arrays())
        probabilities = {split: bag_of_words.predict(model, reviews) for split, (reviews, _) in asked.items()}
        arrays = {f"{split}_probabilities": array for split, array in probabilities.items()}
        arrays |= {f"{split}_labels": labels for split, (_, labels) in asked.items()}
        write_arrays(predictions_path(stage), arrays)
        results = {split: summarise(probabilities[split], labels) for split, (_, labels) in asked.items()}
        metrics = {"parameters": len(model.weights) + 1, **results}
        write_json(metrics_path(stage), metrics)
        run.log_result(metrics, *read_example(stage, asked["test"][0][:1]))
    for split, result in results.items():
        print(f"{stage}: {split} accuracy {100 * result['accuracy']:.2f} %", flush=True)


def read_example(stage: str, reviews: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The first test reviews, ``str (n,)``, and the probabilities that they are positive."""
    with np.load(predictions_path(stage)) as predictions:
        return np.array(reviews), predictions["test_probabilities"][: len(reviews)]
