"""Ask the best word vectors what they know."""

from redes.features.word_vectors import read_vectors
from redes.files import write_json
from redes.stages import run_stage
from redes.stages.best_vectors import vectors_path
from redes.stages.evaluate_embeddings import ask_words
from redes.stages.training import metrics_path


def main() -> None:
    """Ask the vectors of all texts, and write the numbers."""
    write_json(metrics_path("best_embeddings"), ask_words(read_vectors(vectors_path("labelled"))))


if __name__ == "__main__":
    run_stage(main)
