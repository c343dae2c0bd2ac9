"""How much of the input a unit of a deep layer sees (T14)."""

from collections.abc import Sequence

import numpy as np

from redes.foundations.convolution import cross_correlate


def compute_receptive_fields(layers: Sequence[tuple[int, int]]) -> np.ndarray:
    """Compute the width of input that each layer's units depend on: r_l = r_{l-1} + (k_l - 1) s_1 s_2 ... s_{l-1}.

    Two units that are neighbours in layer l - 1 are s_1 ... s_{l-1} input steps apart, and r_0 = 1.

    >>> compute_receptive_fields([(3, 1), (3, 1), (3, 1)]).tolist()
    [3, 5, 7]

    Args:
        layers: kernel size and stride of each layer, convolution or pooling, from the input up.

    Returns:
        int64 ``(layers,)``, in input steps along one axis.

    Raises:
        ValueError: when there is no layer, or a size or a stride is below 1.

    Source: T14; Araujo, Norris and Sim (2019), "Computing receptive fields of convolutional neural networks".
    """
    sizes, strides = _check_layers(layers)
    distances = np.cumprod(np.append(1, strides[:-1]))
    return 1 + np.cumsum((sizes - 1) * distances)


def measure_receptive_fields(layers: Sequence[tuple[int, int]], length: int) -> np.ndarray:
    """Measure the same width on a real stack of layers, from the gradients of each layer's middle unit.

    Source: the slides, T14.

    Args:
        layers: as for ``compute_receptive_fields``.
        length: of the input; long enough that every layer has a unit.

    Returns:
        int64 ``(layers,)``: from the first to the last input with a gradient.

    Raises:
        ValueError: as for ``compute_receptive_fields``, and when a layer does not fit into the one below.
    """
    reached = [np.flatnonzero(gradient) for gradient in trace_receptive_fields(layers, length)]
    return np.array([inputs[-1] - inputs[0] + 1 for inputs in reached])


def trace_receptive_fields(layers: Sequence[tuple[int, int]], length: int) -> np.ndarray:
    """Find by how much each input moves the middle unit of every layer, the gradient d y_middle / d x_i.

    The layers are linear with equal positive weights 1 / k, so that nothing cancels; the response to an impulse of
    height 1 at input i is then that derivative, and one forward pass of n impulses gives all of them.

    Args:
        layers: as for ``compute_receptive_fields``.
        length: n, of the input.

    Returns:
        float64 ``(layers, n)``; each row sums to 1.

    Raises:
        ValueError: as for ``measure_receptive_fields``.

    Source: T14; Luo et al. (2016), "Understanding the effective receptive field".
    """
    _check_layers(layers)
    responses = np.eye(length)
    gradients = []
    for size, stride in layers:
        responses = cross_correlate(responses, np.full(size, 1 / size), stride)
        gradients.append(responses[:, responses.shape[1] // 2])
    return np.stack(gradients)


def _check_layers(layers: Sequence[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    if not layers or min(min(layer) for layer in layers) < 1:
        raise ValueError(f"expected (kernel size, stride) of each layer, all at least 1; got {list(layers)}")
    sizes, strides = np.array(layers).T
    return sizes, strides
