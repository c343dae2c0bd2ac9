"""What the trainings of networks that read reviews share: sequences in buckets, the fit, the example for MLflow."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from redes import determinism
from redes.features.sequences import LengthBuckets, truncate
from redes.features.word_vectors import embedding_matrix, read_vectors
from redes.params import read_params
from redes.stages.prepared_imdb import read_reviews, read_word_ids
from redes.stages.training import predictions_path, train_classifier

if TYPE_CHECKING:
    from redes.models.imdb import Cell
    from redes.models.training import BatchIterator

VECTORS = Path("data/vectors/training.bin")
PREDICTION_BATCH = 256


def train_on_reviews(stage: str, cell: "Cell") -> None:
    """Train on batches of reviews of similar length, in a new order for each epoch.

    Args:
        stage: the name of the stage, and of its parameters.
        cell: of the network.
    """
    from redes.models import imdb, training

    params = read_params(stage)
    determinism.seed_tensorflow(params.seed)
    rng = np.random.default_rng(params.seed)
    reviews = {split: read_reviews(split) for split in ("train", "validation", "test")}
    labels = {split: part.labels for split, part in reviews.items()}
    buckets = {
        split: LengthBuckets(
            [truncate(sequence, params.max_length, params.head_share) for sequence in part.sequences],
            params.batch_size if split == "train" else PREDICTION_BATCH,
        )
        for split, part in reviews.items()
    }
    num_words = 1 + max(int(sequence.max()) for part in reviews.values() for sequence in part.sequences)
    model = imdb.build_recurrent(
        cell,
        embedding_matrix(read_vectors(VECTORS), read_word_ids(), num_words),
        filters=params.filters,
        kernel_size=params.kernel_size,
        pool_size=params.pool_size,
        units=params.units,
        dropout=params.dropout,
    )

    def batches_of_epoch(_: int) -> "BatchIterator":
        for indices, words in buckets["train"].batches(rng):
            yield words, labels["train"][indices, np.newaxis].astype(np.float32)

    train_classifier(
        stage,
        model,
        fit=lambda on_epoch: training.fit(
            model,
            batches_of_epoch,
            objective=imdb.OBJECTIVE,
            num_steps=params.epochs * buckets["train"].num_batches,
            epochs=params.epochs,
            learning_rate=params.learning_rate,
            weight_decay=params.weight_decay,
            on_epoch=on_epoch,
        ),
        predict=lambda split: imdb.predict(model, buckets[split].batches(), len(labels[split])),
        labels=labels,
        read_example=lambda: read_example(stage),
    )


def read_example(stage: str) -> tuple[np.ndarray, np.ndarray]:
    """A validation review as a model eats it, ``int32 (1, length)``, and the probability that it is positive."""
    params = read_params(stage)
    words = truncate(read_reviews("validation").sequences[0], params.max_length, params.head_share)
    with np.load(predictions_path(stage)) as predictions:
        return words[np.newaxis], predictions["validation_probabilities"][:1]
