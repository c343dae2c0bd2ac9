"""Draw words as points: a map, pairs that differ in the same way, and nearest neighbours."""

from pathlib import Path
from typing import Any

import numpy as np

from redes.features.projection import fit_plane, project
from redes.features.word_vectors import read_vectors
from redes.figures import embeddings
from redes.stages import run_stage
from redes.stages.drawing import Drawing, draw_figures

VECTORS = Path("data/vectors/labelled.bin")
FIGURES = Path("reports/figures/embeddings")
GROUPS = {
    "people": "man woman boy girl guy lady",
    "royalty": "king queen prince princess emperor",
    "family": "father mother son daughter brother sister husband wife",
    "craft": "actor actress director writer producer screenplay camera soundtrack editing",
    "genre": "comedy horror drama thriller western romance documentary",
    "praise": "good great excellent wonderful superb brilliant amazing moving",
    "blame": "bad awful terrible boring stupid dull worst poor",
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
PROBES = ["man", "woman", "king", "good", "film", "paris"]
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

    tracking.attach_figures(["train_embeddings@labelled"], FIGURES)


def _draw_map(vectors: Any) -> Drawing:
    """The plane is fitted to the words shown."""
    groups = {group: [word for word in words.split() if word in vectors] for group, words in GROUPS.items()}
    places = _place(vectors, [word for words in groups.values() for word in words])
    placed = {group: {word: places[word] for word in words} for group, words in groups.items()}
    return Drawing("svg", lambda look: embeddings.plot_word_map(placed, look))


def _draw_analogies(vectors: Any) -> Drawing:
    """The plane is fitted to the words of the pairs; the sum of the analogy is then laid into it."""
    pairs = [pair for pair in PAIRS if all(word in vectors for word in pair)]
    words = [word for pair in pairs for word in pair]
    places = _place(vectors, words)
    known = all(word in places for word in ("king", "man", "woman"))
    target = places["king"] - places["man"] + places["woman"] if known else None
    return Drawing("svg", lambda look: embeddings.plot_analogy_arrows(pairs, places, target, look))


def _draw_neighbours(vectors: Any) -> Drawing:
    near = {
        word: [(name, round(float(cosine), 6)) for name, cosine in vectors.most_similar(word, topn=NUM_NEIGHBOURS)]
        for word in PROBES
        if word in vectors
    }
    return Drawing("svg", lambda look: embeddings.plot_nearest_neighbours(near, look))


def _place(vectors: Any, words: list[str]) -> dict[str, np.ndarray]:
    """Where words of length 1 lie in the plane of their first two principal components."""
    if len(words) < 2:
        return {}
    units = np.array([vectors.get_vector(word, norm=True) for word in words])
    return dict(zip(words, project(units, *fit_plane(units)), strict=True))


if __name__ == "__main__":
    run_stage(main)
