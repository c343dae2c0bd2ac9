"""Ask the networks that read digits about moved ones (T17), and see what their probabilities are worth (T20)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from scipy import ndimage

from redes import determinism, tracking
from redes.evaluation.answers import compute_calibration, compute_calibration_error
from redes.evaluation.classification import compute_accuracy, predict_classes
from redes.files import write_arrays, write_json
from redes.foundations.translation import translate
from redes.params import read_params
from redes.stages import run_stage
from redes.stages.mnist_answers import DIRECTIONS, MODELS, RIGHTWARDS, read_answers
from redes.stages.mnist_training import read_digits

ARRAYS = Path("data/predictions/mnist_moved.npz")
METRICS = Path("reports/metrics/evaluate_mnist.json")
ANGLE_STEP = 15
NUM_EXAMPLES = 2


def main() -> None:
    """Move test digits, ask the models, write their answers and how good these are."""
    params = read_params("evaluate_mnist")
    test = read_digits("test")
    chosen = np.linspace(0, len(test.labels), min(params.num_digits, len(test.labels)), endpoint=False).astype(int)
    images, labels = test.images[chosen, ..., 0], test.labels[chosen]
    shifts = np.arange(params.max_shift + 1)
    angles = np.arange(-params.max_angle, params.max_angle + 1, ANGLE_STEP)
    models = load_models()
    shift_answers = np.stack([ask(models, shift_digits(images, shift)) for shift in shifts], axis=1)
    turn_answers = np.stack([ask(models, turn_digits(images, angle)) for angle in angles], axis=1)
    examples = choose_examples((shift_answers[:, 0, 0] == labels).all(axis=0))
    probabilities = {model: read_answers(model) for model in MODELS}
    calibrations = {model: calibrate(*answers, params.num_bins) for model, answers in probabilities.items()}
    seen = read_seen()
    arrays = {"labels": labels, "shifts": shifts, "angles": angles, "examples": examples}
    arrays |= {"shift_answers": shift_answers, "turn_answers": turn_answers}
    arrays |= {f"seen_{movement}": np.array(limit) for movement, limit in seen.items()}
    arrays |= {
        "shifted_examples": np.stack([shift_digits(images[examples], shift)[RIGHTWARDS] for shift in shifts], axis=1),
        "turned_examples": np.stack([turn_digits(images[examples], angle) for angle in angles], axis=1),
    }
    write_arrays(ARRAYS, arrays | {f"calibration_{model}": bins for model, bins in calibrations.items()})
    right = {model: compute_accuracy(*answers) for model, answers in probabilities.items()}
    metrics = {
        "digits": len(labels),
        "seen": seen,
        "shift": _tell(shifts, (shift_answers == labels).mean(axis=(2, 3))) | {"ink_lost": lose_ink(images, shifts)},
        "turn": _tell(angles, (turn_answers == labels).mean(axis=2)),
        "calibration": {model: _tell_calibration(bins) for model, bins in calibrations.items()},
        "mlp_above_softmax": round(right["mlp"] - right["softmax"], 6),
        "cnn_above_mlp": round(right["cnn"] - right["mlp"], 6),
    }
    write_json(METRICS, metrics)
    tracking.attach("evaluate_mnist")


def read_seen() -> dict[str, float]:
    """Read how far the digits were moved in training, at most: pixels and degrees."""
    trainings = [read_params(f"train_mnist_{model}") for model in ("mlp", "cnn")]
    return {"shift": max(each.shift for each in trainings), "turn": max(each.rotation for each in trainings)}


def shift_digits(images: np.ndarray, pixels: int) -> np.ndarray:
    """Move digits by whole pixels in four directions; paper comes in, and what leaves the image is lost.

    Args:
        images: floats ``(n, height, width)``.
        pixels: how far.

    Returns:
        float32 ``(4, n, height, width)``: up, down, left, right.
    """
    return np.array([translate(images, pixels * rows, pixels * columns) for rows, columns in DIRECTIONS], np.float32)


def turn_digits(images: np.ndarray, degrees: float) -> np.ndarray:
    """Turn digits about their images' centre, to the left, with bilinear interpolation and paper outside.

    Args:
        images: floats ``(n, height, width)``.
        degrees: how far; negative is to the right.

    Returns:
        float32 ``(n, height, width)``.
    """
    return ndimage.rotate(images, degrees, axes=(2, 1), reshape=False, order=1).astype(np.float32)


def choose_examples(known: np.ndarray) -> np.ndarray:
    """Choose which digits a figure shows on their way.

    Args:
        known: which digits all models get right unmoved, booleans ``(n,)``.

    Returns:
        Places of the first ones; where a small trial knows too few, of others.
    """
    return np.argsort(~known, kind="stable")[:NUM_EXAMPLES]


def load_models() -> dict[str, Any]:
    """Load the trained networks, by name, into TensorFlow as all stages set it."""
    import redes.models.layers  # noqa: F401  (Keras finds the project's own layers once they are imported)

    determinism.seed_tensorflow(0)  # nothing is drawn: threads and kernels matter
    import keras

    return {model: keras.saving.load_model(f"models/mnist_{model}.keras", compile=False) for model in MODELS}


def ask(models: Mapping[str, Any], images: np.ndarray) -> np.ndarray:
    """Ask every model about every image.

    Args:
        models: Keras models of images ``(n, height, width, 1)``.
        images: float32 ``(..., height, width)``.

    Returns:
        The most probable digits, uint8 ``(models, ...)``.
    """
    from redes.models import mnist

    flat = images.reshape(-1, *images.shape[-2:], 1)
    answers = [predict_classes(mnist.predict(model, flat)) for model in models.values()]
    return np.array(answers, dtype=np.uint8).reshape(len(models), *images.shape[:-2])


def calibrate(probabilities: np.ndarray, labels: np.ndarray, num_bins: int) -> np.ndarray:
    """Compare how sure a model is of its answers with how often they are right.

    Returns:
        float64 ``(3, bins)``: mean probability of the answer, share of right answers, number of examples.
    """
    right = predict_classes(probabilities) == labels
    return np.array(compute_calibration(probabilities.max(axis=1), right, num_bins))


def lose_ink(images: np.ndarray, shifts: np.ndarray) -> list[float]:
    """Measure the share of the ink that a shift pushes out of the image, mean over the directions."""
    return [round(float(1 - shift_digits(images, shift).mean(dtype=np.float64) / images.mean()), 6) for shift in shifts]


def _tell(movements: np.ndarray, accuracies: np.ndarray) -> dict[str, list[float]]:
    """Accuracy of each model by size of the movement, both signs together, and how far the CNN is above the MLP."""
    sizes = np.unique(np.abs(movements))
    means = np.stack([accuracies[:, np.abs(movements) == size].mean(axis=1) for size in sizes], axis=1)
    told = {"size": sizes.tolist()} | {model: row.round(6).tolist() for model, row in zip(MODELS, means, strict=True)}
    above = means[MODELS.index("cnn")] - means[MODELS.index("mlp")]
    return told | {"cnn_above_mlp": above.round(6).tolist()}


def _tell_calibration(bins: np.ndarray) -> dict[str, float]:
    """How sure a model is on average, how far below its accuracy that is, and the expected calibration error."""
    mean, observed, counts = bins
    confidence, accuracy = (np.average(values, weights=counts) for values in (mean, observed))
    error = compute_calibration_error(mean, observed, counts)
    return {"confidence": round(confidence, 6), "too_modest": round(accuracy - confidence, 6), "error": round(error, 6)}


if __name__ == "__main__":
    run_stage(main)
