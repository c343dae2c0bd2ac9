"""What the trainings of networks that read reviews share: sequences in buckets, the fit, the example for MLflow."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from redes import determinism
from redes.features.ratios import UNIT
from redes.features.sequences import cut_into_buckets, truncate
from redes.features.word_vectors import embedding_matrix, read_vectors
from redes.params import read_params
from redes.stages.prepared_imdb import Reviews, add_ratios, read_reviews, read_word_ids
from redes.stages.training import predictions_path, train_classifier

if TYPE_CHECKING:
    from redes.models.imdb import Cell
    from redes.models.training import BatchIterator, OnEpoch

VECTORS = Path("data/vectors/training.bin")
PREDICTION_BATCH = 256


def train_on_reviews(
    stage: str,
    cell: "Cell",
    vectors: Path = VECTORS,
    ratios: Path | None = None,
    train_on: Sequence[str] = ("train",),
    **given: Any,
) -> None:
    """Train a network that reads reviews, and write all that ``train_classifier`` writes.

    Args:
        stage: the address of the stage; its name is that of its parameters.
        cell: of the network.
        vectors: file of the word vectors that it starts with.
        ratios: folder of the ratios that it reads beside them; none: it reads words alone.
        train_on: splits that are trained on; the others are asked about.
        given: parameters that come from elsewhere than params.yaml.
    """
    from redes.models import imdb

    params = SimpleNamespace(**vars(read_params(stage.partition("@")[0])), **given)
    determinism.seed_tensorflow(params.seed)
    reviews = {split: read_input(split, ratios) for split in ("train", "validation", "test")}
    asked = {split: part for split, part in reviews.items() if split not in {"train", *train_on}}
    cut = partial(cut_into_buckets, max_length=params.max_length, head_share=params.head_share)
    buckets = {split: cut(part.sequences, batch_size=PREDICTION_BATCH) for split, part in asked.items()}
    ids = [sequence if ratios is None else sequence[:, 0] for part in reviews.values() for sequence in part.sequences]
    model = imdb.build_recurrent(
        cell,
        embedding_matrix(read_vectors(vectors), read_word_ids(), 1 + max(int(some.max()) for some in ids)),
        filters=params.filters,
        kernel_size=params.kernel_size,
        pool_size=params.pool_size,
        units=params.units,
        dropout=params.dropout,
        num_ratios=0 if ratios is None else reviews["train"].sequences[0].shape[1] - 1,
        ratio_unit=UNIT,
    )
    train_classifier(
        stage,
        model,
        fit=partial(fit_reviews, model, join_reviews([reviews[split] for split in train_on]), params),
        predict=lambda split: imdb.predict(model, buckets[split].batches(), len(asked[split].labels)),
        labels={split: part.labels for split, part in asked.items()},
        read_example=partial(read_example, stage, ratios),
    )


def read_input(split: str, ratios: Path | None) -> Reviews:
    """Read the reviews of a split, with ratios if there is a folder of them."""
    reviews = read_reviews(split)
    return reviews if ratios is None else add_ratios(reviews, split, ratios)


def fit_reviews(model: Any, reviews: Reviews, params: SimpleNamespace, on_epoch: "OnEpoch") -> None:
    """Fit a network to reviews in batches of similar length, in a new order for each epoch.

    Args:
        model: the Keras model, trained in place.
        reviews: encoded, and their labels.
        params: of the stage.
        on_epoch: called after each epoch.
    """
    from redes.models import imdb, training

    buckets = cut_into_buckets(
        reviews.sequences,
        max_length=params.max_length,
        head_share=params.head_share,
        batch_size=params.batch_size,
    )
    rng = np.random.default_rng(params.seed)

    def batches_of_epoch(_: int) -> "BatchIterator":
        for indices, words in buckets.batches(rng):
            yield words, reviews.labels[indices, np.newaxis].astype(np.float32)

    training.fit(
        model,
        batches_of_epoch,
        objective=imdb.OBJECTIVE,
        num_steps=params.epochs * buckets.num_batches,
        epochs=params.epochs,
        learning_rate=params.learning_rate,
        weight_decay=params.weight_decay,
        averaging=params.averaging,
        on_epoch=on_epoch,
    )


def join_reviews(splits: Sequence[Reviews]) -> Reviews:
    """Put the reviews of several splits one after the other."""
    sequences = [sequence for part in splits for sequence in part.sequences]
    return Reviews(sequences, np.concatenate([part.labels for part in splits]))


def read_example(stage: str, ratios: Path | None = None) -> tuple[np.ndarray, np.ndarray]:
    """A test review as a model eats it, ``int32 (1, length, ...)``, and the probability that it is positive."""
    params = read_params(stage.partition("@")[0])
    words = truncate(read_input("test", ratios).sequences[0], params.max_length, params.head_share)
    with np.load(predictions_path(stage)) as predictions:
        return words[np.newaxis], predictions["test_probabilities"][:1]
