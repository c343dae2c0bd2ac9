"""Compare words as single units and as patterns (T01), and networks of the past with nervous systems (T02)."""

from pathlib import Path
from typing import Any

import numpy as np

from redes.data.network_history import History, read_history
from redes.evaluation.representation import cosine_matrix, split_cosines
from redes.features.word_vectors import read_vectors
from redes.files import read_json, write_arrays, write_json
from redes.params import read_params
from redes.stages import run_stage

VECTORS = Path("data/vectors/labelled.bin")
MODELS = Path("reports/metrics/evaluate_models.json")
ARRAYS = Path("data/studies/origins.npz")
METRICS = Path("reports/metrics/evaluate_origins.json")


def main() -> None:
    """Compute both parts, write arrays and numbers."""
    arrays, words = compare_words(read_vectors(VECTORS), read_params("evaluate_origins").pairs)
    write_arrays(ARRAYS, arrays)
    write_json(METRICS, words | compare_networks(read_history(), read_json(MODELS)["models"]))


def compare_words(vectors: Any, pairs: list[list[str]]) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Compare related words and others in both representations.

    Args:
        vectors: gensim ``KeyedVectors``.
        pairs: related words; a pair of which one has no vector is left out.

    Returns:
        Arrays ``words``, ``cosines_one_hot`` and ``cosines_learned`` ``(n, n)``, ``patterns`` ``(n, components)`` of
        length 1; and the numbers, None where there is no pair to compare.
    """
    known = [pair for pair in pairs if all(word in vectors for word in pair)]
    words = list(dict.fromkeys(word for pair in known for word in pair))
    learned = np.array([vectors[word] for word in words], np.float64).reshape(-1, vectors.vector_size)
    single = np.zeros((len(words), len(vectors)))
    single[range(len(words)), [vectors.key_to_index[word] for word in words]] = 1
    rows = [(words.index(first), words.index(second)) for first, second in known]
    cosines = {"one_hot": cosine_matrix(single), "learned": cosine_matrix(learned)}
    numbers: dict[str, Any] = {"vocabulary": len(vectors), "components": vectors.vector_size, "words": len(words)}
    for name, matrix in cosines.items():
        related, others = split_cosines(matrix, rows)
        numbers[name] = {
            "largest": _extreme(np.max, np.concatenate([related, others])),
            "smallest_related": _extreme(np.min, related),
            "mean_related": _extreme(np.mean, related),
            "mean_others": _extreme(np.mean, others),
        }
    patterns = learned / np.linalg.norm(learned, axis=1, keepdims=True)
    arrays = {"words": np.array(words, str), "patterns": patterns.round(6)}
    return arrays | {f"cosines_{name}": matrix.round(6) for name, matrix in cosines.items()}, numbers


def _extreme(compute: Any, values: np.ndarray) -> float | None:
    return round(float(compute(values)), 4) if len(values) else None


def compare_networks(history: History, models: dict[str, Any]) -> dict[str, Any]:
    """Connections per neuron: of the ten systems, of nervous systems, and how far the course's own are from these."""
    per_unit = {system.key: system.per_unit for system in history.systems}
    counted = [count for count in per_unit.values() if count]
    brain = next(system for system in history.nervous_systems if system.key == "human")
    cnn = models["mnist_cnn"]
    return {
        "systems": {
            system.key: {"year": system.year, "connections_per_unit": _two_digits(system.per_unit)}
            for system in history.systems
        },
        "nervous_systems": {
            system.key: {
                "thousand_millions": system.neurons / 1e9,
                "connections_per_unit": _two_digits(system.per_unit),
            }
            for system in history.nervous_systems
        },
        "brain": {
            "connections_per_neuron": round(brain.per_unit),
            "by_newer_count": round(brain.synapses / history.newer_neurons),
            "newer_thousand_millions": history.newer_neurons / 1e9,
            "over_cnn": round(brain.per_unit / cnn["connections_per_unit"], 2),
            "neurons_over_cnn": _two_digits(brain.neurons / cnn["units"]),
        },
        "growth": round(max(counted) / counted[0], 1),
        "systems_counted": len(counted),
    }


def _two_digits(value: float | None) -> int | None:
    """Round to two significant digits: the articles' sizes allow no more."""
    return None if value is None else int(float(f"{value:.2g}"))


if __name__ == "__main__":
    run_stage(main)
