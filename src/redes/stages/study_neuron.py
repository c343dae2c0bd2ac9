"""Study one neuron: what it answers, what the perceptron rule learns, softmax, distances, a product of inputs."""

from pathlib import Path
from typing import Any

import numpy as np

from redes.errors import UserError
from redes.files import write_arrays, write_json
from redes.foundations.discriminants import discriminant, generalized_discriminant, plane_offset, product_basis
from redes.foundations.neuron import logistic_unit, net_input, sigmoid
from redes.foundations.perceptron import (
    TRUTH_FUNCTIONS,
    fit_perceptron,
    step,
    truth_table,
    xnor_network,
    xnor_weights,
)
from redes.foundations.softmax import cross_entropy, cross_entropy_gradient, one_hot, softmax
from redes.params import read_params
from redes.stages import run_stage

ARRAYS = Path("data/studies/neuron.npz")
METRICS = Path("reports/metrics/study_neuron.json")
#: Where figures are sampled: the inputs of the surface, the sums of the curves, the square of the bits.
SURFACE_AXIS = np.linspace(-3, 3, 61)
CURVE_AXIS = np.linspace(-8, 8, 321)
SQUARE_AXIS = np.linspace(-0.5, 1.5, 81)
HUGE = 1e4

Study = tuple[dict[str, np.ndarray], dict[str, Any]]


def main() -> None:
    """Run the five studies and write their arrays and numbers."""
    params = read_params("study_neuron")
    theta = np.array([params.bias, *params.weights], dtype=np.float64)
    if not theta[1:].any():
        raise UserError("params.yaml: study_neuron.weights: both are 0, and such a neuron has no boundary")
    perceptrons, learned = study_perceptrons(params.max_passes, params.seed)
    studies = {
        "unit": study_unit(theta),
        "perceptron": (perceptrons, learned),
        "softmax": study_softmax(params.num_examples, params.num_classes, params.step, params.seed),
        "distance": study_distance(perceptrons["theta_and"], params.line_points),
        "product_basis": study_product_basis(params.max_passes, params.seed),
    }
    write_arrays(ARRAYS, {name: array for arrays, _ in studies.values() for name, array in arrays.items()})
    write_json(METRICS, {name: numbers for name, (_, numbers) in studies.items()})
    for name in TRUTH_FUNCTIONS:
        print(f"{name}: {learned[name.lower()]['lowest_errors']} of 4 wrong at best", flush=True)


def study_unit(theta: np.ndarray) -> Study:
    """Sample what a logistic unit answers over a square, and on its own boundary (T03)."""
    x1, x2 = np.meshgrid(SURFACE_AXIS, SURFACE_AXIS)
    on_line = sample_line(theta, 101)
    away = np.abs(logistic_unit(on_line, theta) - 0.5)
    arrays = {
        "surface_axis": SURFACE_AXIS,
        "surface": logistic_unit(np.stack([x1, x2], axis=-1), theta),
        "surface_theta": theta,
        "curve_axis": CURVE_AXIS,
        "curve_step": step(CURVE_AXIS),
        "curve_sigmoid": sigmoid(CURVE_AXIS),
    }
    shares = {f"answer_{a}": _round(sigmoid(np.array(float(a)))) for a in (0, 2, 4)}
    numbers = {"bias": theta[0], "weights": theta[1:].tolist(), "largest_gap_on_boundary": _round_small(away.max())}
    return arrays, numbers | shares | {"offset": _round(plane_offset(theta[1:], theta[0]))}


def study_perceptrons(max_passes: int, seed: int) -> Study:
    """Let one perceptron learn AND, OR and XNOR, and compute XNOR by two layers (T04)."""
    arrays: dict[str, np.ndarray] = {}
    numbers: dict[str, Any] = {"max_passes": max_passes}
    square = _square()
    for name in TRUTH_FUNCTIONS:
        x, y = truth_table(name)
        thetas, errors = fit_perceptron(x, y, max_passes, _start(seed, 3))
        key, best = name.lower(), _find_best_pass(errors)
        arrays |= {f"targets_{key}": y, f"errors_{key}": errors, f"theta_{key}": thetas[best]}
        arrays |= {f"sums_{key}": net_input(square, thetas[best])}
        numbers[key] = _summarize(errors) | {"weights": [_round(weight) for weight in thetas[best]]}
    x, y = truth_table("XNOR")
    hidden, _ = xnor_weights()
    arrays |= {"square_axis": SQUARE_AXIS, "bits": x, "sums_layers": net_input(square, hidden)}
    numbers["two_layers"] = {"errors": int((xnor_network(x) != y).sum())}
    return arrays, numbers


