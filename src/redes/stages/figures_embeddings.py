"""Draw words as points: a map, pairs that differ in the same way, and nearest neighbours."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from redes.features.projection import fit_difference_plane, fit_plane, project
from redes.features.word_vectors import read_vectors
from redes.figures import embeddings
from redes.stages import run_stage
from redes.stages.drawing import Drawing, draw_figures

Plane = tuple[np.ndarray, np.ndarray]

VECTORS = Path("data/vectors/labelled.bin")
FIGURES = Path("reports/figures/embeddings")
GROUPS = {
    "people": "man woman boy girl guy lady child kid",
    "royalty": "king queen prince princess emperor",
    "family": "father mother son daughter brother sister husband wife",
    "craft": "actor actress director writer producer screenplay camera soundtrack editing",
    "genre": "comedy horror drama thriller western romance documentary mystery musical",
    "praise": "good great excellent wonderful superb brilliant amazing moving fantastic beautiful",
    "blame": "bad awful terrible boring stupid dull worst poor horrible weak",
}
PAIRS = [
    ("man", "woman"),
    ("king", "queen"),
    ("boy", "girl"),
    ("father", "mother"),
    ("son", "daughter"),
    ("brother", "sister"),
    ("husband", "wife"),
    ("actor", "actress"),
]
PROBES = ["king", "actor", "good", "funny", "movie", "paris"]
NUM_NEIGHBOURS = 8


def main() -> None:
    """Load the vectors, find the planes, draw, and show the figures beside the run."""
    vectors = read_vectors(VECTORS)
    draw_figures(
        FIGURES,
        {
            "word_map": _draw_map(vectors),
            "analogy_arrows": _draw_analogies(vectors),
            "nearest_neighbours": _draw_neighbours(vectors),
        },
    )
    from redes import tracking

    tracking.attach("figures_embeddings")


def _draw_map(vectors: Any) -> Drawing:
    """The plane is fitted to the words shown."""
    groups = {group: [word for word in words.split() if word in vectors] for group, words in GROUPS.items()}
    units = _units(vectors, [word for words in groups.values() for word in words])
    plane = fit_plane(np.array(list(units.values()))) if len(units) > 1 else None
    placed = {group: _place(units, words, plane) for group, words in groups.items()}
    target = _add_analogy(units, plane)
    return Drawing("svg", lambda look: embeddings.plot_word_map(placed, target, look))


def _draw_analogies(vectors: Any) -> Drawing:
    """The plane is fitted to all pairs but king and queen, who are the test."""
    pairs = [pair for pair in PAIRS if all(word in vectors for word in pair)]
    units = _units(vectors, [word for pair in pairs for word in pair])
    fitted = [pair for pair in pairs if pair != ("king", "queen")]
    plane = None
    if len(fitted) > 1:
        first, second = (np.array([units[pair[side]] for pair in fitted]) for side in (0, 1))
        plane = fit_difference_plane(first, second)
    places, target = _place(units, list(units), plane), _add_analogy(units, plane)
    shown = pairs if places else []
    return Drawing("svg", lambda look: embeddings.plot_analogy_arrows(shown, places, target, look))


def _draw_neighbours(vectors: Any) -> Drawing:
    near = {
        word: [(name, round(float(cosine), 6)) for name, cosine in vectors.most_similar(word, topn=NUM_NEIGHBOURS)]
        for word in PROBES
        if word in vectors
    }
    return Drawing("svg", lambda look: embeddings.plot_nearest_neighbours(near, look))


def _units(vectors: Any, words: list[str]) -> dict[str, np.ndarray]:
    return {word: vectors.get_vector(word, norm=True) for word in words}


def _place(units: Mapping[str, np.ndarray], words: Sequence[str], plane: Plane | None) -> dict[str, np.ndarray]:
    """Where words lie in a plane; nowhere if there is none."""
    return {word: project(units[word], *plane) for word in words} if plane else {}


def _add_analogy(units: Mapping[str, np.ndarray], plane: Plane | None) -> np.ndarray | None:
    """Where king - man + woman lies; None where a word or the plane is missing."""
    if plane is None or not {"king", "man", "woman"} <= units.keys():
        return None
    return project(units["king"] - units["man"] + units["woman"], *plane)


if __name__ == "__main__":
    run_stage(main)
