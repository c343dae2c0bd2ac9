"""The foundations are there to be read, and change nothing: docstrings with sources, examples that run, inputs kept."""

import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType

import numpy as np
import pytest

from redes import foundations
from redes.foundations import discriminants, gradient_descent, initialization, networks, neuron, perceptron, softmax

MODULES = [
    importlib.import_module(f"redes.foundations.{name}") for _, name, _ in pkgutil.iter_modules(foundations.__path__)
]


def read_only(*shape: int) -> np.ndarray:
    array = np.random.default_rng(1).uniform(0.1, 1, shape)
    array.flags.writeable = False
    return array


X, Y, THETA, WEIGHTS = read_only(4, 2), read_only(4), read_only(3), [read_only(3, 3), read_only(2, 4)]
TARGETS = np.eye(2)[[0, 1, 1, 0]]
TARGETS.flags.writeable = False

CALLS: dict[str, Callable[[], object]] = {
    "with_bias": lambda: neuron.with_bias(X),
    "logistic_unit": lambda: neuron.logistic_unit(X, THETA),
    "fit_perceptron": lambda: perceptron.fit_perceptron(X, TARGETS[:, 0], 3, THETA),
    "cross_entropy": lambda: softmax.cross_entropy(X, TARGETS),
    "cross_entropy_gradient": lambda: softmax.cross_entropy_gradient(X, TARGETS),
    "signed_distance": lambda: discriminants.signed_distance(X, THETA[1:], 1.0),
    "fit_least_squares": lambda: discriminants.fit_least_squares(X, Y),
    "gaussian_basis": lambda: discriminants.gaussian_basis(X, X, 1.0),
    "generalized_discriminant": lambda: discriminants.generalized_discriminant(X, read_only(4)),
    "descend": lambda: gradient_descent.descend(X, Y, THETA, 0.1, gradient_descent.draw_batches(4, 2, 2)),
    "fit": lambda: networks.fit(X, TARGETS, WEIGHTS, ["tanh", "softmax"], 0.1, 2)[1],
    "back_propagate": lambda: networks.back_propagate(X, TARGETS, WEIGHTS, ["relu", "sigmoid"])[0],
    "activation_variances": lambda: initialization.activation_variances(X, WEIGHTS),
}


def public_functions() -> Iterator[Callable]:
    for module in MODULES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield function


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_examples_of_the_docstrings_run(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("function", list(public_functions()), ids=lambda function: function.__name__)
def test_every_function_names_its_source(function: Callable) -> None:
    assert "Source: " in (function.__doc__ or "")


@pytest.mark.parametrize("name", CALLS)
def test_inputs_are_not_changed_and_answers_are_float64(name: str) -> None:
    answer = CALLS[name]()
    for array in answer if isinstance(answer, tuple) else (answer,):
        assert array.dtype == np.float64
        assert np.isfinite(array).all()
