"""How large a network is, layer by layer, from the configuration that Keras saved: no TensorFlow is needed."""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from redes.errors import UserError

Shape = tuple[int, ...]
Config = Mapping[str, Any]


class Size(NamedTuple):
    """What is counted, of a layer or of a network.

    Attributes:
        parameters: numbers that the file keeps, those that are not trained included.
        units: neurons; each place of a convolution is one, a recurrent unit is one however often it is used.
        connections: that lead to these units from others, biases left out; of a padded border as of other places.
        operations: multiplications by a weight, each with its addition, for one example.
    """

    parameters: int = 0
    units: int = 0
    connections: int = 0
    operations: int = 0


class Layer(NamedTuple):
    """A layer: its name, its kind as Keras calls it, the shape of what it answers to one example, its size."""

    name: str
    kind: str
    shape: Shape
    size: Size


def measure_layers(model: Config, length: int | None = None) -> list[Layer]:
    """Follow one example through a network.

    Args:
        model: content of ``config.json`` in a `.keras` file; a functional or a sequential model.
        length: of the example, where the network reads sequences of any length.

    Returns:
        The layers, in the file's order, in which each comes after those that it reads.

    Raises:
        UserError: a layer is of a kind that is not counted, or the length is needed and missing.
    """
    layers: dict[str, Layer] = {}
    for entry in model["config"]["layers"]:
        name, kind, config = entry["config"]["name"], entry["class_name"], entry["config"]
        if kind == "InputLayer":
            shape, size = _input_shape(name, config, length), Size()
        elif kind in _COUNTED:
            sources = list(_sources(entry.get("inbound_nodes", []))) or list(layers)[-1:]
            shape, size = _COUNTED[kind](config, *(layers[source].shape for source in sources))
        else:
            known = ", ".join(sorted(_COUNTED))
            raise UserError(f"layer {name!r} is a {kind}, whose size nothing here counts; counted are: {known}")
        layers[name] = Layer(name, kind, shape, size)
    return list(layers.values())


def add_sizes(layers: list[Layer]) -> Size:
    """Add up the sizes of all layers."""
    return Size(*map(sum, zip(*(layer.size for layer in layers), strict=True)))


def count_linear(inputs: int, outputs: int = 1) -> Size:
    """Count a layer in which every output is connected with every input, and has a bias."""
    weights = inputs * outputs
    return Size(weights + outputs, outputs, weights, weights)


def _input_shape(name: str, config: Config, length: int | None) -> Shape:
    sizes = config["batch_shape"][1:]
    if length is not None:
        return tuple(length if size is None else size for size in sizes)
    if None in sizes:
        raise UserError(f"layer {name!r} reads sequences of any length; say the length of the example")
    return tuple(sizes)


def _sources(node: Any) -> Iterator[str]:
    """Find the names of the layers that a saved call reads, in order."""
    if isinstance(node, list):
        for child in node:
            yield from _sources(child)
    elif isinstance(node, dict):
        if "keras_history" in node:
            yield node["keras_history"][0]
        else:
            yield from _sources(list(node.values()))


def _count_dense(config: Config, shape: Shape) -> tuple[Shape, Size]:
    *places, inputs = shape
    uses, units = math.prod(places), config["units"]
    weights = inputs * units
    biases = units if config["use_bias"] else 0
    return (*places, units), Size(weights + biases, uses * units, uses * weights, uses * weights)


def _count_convolution(config: Config, shape: Shape) -> tuple[Shape, Size]:
    *lengths, channels = shape
    filters = config["filters"]
    windows = zip(lengths, config["kernel_size"], config["strides"], config["dilation_rate"], strict=True)
    places = [_count_places(n, 1 + (k - 1) * d, stride, config["padding"]) for n, k, stride, d in windows]
    uses, weights = math.prod(places), math.prod(config["kernel_size"]) * channels // config["groups"] * filters
    biases = filters if config["use_bias"] else 0
    return (*places, filters), Size(weights + biases, uses * filters, uses * weights, uses * weights)


def _count_pooling(config: Config, shape: Shape) -> tuple[Shape, Size]:
    *lengths, channels = shape
    windows = zip(lengths, config["pool_size"], config["strides"], strict=True)
    return (*(_count_places(n, k, stride, config["padding"]) for n, k, stride in windows), channels), Size()


def _count_places(length: int, window: int, stride: int, padding: str) -> int:
    """Places of a window along an axis."""
    return -(-length // stride) if padding == "same" else (length - window) // stride + 1


def _count_recurrent(gates: int) -> Callable[[Config, Shape], tuple[Shape, Size]]:
    """Count a recurrent layer whose units each have so many sums, of the inputs and of all units' last answers."""

    def count(config: Config, shape: Shape) -> tuple[Shape, Size]:
        steps, inputs = shape
        units = config["units"]
        weights = gates * units * (inputs + units)
        biases = gates * units if config["use_bias"] else 0
        answers = (steps, units) if config["return_sequences"] else (units,)
        return answers, Size(weights + biases, units, weights, steps * weights)

    return count


def _count_both_ways(config: Config, shape: Shape) -> tuple[Shape, Size]:
    """Count a layer that reads a sequence from either end; the answers of both ways stand side by side."""
    inner = config["layer"]
    (*places, units), one_way = _COUNTED[inner["class_name"]](inner["config"], shape)
    return (*places, 2 * units), Size(*(2 * count for count in one_way))


def _count_embedding(config: Config, shape: Shape) -> tuple[Shape, Size]:
    """Count a table of vectors, of which rows are looked up: nothing is multiplied."""
    return (*shape, config["output_dim"]), Size(parameters=config["input_dim"] * config["output_dim"])


def _count_normalization(config: Config, shape: Shape) -> tuple[Shape, Size]:
    """Count batch normalisation: mean and variance, scale and shift of each channel; each value is scaled once."""
    per_channel = 2 + config["scale"] + config["center"]
    return shape, Size(parameters=per_channel * shape[-1], operations=math.prod(shape))


def _count_columns(config: Config, shape: Shape) -> tuple[Shape, Size]:
    """Count a choice of columns; of a single one, without their axis."""
    return (shape[:-1] if config["count"] is None else (*shape[:-1], config["count"])), Size()


def _count_concatenation(_: Config, *shapes: Shape) -> tuple[Shape, Size]:
    return (*shapes[0][:-1], sum(shape[-1] for shape in shapes)), Size()


_COUNTED: dict[str, Callable[..., tuple[Shape, Size]]] = {
    "Dense": _count_dense,
    "Conv1D": _count_convolution,
    "Conv2D": _count_convolution,
    "SimpleRNN": _count_recurrent(1),
    "LSTM": _count_recurrent(4),
    "Bidirectional": _count_both_ways,
    "Embedding": _count_embedding,
    "BatchNormalization": _count_normalization,
    "Concatenate": _count_concatenation,
    "Columns": _count_columns,
    "Flatten": lambda _, shape: ((math.prod(shape),), Size()),
    **dict.fromkeys(("MaxPooling1D", "MaxPooling2D", "AveragePooling1D", "AveragePooling2D"), _count_pooling),
    **dict.fromkeys(
        ("GlobalMaxPooling1D", "GlobalMaxPooling2D", "GlobalAveragePooling1D", "GlobalAveragePooling2D"),
        lambda _, shape: ((shape[-1],), Size()),
    ),
    **dict.fromkeys(
        ("Activation", "ReLU", "Softmax", "Dropout", "SpatialDropout1D", "Rescaling"), lambda _, shape: (shape, Size())
    ),
}
