"""Numbers that say how well probabilities fit labels."""

import numpy as np


def compute_accuracy(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Share of examples whose most probable class is the right one.

    Args:
        probabilities: ``float32 (n, classes)``, or ``(n,)`` of the class 1 of two.
        labels: integers ``(n,)``.

    Returns:
        A share in [0, 1].
    """
    return float(np.mean(predict_classes(probabilities) == labels))


def predict_classes(probabilities: np.ndarray) -> np.ndarray:
    """The most probable class of each example; of two equal ones the lower.

    Returns:
        ``int64 (n,)``.
    """
    if probabilities.ndim == 1:
        return (probabilities > 0.5).astype(np.int64)
    return probabilities.argmax(axis=1)


def compute_cross_entropy(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Mean negative logarithm of the probability that was given to the right class.

    Args:
        probabilities: as for ``compute_accuracy``; kept away from 0 by 1e-7, as Keras does.
        labels: integers ``(n,)``.

    Returns:
        Nats per example.
    """
    wide = probabilities.astype(np.float64)
    right = np.where(labels == 1, wide, 1 - wide) if wide.ndim == 1 else wide[np.arange(len(labels)), labels]
    return float(-np.mean(np.log(np.clip(right, 1e-7, 1.0))))


def summarise(probabilities: np.ndarray, labels: np.ndarray) -> dict[str, float | int]:
    """Accuracy, cross-entropy, errors and count, as the metrics files hold them.

    Figures are rounded to what the data can carry: the sixth decimal is far below one example.
    """
    return {
        "accuracy": round(compute_accuracy(probabilities, labels), 6),
        "loss": round(compute_cross_entropy(probabilities, labels), 6),
        "errors": int(np.sum(predict_classes(probabilities) != labels)),
        "examples": len(labels),
    }
