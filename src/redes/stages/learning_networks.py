"""The studies of ``study_learning`` that train networks: regions by number of layers (T09), how to start (T12)."""

import math
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from redes.foundations.initialization import (
    INITIALIZERS,
    activation_variances,
    draw_weights,
    glorot_limit,
    glorot_uniform,
    slide_limit,
)
from redes.foundations.networks import fit, propagate_forward
from redes.foundations.softmax import one_hot

Found = tuple[dict[str, np.ndarray], dict[str, Any]]

#: What is to be told apart (T09): where a point of the square from -1 to 1 belongs to the shape.
SHAPES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "half_plane": lambda points: points @ (1.0, 0.6) > 0.1,
    "triangle": lambda points: np.all([points @ side < 0.45 for side in _directions(3, turn=0.5)], axis=0),
    "ring": lambda points: np.abs(np.hypot(*points.T) - 0.625) < 0.225,
}
SIDE = 81  # points of the grid along each axis


def study_regions(params: SimpleNamespace) -> Found:
    """Train networks of one, two and three layers on each shape; judge them on a grid that they never saw."""
    few, many, wide = params.hidden_units
    networks = {"one_layer": [2, 2], "two_layers": [2, few, 2], "three_layers": [2, many, many, 2]}
    points = np.random.default_rng(params.seed).uniform(-1, 1, (params.region_points, 2))
    axis = np.linspace(-1, 1, SIDE)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    inside, answers = [], []
    numbers: dict[str, Any] = {"few_units": few, "many_units": many, "wide_units": wide, "points": len(points)}
    for name, shape in SHAPES.items():
        inside.append(shape(grid))
        given = [_fit_region(points, shape(points), grid, sizes, params) for sizes in networks.values()]
        answers.append(given)
        accuracies = (np.array(given) == inside[-1]).mean(axis=1).tolist()
        numbers[name] = {"share": inside[-1].mean()} | dict(zip(networks, accuracies, strict=True))
    widely = _fit_region(points, SHAPES["ring"](points), grid, [2, wide, 2], params)
    numbers["ring"]["wide_two_layers"] = (widely == SHAPES["ring"](grid)).mean()
    found = {
        "shapes": np.array(list(SHAPES)),
        "inside": np.reshape(inside, (len(SHAPES), SIDE, SIDE)),
        "answers": np.reshape(answers, (len(SHAPES), len(networks), SIDE, SIDE)),
    }
    return found, numbers


def _fit_region(
    points: np.ndarray, inside: np.ndarray, grid: np.ndarray, sizes: Sequence[int], params: SimpleNamespace
) -> np.ndarray:
    """Train one network; tell which points of the grid it puts inside, booleans."""
    activations = ["tanh"] * (len(sizes) - 2) + ["softmax"]
    start = draw_weights(sizes, glorot_uniform, np.random.default_rng(params.seed))
    targets = one_hot(inside.astype(int), 2)
    weights, _ = fit(points, targets, start, activations, params.region_rate, params.region_steps)
    return propagate_forward(grid, weights, activations)[-1].argmax(axis=1) == 1


def study_initialization(params: SimpleNamespace) -> Found:
    """Start the same deep tanh network in five ways, several times each; look at signal, loss and fresh examples."""
    units, layers = params.initialization_units, params.initialization_layers
    sizes = [units] * (layers + 1) + [10]
    activations = ["tanh"] * layers + ["softmax"]
    rng = np.random.default_rng(params.seed)
    clouds = rng.normal(0, 1, (20, units))  # two for each of ten classes
    (x, labels), (fresh, fresh_labels) = (
        _draw_clouds(clouds, number, rng) for number in params.initialization_examples
    )
    variances, losses, accuracies = [], [], []
    for initializer in INITIALIZERS.values():
        for seed in range(params.seed, params.seed + params.num_seeds):
            start = draw_weights(sizes, initializer, np.random.default_rng(seed))
            variances.append(activation_variances(x, start[:-1]))
            rate, steps = params.initialization_rate, params.initialization_steps
            weights, loss = fit(x, one_hot(labels, 10), start, activations, rate, steps)
            losses.append(loss)
            answers = propagate_forward(fresh, weights, activations)[-1].argmax(axis=1)
            accuracies.append((answers == fresh_labels).mean())
    shape = (len(INITIALIZERS), params.num_seeds, -1)
    signal, curves, right = (np.reshape(part, shape) for part in (variances, losses, accuracies))
    return {
        "starts": np.array(list(INITIALIZERS)),
        "variances": signal,
        "losses": curves,
        "accuracies": right[..., 0],
    }, _tell_starts(signal, curves, right, params)


def _draw_clouds(clouds: np.ndarray, number: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw points about the clouds, variance near 1, and the class of each: two clouds a class."""
    rows = np.arange(number) % len(clouds)
    points = (clouds[rows] + rng.normal(0, 1, (number, clouds.shape[1]))) / math.sqrt(2)
    return points, rows % 10


def _tell_starts(signal: np.ndarray, curves: np.ndarray, right: np.ndarray, params: SimpleNamespace) -> dict[str, Any]:
    """Mean and spread over the seeds of each start, and the slip of the slides beside the right form."""
    examples, fresh = params.initialization_examples
    numbers: dict[str, Any] = {
        "layers": params.initialization_layers,
        "units": params.initialization_units,
        "seeds": params.num_seeds,
        "steps": params.initialization_steps,
        "examples": examples,
        "fresh": fresh,
    }
    for place, name in enumerate(INITIALIZERS):
        final = curves[place, :, -1]
        numbers[name] = {
            "first_variance": signal[place, :, 1].mean(),
            "last_variance": signal[place, :, -1].mean(),
            "loss": final.mean(),
            "loss_spread": final.std(ddof=1),
            "half_way_loss": curves[place, :, curves.shape[2] // 2].mean(),
            "accuracy": right[place].mean(),
            "accuracy_spread": right[place].std(ddof=1),
        }
    slide, glorot = numbers["slide_uniform"], numbers["glorot_uniform"]
    limits = [limit(params.initialization_units, params.initialization_units) for limit in (slide_limit, glorot_limit)]
    numbers["slip"] = {
        "slide_limit": limits[0],
        "glorot_limit": limits[1],
        "limit_ratio": limits[1] / limits[0],
        "first_variance_ratio": slide["first_variance"] / glorot["first_variance"],
        "last_variance_ratio": slide["last_variance"] / glorot["last_variance"],
        "loss_difference": slide["loss"] - glorot["loss"],
    }
    he = numbers["he_normal"]
    numbers["rivals"] = {
        "he_loss_below": glorot["loss"] - he["loss"],
        "glorot_accuracy_above": glorot["accuracy"] - he["accuracy"],
    }
    return numbers


def _directions(number: int, turn: float) -> list[tuple[float, float]]:
    """Unit vectors evenly about the circle, the first at ``turn`` radians."""
    angles = [turn + 2 * math.pi * side / number for side in range(number)]
    return [(math.cos(angle), math.sin(angle)) for angle in angles]
