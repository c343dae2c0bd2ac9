"""How fast gensim learns word vectors: in the deterministic setting, and with one and two workers without it."""

import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.effort import Effort
from benchmarks.processes import run_trials
from benchmarks.spread import summarise, summarise_ratios

PACKAGES = ("gensim", "numpy")
MINUTES = {"quick": 0.5, "normal": 2, "long": 12}
REPETITIONS = {"quick": 1, "normal": 3, "long": 10}
EXAMPLES = {"quick": 2000, "normal": 10000, "long": 22500}
TOKENS = Path("data/prepared/imdb_tokens/train.txt")
SETTINGS: dict[str, dict[str, Any]] = {
    "deterministic": {},
    "one_worker": {"off": ["blas", "numpy"]},
    "two_workers": {"off": ["blas", "numpy"], "workers": 2},
}


def measure(effort: Effort, repetitions: int) -> dict[str, Any]:
    """Train vectors of the first training reviews in each setting, in turns.

    Returns:
        Words per second, words of the vocabulary alone counted, and the ratios to the deterministic setting.
    """
    trials = {
        name: ("benchmarks.word_vectors:rate", {"num_examples": EXAMPLES[effort], **arguments})
        for name, arguments in SETTINGS.items()
    }
    done = run_trials(trials, repetitions, "word_vectors")
    rates = {name: [trial.given for trial in rounds] for name, rounds in done.items()}
    return {
        "reviews": EXAMPLES[effort],
        "words_per_second": {name: summarise(values) for name, values in rates.items()},
        "ratios": {
            name: summarise_ratios(rates[name], rates["deterministic"]) for name in rates if name != "deterministic"
        },
    }


def train(num_examples: int, passes: int, off: Sequence[str] = (), workers: int = 1) -> list[float]:
    """Train vectors; the seconds of every pass but the first, as the functions of ``trainings`` do."""
    return [seconds for seconds, _ in _passes(num_examples, passes, off, workers)]


def rate(num_examples: int, off: Sequence[str] = (), workers: int = 1) -> float:
    """Train vectors in two passes; words per second of the second one."""
    ((seconds, words),) = _passes(num_examples, 2, off, workers)
    return words / seconds


def _passes(num_examples: int, passes: int, off: Sequence[str], workers: int) -> list[tuple[float, int]]:
    """Seconds and words of the vocabulary of every pass but the first."""
    from benchmarks.trainings import leave_out

    leave_out(off)
    import gensim.models

    from redes.features.word_vectors import train_vectors
    from redes.params import read_params

    as_it_is = gensim.models.Word2Vec
    gensim.models.Word2Vec = lambda **given: as_it_is(**{**given, "workers": workers})
    ends: list[tuple[float, int]] = []
    with (
        tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="\n") as corpus,
        TOKENS.open(encoding="utf-8", newline="\n") as lines,
    ):
        corpus.writelines(line for _, line in zip(range(num_examples), lines, strict=False))
        corpus.flush()
        params = {**vars(read_params("train_embeddings")), "epochs": passes}
        train_vectors(
            [Path(corpus.name)], **params, on_epoch=lambda _, words: ends.append((time.perf_counter(), words))
        )
    return [(end - start, words - before) for (start, before), (end, words) in pairwise(ends)]
