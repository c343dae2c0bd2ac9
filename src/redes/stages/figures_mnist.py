"""Draw the digits, what the networks learned to look for, and where they are wrong."""

from pathlib import Path

import numpy as np
from scipy.signal import correlate2d

from redes.data.keras_file import read_layer
from redes.evaluation.answers import count_confusions, find_worst_mistakes
from redes.figures import classification, digits
from redes.stages import run_stage
from redes.stages.drawing import Drawing, draw_figures, draw_learning_curves
from redes.stages.mnist_answers import read_answers

PREPARED = Path("data/prepared/mnist")
FIGURES = Path("reports/figures/mnist")
NUM_SAMPLES, NUM_MISTAKES = 6, 12


def main() -> None:
    """Load digits, weights and predictions, draw, and show the figures beside the runs."""
    images, labels = (np.load(PREPARED / f"test_{part}.npy") for part in ("images", "labels"))
    (weights, _), (kernels,) = (
        read_layer(Path("models/mnist_softmax.keras"), "logits"),
        read_layer(Path("models/mnist_cnn.keras"), "convolution_1"),
    )
    draw_figures(
        FIGURES,
        {
            "sample_digits": _draw_samples(),
            "learning_curves_mnist_softmax": draw_learning_curves("train_mnist_softmax"),
            "learning_curves_mnist_mlp": draw_learning_curves("train_mnist_mlp"),
            "learning_curves_mnist_cnn": draw_learning_curves("train_mnist_cnn"),
            "confusion_matrix_mnist_softmax": _draw_confusion("softmax"),
            "confusion_matrix_mnist_cnn": _draw_confusion("cnn"),
            "softmax_weights": Drawing("png", lambda look: digits.plot_softmax_weights(weights, look)),
            "convolution_filters": Drawing("png", lambda look: digits.plot_convolution_filters(kernels[:, :, 0], look)),
            "feature_maps": _draw_feature_maps(images[0], kernels[:, :, 0]),
            "worst_mistakes_mnist_cnn": _draw_mistakes("cnn", images, labels),
        },
    )
    from redes import tracking

    tracking.attach("figures_mnist")


def _draw_samples() -> Drawing:
    """The first training digits of each class; where a small trial has fewer, the place stays empty."""
    images, labels = (np.load(PREPARED / f"train_{part}.npy", mmap_mode="r") for part in ("images", "labels"))
    samples = np.zeros((NUM_SAMPLES, 10, *images.shape[1:]), dtype=np.uint8)
    for digit in range(10):
        for row, number in enumerate(np.flatnonzero(labels == digit)[:NUM_SAMPLES]):
            samples[row, digit] = images[number]
    return Drawing("png", lambda look: digits.plot_sample_digits(samples, look))


def _draw_confusion(model: str) -> Drawing:
    probabilities, labels = read_answers(model)
    counts = count_confusions(probabilities.argmax(axis=1), labels, probabilities.shape[1])
    return Drawing("svg", lambda look: classification.plot_confusion_matrix(counts, look))


def _draw_feature_maps(image: np.ndarray, kernels: np.ndarray) -> Drawing:
    """What the first convolution makes of a digit, before normalisation: a correlation, nothing padded."""
    pixels = image.astype(np.float32) / np.float32(255)
    maps = np.array([correlate2d(pixels, kernel, mode="valid") for kernel in np.moveaxis(kernels, -1, 0)])
    return Drawing("png", lambda look: digits.plot_feature_maps(pixels, maps, look))


def _draw_mistakes(model: str, images: np.ndarray, labels: np.ndarray) -> Drawing:
    probabilities, _ = read_answers(model)
    worst = find_worst_mistakes(probabilities, labels, NUM_MISTAKES)
    answers = probabilities[worst].argmax(axis=1)
    given = probabilities[worst, answers]
    return Drawing("png", lambda look: digits.plot_worst_mistakes(images[worst], labels[worst], answers, given, look))


if __name__ == "__main__":
    run_stage(main)
