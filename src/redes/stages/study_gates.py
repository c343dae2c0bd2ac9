"""Follow the gates of the trained LSTM through a real review, in NumPy, without Keras (T22)."""

from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from redes.data.keras_file import read_layer
from redes.features.sequences import LengthBuckets, truncate
from redes.features.text import PADDING, START, UNKNOWN
from redes.files import write_arrays, write_json
from redes.foundations.activations import relu, sigmoid
from redes.foundations.lstm import LSTMStates, convert_keras_weights, run_lstm
from redes.params import read_params
from redes.stages import run_stage
from redes.stages.prepared_imdb import read_reviews, read_word_ids

MODEL = Path("models/imdb_lstm.keras")
PREDICTIONS = Path("data/predictions/imdb_lstm.npz")
ARRAYS = Path("data/studies/gates.npz")
METRICS = Path("reports/metrics/study_gates.json")
#: How numbers that are no words are written.
SIGNS = {PADDING: "", START: "▸", UNKNOWN: "?"}


class Reading(NamedTuple):
    """What the network makes of a review."""

    forward: LSTMStates  # of the LSTM that reads from the beginning, float64 (steps, units)
    probability: float  # that the review is positive


def main() -> None:
    """Choose a review, let the network read it, and compare with what Keras said of it."""
    params, network = read_params("study_gates"), read_params("train_imdb_lstm")
    reviews = read_reviews("test").sequences
    chosen = choose(reviews, params.num_words)
    words = truncate(reviews[chosen], network.max_length, network.head_share)
    ((_, batch),) = LengthBuckets([words], batch_size=1).batches()
    reading = read(batch[0], read_weights(MODEL), network.pool_size)
    with np.load(PREDICTIONS) as predictions:
        of_keras = float(predictions["test_probabilities"][chosen])

    names = {number: word for word, number in read_word_ids().items()} | SIGNS
    steps = group_words([names[int(word)] for word in batch[0]], network.pool_size)
    heard = np.array([step != "" for step in steps])
    gates = {name: getattr(reading.forward, name)[heard] for name in ("f", "i", "o")}
    write_arrays(ARRAYS, gates | {"words": np.array([step for step in steps if step])})
    numbers = {
        "review": chosen,
        "asked_words": params.num_words,
        "words": len(words) - 1,
        "steps": int(heard.sum()),
        "pool_size": network.pool_size,
    }
    numbers |= {f"mean_{name}": round(float(gate.mean()), 4) for name, gate in gates.items()}
    numbers["probability"] = round(reading.probability, 4)
    numbers["difference"] = float(f"{abs(reading.probability - of_keras):.2g}")
    write_json(METRICS, numbers)


def choose(reviews: list[np.ndarray], num_words: int) -> int:
    """Choose the first of the reviews whose length is nearest to ``num_words``; the sign of the start is no word."""
    return int(np.argmin([abs(len(review) - 1 - num_words) for review in reviews]))


def group_words(words: list[str], pool_size: int) -> list[str]:
    """Write together the words that one step of the LSTM stands for; what is left over at the end has no step.

    >>> group_words(["", "", "", "a", "very", "good", "film"], 2)
    ['', 'a', 'very good']
    """
    starts = range(0, len(words) - pool_size + 1, pool_size)
    return [" ".join(filter(None, words[start : start + pool_size])) for start in starts]


def read_weights(path: Path) -> SimpleNamespace:
    """Read the weights of the network's layers, by the layers' names."""
    return SimpleNamespace(**{layer: read_layer(path, layer) for layer in ("vectors", "convolution", "lstm", "logits")})


def read(words: np.ndarray, weights: SimpleNamespace, pool_size: int) -> Reading:
    """Read a review as the network of ``models.imdb`` does: vectors, convolution, pooling, LSTMs, maximum and mean.

    Args:
        words: integers ``(length,)``, padded.
        weights: of the layers, as Keras keeps them.
        pool_size: positions summarised by their maximum.
    """
    (vectors,), (kernel, bias) = weights.vectors, weights.convolution
    size = len(kernel)
    padded = np.pad(vectors[words].astype(np.float64), (((size - 1) // 2, size // 2), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, size, axis=0)  # (length, vector_size, size)
    maps = relu(np.einsum("lvs,svf->lf", windows, kernel.astype(np.float64)) + bias)
    pooled = maps[: len(maps) // pool_size * pool_size].reshape(-1, pool_size, maps.shape[1]).max(axis=1)

    forward = run_lstm(pooled, convert_keras_weights(*weights.lstm[:3]))
    backward = run_lstm(pooled[::-1], convert_keras_weights(*weights.lstm[3:]))
    shown = np.hstack([forward.h, backward.h[::-1]])
    kernel, bias = weights.logits
    logit = np.concatenate([shown.max(axis=0), shown.mean(axis=0)]) @ kernel.astype(np.float64) + bias
    return Reading(forward, float(sigmoid(logit)[0]))


if __name__ == "__main__":
    run_stage(main)
