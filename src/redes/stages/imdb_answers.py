"""What the models that read reviews say of the test part."""

import numpy as np

#: The models, the one that the chapter is about first.
MODELS = ("lstm", "rnn", "bag")


def read_answers() -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Read the answers of all models.

    Returns:
        Probabilities of "positive", float32 ``(n,)``, by model, and labels ``uint8 (n,)``.
    """
    answers = {}
    for model in MODELS:
        answers[model], labels = read_answer(model)
    return answers, labels


def read_answer(model: str) -> tuple[np.ndarray, np.ndarray]:
    """Read the answers of one model, those of a model that is not among ``MODELS`` too; as ``read_answers``."""
    with np.load(f"data/predictions/imdb_{model}.npz") as arrays:
        return arrays["test_probabilities"], arrays["test_labels"]