def study_softmax(num_examples: int, num_classes: int, spacing: float, seed: int) -> Study:
    """Compare softmax's gradient y - t with differences of the error, and try huge scores (T06)."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(scale=3.0, size=(num_examples, num_classes))
    targets = one_hot(rng.integers(num_classes, size=num_examples), num_classes)
    gradient = cross_entropy_gradient(logits, targets)
    moves = spacing * np.eye(num_classes)
    raised, lowered = (
        np.stack([cross_entropy(logits + sign * move, targets) for move in moves], axis=-1) for sign in (1, -1)
    )
    measured = (raised - lowered) / (2 * spacing)
    gaps = np.linalg.norm(gradient - measured, axis=-1) / np.linalg.norm(gradient, axis=-1)
    huge = np.where(rng.integers(2, size=(num_examples, num_classes)) == 1, HUGE, -HUGE)
    answers = [softmax(huge), cross_entropy(huge, targets), cross_entropy_gradient(huge, targets)]
    scores = np.stack([CURVE_AXIS, np.ones_like(CURVE_AXIS), np.zeros_like(CURVE_AXIS)], axis=-1)
    numbers = {
        "examples": num_examples,
        "classes": num_classes,
        "largest_relative_difference": _round_small(gaps.max()),
        "not_finite": int(sum((~np.isfinite(answer)).sum() for answer in answers)),
    }
    return {"score_axis": CURVE_AXIS, "shares": softmax(scores)}, numbers


def study_distance(theta: np.ndarray, num_points: int) -> Study:
    """Compare the formula for a line's distance to the origin with the nearest of many points on it (T07)."""
    points = sample_line(theta, num_points)
    norms = np.linalg.norm(points, axis=1)
    formula, measured = abs(plane_offset(theta[1:], theta[0])), norms.min()
    shown = np.linspace(0, num_points - 1, 201).astype(int)
    foot = points[norms.argmin()]
    along = (points - foot) @ _direction(theta)
    arrays = {"line_along": along[shown], "line_norms": norms[shown], "line_foot": foot}
    numbers = {
        "points": num_points,
        "formula": _round(formula),
        "measured": _round(measured),
        "difference": _round_small(abs(formula - measured)),
        "largest_value_on_line": _round_small(np.abs(discriminant(points, theta[1:], theta[0])).max()),
    }
    return arrays, numbers


def study_product_basis(max_passes: int, seed: int) -> Study:
    """Let the perceptron rule learn XNOR with the product of the inputs as a third input (T08)."""
    x, y = truth_table("XNOR")
    thetas, errors = fit_perceptron(product_basis(x), y, max_passes, _start(seed, 4))
    wrong = step(generalized_discriminant(x, thetas[-1])) != y
    arrays = {"theta_product": thetas[-1], "sums_product": generalized_discriminant(_square(), thetas[-1])}
    numbers = {"passes": len(errors) - 1, "errors": int(wrong.sum()), "weights": [_round(w) for w in thetas[-1]]}
    return arrays, numbers


def sample_line(theta: np.ndarray, num_points: int) -> np.ndarray:
    """List points on the line theta_0 + theta_1 x_1 + theta_2 x_2 = 0, around where it meets an axis.

    Args:
        theta: floats ``(3,)``, the last two not both 0.
        num_points: how many.

    Returns:
        float64 ``(num_points, 2)``, evenly spaced; the line's nearest point to the origin lies among them.
    """
    axis = int(np.abs(theta[2]) > np.abs(theta[1]))
    meeting = np.zeros(2)
    meeting[axis] = -theta[0] / theta[1 + axis]
    reach = np.linalg.norm(meeting) + 1
    return meeting + np.linspace(-reach, reach, num_points)[:, np.newaxis] * _direction(theta)


def _direction(theta: np.ndarray) -> np.ndarray:
    return np.array([-theta[2], theta[1]]) / np.linalg.norm(theta[1:])


def _square() -> np.ndarray:
    return np.stack(np.meshgrid(SQUARE_AXIS, SQUARE_AXIS), axis=-1)


def _start(seed: int, size: int) -> np.ndarray:
    """Small weights to start from: from zeros the learned lines would run through the examples themselves."""
    return np.random.default_rng(seed).uniform(-1, 1, size)


def _find_best_pass(errors: np.ndarray) -> int:
    """The first pass with the least error; the start counts only where it was right at once."""
    return 1 + int(errors[1:].argmin()) if len(errors) > 1 else 0


def _summarize(errors: np.ndarray) -> dict[str, Any]:
    """Count wrong examples of four at the ends of passes."""
    lowest = errors[_find_best_pass(errors)]
    return {"passes": len(errors) - 1, "lowest_error": _round(lowest), "lowest_errors": round(4 * lowest)}


def _round(value: Any) -> float:
    return round(float(value), 6)


def _round_small(value: Any) -> float:
    """Keep two digits of a difference that six decimals would turn into 0."""
    return float(f"{value:.1e}")


if __name__ == "__main__":
    run_stage(main)
