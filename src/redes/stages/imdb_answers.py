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
        with np.load(f"data/predictions/imdb_{model}.npz") as arrays:
            answers[model], labels = arrays["test_probabilities"], arrays["test_labels"]
    return answers, labels
