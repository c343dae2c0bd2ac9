"""What the networks that read digits say of the test part, and of digits that move."""

import numpy as np

#: The networks, in the order of the course.
MODELS = ("softmax", "mlp", "cnn")
#: Where digits are shifted to, up, down, left, right: rows down and columns to the right.
DIRECTIONS = ((-1, 0), (1, 0), (0, -1), (0, 1))
RIGHTWARDS = 3


def read_answers(model: str) -> tuple[np.ndarray, np.ndarray]:
    """Read the answers of a network.

    Returns:
        Probabilities, float32 ``(n, 10)``, and labels, ``uint8 (n,)``.
    """
    with np.load(f"data/predictions/mnist_{model}.npz") as arrays:
        return arrays["test_probabilities"], arrays["test_labels"]
