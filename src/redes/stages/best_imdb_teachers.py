"""Ask networks and bag about the unlabelled reviews: their answers are what other networks, the students, learn from.

Source: Hinton, Vinyals and Dean 2015, *Distilling the Knowledge in a Neural Network*, arXiv 1503.02531.
"""

from typing import Any

import numpy as np

from redes import determinism
from redes.data.imdb import read_reviews
from redes.features import bag_of_words, text
from redes.features.sequences import cut_into_buckets
from redes.files import folder_as_whole, write_arrays
from redes.params import read_params
from redes.stages import run_stage
from redes.stages.best_imdb_network import TAUGHT
from redes.stages.best_imdb_tokens import UNLABELLED
from redes.stages.imdb_training import PREDICTION_BATCH
from redes.stages.prepared_imdb import read_word_ids
from redes.stages.training import model_path

NETWORKS, BAG = "best_imdb_unlabelled_lstm", "best_imdb_bag"


def main() -> None:
    """Write the unlabelled reviews, encoded, and as labels the teachers' probabilities: half networks, half bag."""
    reviews = read_reviews(UNLABELLED)["text"][: read_params("data").limit]
    sequences = encode(reviews)
    networks = np.mean(list(ask_networks(sequences)), axis=0)
    with np.load(model_path(BAG, ".npz")) as arrays:
        bag = bag_of_words.from_arrays(arrays)
    marked = [" ".join(text.tokenize_with_punctuation(review)) for review in reviews]
    labels = ((networks + bag_of_words.predict(bag, marked)) / 2).astype(np.float32)
    print(f"{len(labels):,} unlabelled reviews, {100 * (labels > 0.5).mean():.1f} % of them positive", flush=True)
    ids, offsets = text.join_sequences(sequences)
    with folder_as_whole(TAUGHT) as folder:
        write_arrays(folder / "unlabelled.npz", {"ids": ids, "offsets": offsets, "labels": labels})


def encode(reviews: Any) -> list[np.ndarray]:
    """Turn texts into ids as ``prepare_imdb`` does, whose training reviews number the words."""
    params, ids = read_params("prepare_imdb"), read_word_ids()
    return [text.encode(text.tokenize(review), ids, params.num_words, params.skip_top) for review in reviews]


def ask_networks(sequences: list[np.ndarray]) -> Any:
    """Ask each of the networks.

    Yields:
        Probabilities of "positive", ``float32 (n,)``.
    """
    import keras

    from redes.models import imdb

    params, seeds = read_params(NETWORKS), read_params("best_imdb").seeds
    determinism.seed_tensorflow(seeds[0])
    buckets = cut_into_buckets(
        sequences, max_length=params.max_length, head_share=params.head_share, batch_size=PREDICTION_BATCH
    )
    for seed in seeds:
        model = keras.saving.load_model(model_path(f"{NETWORKS}@{seed}"), compile=False)
        yield imdb.predict(model, buckets.batches(), len(sequences))
        print(f"{NETWORKS}@{seed}: asked", flush=True)


if __name__ == "__main__":
    run_stage(main)
