"""Fit a bag of words to IMDB (T25): what the order of the words has to beat."""

from pathlib import Path

import numpy as np

from redes import tracking
from redes.evaluation.classification import summarise
from redes.features import bag_of_words
from redes.files import write_arrays, write_json
from redes.params import read_params
from redes.stages import run_stage
from redes.stages.prepared_imdb import read_reviews, read_tokens

STAGE = "train_imdb_bag"
MODEL = Path("models/imdb_bag.npz")
PREDICTIONS = Path("data/predictions/imdb_bag.npz")


def main() -> None:
    """Fit on the training reviews; write model, predictions and metrics. There are no epochs, and no history."""
    with tracking.training_run(STAGE) as run:
        model = bag_of_words.fit(read_tokens("train"), read_reviews("train").labels, **vars(read_params(STAGE)))
        print(f"{STAGE}: {len(model.terms):,} words and rows of words", flush=True)
        write_arrays(MODEL, model.as_arrays())
        labels = {split: read_reviews(split).labels for split in ("validation", "test")}
        probabilities = {split: bag_of_words.predict(model, read_tokens(split)) for split in labels}
        arrays = {f"{split}_probabilities": array for split, array in probabilities.items()}
        write_arrays(PREDICTIONS, arrays | {f"{split}_labels": array for split, array in labels.items()})
        results = {split: summarise(probabilities[split], labels[split]) for split in labels}
        metrics = {"parameters": len(model.weights) + 1, **results}
        write_json(Path(f"reports/metrics/{STAGE}.json"), metrics)
        run.log_result(metrics, *read_example())
    for split, result in results.items():
        print(f"{STAGE}: {split} accuracy {100 * result['accuracy']:.2f} %", flush=True)


def read_example() -> tuple[np.ndarray, np.ndarray]:
    """A validation review, ``str (1,)``, and the probability that it is positive."""
    with np.load(PREDICTIONS) as predictions:
        return np.array(read_tokens("validation")[:1]), predictions["validation_probabilities"][:1]


if __name__ == "__main__":
    run_stage(main)
