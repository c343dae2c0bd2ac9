"""The same networks in PyTorch, trained on the same batches and timed as in ``trainings``.

PyTorch is no part of the environment: ``requirements-benchmark.txt`` adds it.
"""

from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from torch import nn

from benchmarks.prepared import limit_words, read_digits, read_reviews
from benchmarks.trainings import Laps
from redes.features.sequences import cut_into_buckets, pad
from redes.params import read_params

Batches = Callable[[], Iterable[tuple[np.ndarray, np.ndarray]]]

#: Of Keras' example for reviews; its own module would import Keras.
NUM_WORDS, MAX_LENGTH = 20_000, 200


class OverTime(nn.Module):
    """An LSTM in both directions, and maximum and mean of what it says at each step, or what it says at the end."""

    def __init__(self, inputs: int, units: int, gives: str) -> None:
        super().__init__()
        self.lstm = nn.LSTM(inputs, units, batch_first=True, bidirectional=True)
        self.gives = gives

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Read ``(n, length, inputs)``."""
        states, (last, _) = self.lstm(x)
        if self.gives == "sequence":
            return states
        if self.gives == "last":
            return torch.cat([last[0], last[1]], dim=1)
        return torch.cat([states.amax(dim=1), states.mean(dim=1)], dim=1)


class Transposed(nn.Module):
    """Exchange time and channels: PyTorch's convolutions want the channels first."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Read ``(n, a, b)``, give ``(n, b, a)``."""
        return x.transpose(1, 2)


def build_cnn(filters: list[int]) -> nn.Module:
    """Build the network of ``redes.models.mnist.build_cnn``, for images ``float32 (n, 1, 28, 28)``."""
    parts: list[nn.Module] = []
    channels = 1
    for width, size, pooled in zip(filters, (5, 3, 3, 3), (1, 0, 1, 0), strict=True):
        parts.append(nn.Conv2d(channels, width, size, bias=False))
        parts += [nn.MaxPool2d(2)] if pooled else []
        parts += [nn.BatchNorm2d(width), nn.ReLU()]
        channels = width
    return nn.Sequential(*parts, nn.Flatten(), nn.LazyLinear(10))


def build_mnist_convnet() -> nn.Module:
    """Build the network of Keras' example for digits."""
    first = [nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2)]
    second = [nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*first, *second, nn.Flatten(), nn.Dropout(0.5), nn.Linear(1600, 10))


def build_lstm(num_words: int, vector_size: int, params: SimpleNamespace) -> nn.Module:
    """Build the network of ``redes.models.imdb.build_recurrent``, its vectors drawn at random."""
    return nn.Sequential(
        nn.Embedding(num_words, vector_size),
        nn.Dropout(params.dropout),
        Transposed(),
        nn.Conv1d(vector_size, params.filters, params.kernel_size, padding="same"),
        nn.ReLU(),
        nn.MaxPool1d(params.pool_size),
        Transposed(),
        OverTime(params.filters, params.units, "maximum and mean"),
        nn.Dropout(params.dropout),
        nn.Linear(4 * params.units, 1),
        nn.Flatten(0),
    )


def build_bidirectional_lstm() -> nn.Module:
    """Build the network of Keras' example for reviews."""
    layers = [nn.Embedding(NUM_WORDS, 128), OverTime(128, 64, "sequence"), OverTime(128, 64, "last")]
    return nn.Sequential(*layers, nn.Linear(128, 1), nn.Flatten(0))


def torch_cnn(num_examples: int, passes: int) -> list[float]:
    """Train this project's convolutional network, the digits unmoved."""
    params = read_params("train_mnist_cnn")
    loss = nn.CrossEntropyLoss(label_smoothing=params.label_smoothing)
    return _fit(build_cnn(params.filters), _digits(num_examples, params.batch_size), loss, torch.optim.AdamW, passes)


def torch_convnet(num_examples: int, passes: int) -> list[float]:
    """Train the network of Keras' example for digits."""
    return _fit(
        build_mnist_convnet(), _digits(num_examples, batch_size=128), nn.CrossEntropyLoss(), torch.optim.Adam, passes
    )


def torch_lstm(num_examples: int, passes: int) -> list[float]:
    """Train this project's LSTM network, in the same buckets of length."""
    params = read_params("train_imdb_lstm")
    num_words, vector_size = read_params("prepare_imdb").num_words, read_params("train_embeddings").vector_size
    sequences, labels = read_reviews("train", num_examples)
    lengths = {name: getattr(params, name) for name in ("max_length", "head_share", "batch_size")}
    buckets, rng = cut_into_buckets(sequences, **lengths), np.random.default_rng(params.seed)

    def batches() -> Iterable[tuple[np.ndarray, np.ndarray]]:
        for indices, words in buckets.batches(rng):
            yield words, labels[indices].astype(np.float32)

    network = build_lstm(num_words, vector_size, params)
    return _fit(network, batches, nn.BCEWithLogitsLoss(), torch.optim.AdamW, passes)


def torch_bidirectional_lstm(num_examples: int, passes: int) -> list[float]:
    """Train the network of Keras' example for reviews."""
    sequences, labels = read_reviews("train", num_examples)
    words = pad(limit_words([sequence[-MAX_LENGTH:] for sequence in sequences], NUM_WORDS), MAX_LENGTH)
    batches = _shuffled(words, labels.astype(np.float32), batch_size=32)
    return _fit(build_bidirectional_lstm(), batches, nn.BCEWithLogitsLoss(), torch.optim.Adam, passes)


def _digits(num_examples: int, batch_size: int) -> Batches:
    digits = read_digits("train", num_examples)
    return _shuffled(digits.images.transpose(0, 3, 1, 2), digits.labels.astype(np.int64), batch_size)


def _shuffled(inputs: np.ndarray, targets: np.ndarray, batch_size: int) -> Batches:
    rng = np.random.default_rng(1)

    def batches() -> Iterable[tuple[np.ndarray, np.ndarray]]:
        order = rng.permutation(len(targets))
        for start in range(0, len(order), batch_size):
            chosen = order[start : start + batch_size]
            yield inputs[chosen], targets[chosen]

    return batches


def _fit(network: nn.Module, batches: Batches, loss: nn.Module, optimizer: Any, passes: int) -> list[float]:
    """Train for some passes on the processor; seconds of each but the first."""
    torch.manual_seed(1)
    laps = Laps()
    steps = None
    for _ in range(passes):
        for inputs, targets in batches():
            outputs = network(torch.from_numpy(np.ascontiguousarray(inputs)))
            steps = steps or optimizer(network.parameters())  # the first step tells a lazy layer its size
            steps.zero_grad()
            loss(outputs, torch.from_numpy(targets)).backward()
            steps.step()
        laps.on_epoch()
    return laps.seconds
