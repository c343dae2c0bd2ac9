"""Linear discriminants: a plane that parts two classes, and basis functions that bend it (T07, T08)."""

from collections.abc import Callable
from itertools import combinations

import numpy as np

from redes.foundations.neuron import net_input, with_bias


def discriminant(x: np.ndarray, w: np.ndarray, w0: float) -> np.ndarray:
    """Compute on which side of a plane points lie: y(x) = w'x + w_0.

    Args:
        x: points, floats ``(..., d)``.
        w: the normal of the plane, floats ``(d,)``.
        w0: the bias.

    Returns:
        float64 ``(...)``: positive on the side that w points to, 0 on the plane.

    Source: T07; Bishop (1995), Neural Networks for Pattern Recognition, section 3.1.

    >>> discriminant(np.array([[1.0, 1.0], [4.0, 3.0]]), np.array([3.0, 4.0]), -12.0).tolist()
    [-5.0, 12.0]
    """
    return x @ w + w0


def signed_distance(x: np.ndarray, w: np.ndarray, w0: float) -> np.ndarray:
    """Compute how far points lie from the plane w'x + w_0 = 0: y(x) / ||w||.

    Args:
        x: points, floats ``(..., d)``.
        w: the normal of the plane, floats ``(d,)``, not all zero.
        w0: the bias.

    Returns:
        float64 ``(...)``, in the units of x; positive on the side that w points to.

    Raises:
        ValueError: if w is zero, since that is no plane.

    Source: T07; Bishop (1995), section 3.1.

    >>> signed_distance(np.array([[1.0, 1.0], [4.0, 3.0]]), np.array([3.0, 4.0]), -12.0).tolist()
    [-1.0, 2.4]
    """
    return discriminant(x, w, w0) / _norm(w)


def plane_offset(w: np.ndarray, w0: float) -> float:
    """Compute how far along w the plane lies from the origin: l = w'x / ||w|| = -w_0 / ||w||, for any x on the plane.

    Args:
        w: the normal of the plane, floats ``(d,)``, not all zero.
        w0: the bias.

    Returns:
        The signed distance, in the units of x; its sign is that of the origin's own ``signed_distance`` turned round.

    Raises:
        ValueError: if w is zero, since that is no plane.

    Source: T07; Bishop (1995), section 3.1.

    >>> plane_offset(np.array([3.0, 4.0]), -10.0)
    2.0
    """
    return float(-w0 / _norm(w))


def fit_least_squares(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Find the theta for which sum_i (theta'x_i - y_i)^2 is least, with x_0 = 1.

    Args:
        x: floats ``(m, d)``, without the bias unit.
        y: targets, floats ``(m,)``; for two classes -1 and 1, so that the boundary is where theta'x = 0.

    Returns:
        float64 ``(d + 1,)``, w_0 first; of several that are equally good the shortest.

    Source: T07, T10; Bishop (1995), section 3.4.
    """
    return np.linalg.lstsq(with_bias(x), y, rcond=None)[0]


def product_basis(x: np.ndarray) -> np.ndarray:
    """Add to the inputs the product of every two of them: phi(x) = (x_1, ..., x_d, x_1 x_2, x_1 x_3, ...).

    With x_1 x_2 a plane separates XNOR, which no line does: x_1 + x_2 - 2 x_1 x_2 is 0 where both bits are equal, and
    else 1.

    Args:
        x: floats ``(..., d)``.

    Returns:
        float64 ``(..., d + d (d - 1) / 2)``; phi_0 = 1 is not among them.

    Source: T08.

    >>> product_basis(np.array([[2.0, 3.0, 5.0]])).tolist()
    [[2.0, 3.0, 5.0, 6.0, 10.0, 15.0]]
    """
    products = [x[..., i] * x[..., j] for i, j in combinations(range(x.shape[-1]), 2)]
    return np.concatenate([x.astype(np.float64), *(product[..., np.newaxis] for product in products)], axis=-1)


def gaussian_basis(x: np.ndarray, centers: np.ndarray, width: float) -> np.ndarray:
    """Measure how near points lie to some centres: phi_j(x) = e^(-||x - c_j||^2 / (2 width^2)).

    Args:
        x: points, floats ``(..., d)``.
        centers: floats ``(k, d)``.
        width: the distance at which phi has fallen to e^(-1/2), in the units of x; positive.

    Returns:
        float64 ``(..., k)``, in [0, 1]; phi_0 = 1 is not among them.

    Raises:
        ValueError: if the width is not positive.

    Source: T08; Bishop (1995), section 3.3.
    """
    if not width > 0:
        raise ValueError(f"expected a positive width; got {width}")
    squares = ((x[..., np.newaxis, :] - centers) ** 2).sum(axis=-1)
    return np.exp(-squares / (2 * width**2))


def generalized_discriminant(
    x: np.ndarray, w: np.ndarray, basis: Callable[[np.ndarray], np.ndarray] = product_basis
) -> np.ndarray:
    """Compute a discriminant of functions of the inputs: h_k(x) = sum_j w_kj phi_j(x), with phi_0 = 1.

    It is linear in w, so that all that learns a plane learns this too; in x the boundary may be bent.

    Args:
        x: points, floats ``(..., d)``.
        w: floats ``(terms + 1,)`` for one output, or ``(outputs, terms + 1)``; the weight of phi_0 first.
        basis: phi, which turns ``(..., d)`` into ``(..., terms)``.

    Returns:
        float64 ``(...)`` for one output, or ``(..., outputs)``.

    Raises:
        ValueError: if w has not one weight for phi_0 and one for each term.

    Source: T08; Bishop (1995), section 3.3.
    """
    return net_input(basis(x), w)


def _norm(w: np.ndarray) -> float:
    length = float(np.linalg.norm(w))
    if length == 0:
        raise ValueError("expected a normal w that is not zero: w'x + w0 = 0 is no plane")
    return length
