"""Ask networks and bag about the unlabelled reviews: what they say of them, terms can be counted by.

Source: Su, Sayyad-Shirabad and Matwin 2011, *Large Scale Text Classification using Semi-supervised Multinomial Naive
Bayes*, which also counts in documents that a model labelled.
"""

from collections.abc import Iterator

import numpy as np

from redes import determinism
from redes.data.imdb import read_reviews
from redes.features import bag_of_words, text
from redes.features.sequences import cut_into_buckets
from redes.files import write_arrays
from redes.params import read_params
from redes.stages import run_stage
from redes.stages.best_imdb_ratios import TAUGHT, UNLABELLED, ratios_path
from redes.stages.best_imdb_tokens import UNLABELLED as RAW
from redes.stages.imdb_training import PREDICTION_BATCH
from redes.stages.prepared_imdb import BEST_TOKENS, Reviews, add_ratios, read_tokens, read_word_ids
from redes.stages.training import model_path

NETWORKS, BAG = "best_imdb_lstm", "best_imdb_bag"


def main() -> None:
    """Write the mean of the probabilities of all networks and the bag, each of them one voice."""
    reviews = read_reviews(RAW)["text"][: read_params("data").limit]
    with np.load(model_path(BAG, ".npz")) as arrays:
        bag = bag_of_words.from_arrays(arrays)
    marked = [" ".join(text.tokenize_with_punctuation(review)) for review in reviews]
    answers = [bag_of_words.predict(bag, marked), *ask_networks()]
    labels = np.stack(answers).mean(axis=0, dtype=np.float64).astype(np.float32)
    print(f"{len(labels):,} unlabelled reviews, {100 * (labels > 0.5).mean():.1f} % of them positive", flush=True)
    write_arrays(TAUGHT, {"labels": labels})


def ask_networks() -> Iterator[np.ndarray]:
    """Ask each of the networks.

    Yields:
        Probabilities of "positive", ``float32 (n,)``.
    """
    import keras

    from redes.models import imdb

    params, seeds = read_params(NETWORKS), read_params("best_imdb").seeds
    determinism.seed_tensorflow(seeds[0])
    sequences = encode(read_tokens(UNLABELLED, BEST_TOKENS))
    buckets = cut_into_buckets(
        sequences, max_length=params.max_length, head_share=params.head_share, batch_size=PREDICTION_BATCH
    )
    for seed in seeds:
        model = keras.saving.load_model(model_path(f"{NETWORKS}@{seed}"), compile=False)
        yield imdb.predict(model, buckets.batches(), len(sequences))
        print(f"{NETWORKS}@{seed}: asked", flush=True)


def encode(reviews: list[str]) -> list[np.ndarray]:
    """Turn tokenized reviews into ids as ``prepare_imdb`` does, whose training reviews number the words, and ratios."""
    params, ids = read_params("prepare_imdb"), read_word_ids()
    sequences = [text.encode(review.split(" "), ids, params.num_words, params.skip_top) for review in reviews]
    unlabelled = Reviews(sequences, np.zeros(len(sequences)))
    return add_ratios(unlabelled, UNLABELLED, ratios_path("labelled")).sequences


if __name__ == "__main__":
    run_stage(main)
