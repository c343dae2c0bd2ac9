"""Measure how networks learn: forward and back, regions by number of layers, descents, and where weights start."""

import math
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from redes.files import write_arrays, write_json
from redes.foundations.discriminants import fit_least_squares
from redes.foundations.gradient_descent import decaying_rates, descend, draw_batches, regression_error
from redes.foundations.initialization import draw_weights, glorot_uniform
from redes.foundations.networks import back_propagate, network_error, propagate_forward
from redes.params import read_params
from redes.stages import run_stage
from redes.stages.learning_networks import Found, study_initialization, study_regions
from redes.stages.rounding import round_floats

ARRAYS = Path("data/studies/learning.npz")
METRICS = Path("reports/metrics/study_learning.json")

#: The example worked by hand (T05): two inputs, three and two units, one answer; the bias first.
INPUTS = (1.0, 0.5)
WEIGHTS = (
    ((0.5, -1.0, 2.0), (-1.0, 1.5, 1.0), (0.0, 0.5, -1.5)),
    ((0.3, 1.0, -2.0, 0.5), (-0.5, 1.5, 1.0, -1.0)),
    ((0.2, 2.0, -1.5),),
)
SURFACE = 61
#: Steps h of the central differences (T11).
DIFFERENCES = 10.0 ** -np.arange(1, 13)


def main() -> None:
    """Run the five studies, write arrays and numbers."""
    params = read_params("study_learning")
    arrays: dict[str, np.ndarray] = {}
    numbers: dict[str, Any] = {}
    studies = {
        "forward": _study_forward,
        "regions": study_regions,
        "descent": _study_descent,
        "check": _study_check,
        "initialization": study_initialization,
    }
    for name, study in studies.items():
        found, numbers[name] = study(params)
        arrays |= {f"{name}_{key}": array for key, array in found.items()}
        print(f"studied {name}", flush=True)
    write_arrays(ARRAYS, arrays)
    write_json(METRICS, round_floats(numbers))


def _study_forward(params: SimpleNamespace) -> Found:
    """Propagate one example, and compute the nested formula with Python's own numbers beside it."""
    del params
    weights = [np.array(theta) for theta in WEIGHTS]
    layers = propagate_forward(np.array([INPUTS]), weights, ["sigmoid"] * len(weights))
    (nested,) = _nested(len(WEIGHTS))
    found = {f"layer_{number}": layer[0] for number, layer in enumerate(layers, start=1)}
    found |= {f"theta_{number}": theta for number, theta in enumerate(weights, start=1)}
    numbers: dict[str, Any] = {f"layer_{number}": layer[0].tolist() for number, layer in enumerate(layers, start=1)}
    numbers |= {"first_net_input": float(WEIGHTS[0][0] @ np.array([1, *INPUTS])), "nested": nested}
    return found, numbers | {"difference": abs(float(layers[-1][0, 0]) - nested)}


def _nested(layer: int) -> list[float]:
    """What a layer answers, asking the layer before it: the formula read from the outside in, without matrices."""
    if layer == 0:
        return list(INPUTS)
    before = [1.0, *_nested(layer - 1)]
    return [1 / (1 + math.exp(-sum(w * z for w, z in zip(row, before, strict=True)))) for row in WEIGHTS[layer - 1]]


def _study_descent(params: SimpleNamespace) -> Found:
    """Walk down the error surface of a line's two weights in four ways, the same number of passes each."""
    rng = np.random.default_rng(params.seed)
    m, passes, rate = params.descent_examples, params.descent_passes, params.descent_rate
    x = rng.uniform(-1, 2, (m, 1))
    y = 1 + 2 * x[:, 0] + rng.normal(0, params.descent_noise, m)
    best = fit_least_squares(x, y)
    start = np.array([-1.5, -0.5])
    sizes = {"batch": m, "mini_batch": params.descent_batch_size, "incremental": 1, "falling": 1}
    found = {"x": x[:, 0], "y": y, "best": best}
    numbers: dict[str, Any] = {"examples": m, "passes": passes, "batch_size": params.descent_batch_size}
    numbers |= {"bias": float(best[0]), "slope": float(best[1])}
    for name, size in sizes.items():
        batches = draw_batches(m, size, passes, np.random.default_rng(params.seed))
        rates = decaying_rates(rate, len(batches), 2.0 * m) if name == "falling" else rate
        path = descend(x, y, start, rates, batches)
        distances = np.hypot(*(path[:: len(batches) // passes] - best).T)
        found |= {f"path_{name}": path, f"distances_{name}": distances}
        numbers[name] = {"steps": len(batches), "distance": float(distances[-1])}
    theta_0, theta_1 = np.linspace(-2, 3, SURFACE), np.linspace(-1, 4, SURFACE)
    surface = regression_error(x, y, np.stack(np.meshgrid(theta_0, theta_1), axis=-1))
    return found | {"theta_0": theta_0, "theta_1": theta_1, "surface": surface}, numbers


def _study_check(params: SimpleNamespace) -> Found:
    """Compare back-propagation with central differences, on networks drawn at random, for many steps h."""
    rng = np.random.default_rng(params.seed)
    gaps = np.empty((params.check_networks, len(DIFFERENCES)))
    for network in range(params.check_networks):
        sizes = [*rng.integers(1, 7, size=rng.integers(1, 5)).tolist(), int(rng.integers(2, 7))]
        hidden = rng.choice(["tanh", "sigmoid"], size=len(sizes) - 2).tolist()
        activations = [*hidden, str(rng.choice(["linear", "sigmoid", "softmax"]))]
        weights = [rng.normal(0, 1, theta.shape) for theta in draw_weights(sizes, glorot_uniform, rng)]
        x, targets = rng.normal(0, 1, (5, sizes[0])), rng.dirichlet(np.ones(sizes[-1]), 5)
        exact = np.concatenate([part.ravel() for part in back_propagate(x, targets, weights, activations)])
        for column, h in enumerate(DIFFERENCES):
            estimate = _central_differences(x, targets, weights, activations, h)
            scale = max(np.abs(exact).max(), np.abs(estimate).max(), 1e-12)
            gaps[network, column] = np.abs(exact - estimate).max() / scale
    chosen = int(np.abs(np.log10(DIFFERENCES) - math.log10(params.check_step)).argmin())
    largest, middle = float(gaps[:, chosen].max()), float(np.median(gaps[:, chosen]))
    numbers = {"networks": len(gaps), "step": DIFFERENCES[chosen], "largest": largest, "median": middle}
    return {"steps": DIFFERENCES, "gaps": gaps}, numbers


def _central_differences(
    x: np.ndarray, targets: np.ndarray, weights: Sequence[np.ndarray], activations: Sequence[str], h: float
) -> np.ndarray:
    """Move each weight by h either way, and see by how much the error changes; floats, all weights in one row."""
    slopes = []
    for layer, theta in enumerate(weights):
        for place in np.ndindex(theta.shape):
            errors = []
            for move in (h, -h):
                moved = [other.copy() for other in weights]
                moved[layer][place] += move
                errors.append(network_error(x, targets, moved, activations))
            slopes.append((errors[0] - errors[1]) / (2 * h))
    return np.array(slopes)


if __name__ == "__main__":
    run_stage(main)
