"""Put words beside points so that they do not cover each other."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath


class Box(NamedTuple):
    """A rectangle, in points; y grows upwards."""

    left: float
    bottom: float
    right: float
    top: float

    def overlap(self, other: "Box") -> float:
        """Area that two rectangles share, in square points."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(width, 0.0) * max(height, 0.0)


def place_labels(
    points: np.ndarray, words: Sequence[str], size: float, frame: Box, obstacles: Sequence[Box] = ()
) -> list[Box]:
    """Choose for each word, one after the other, the nearest free place around its point.

    Args:
        points: floats ``(n, 2)``, in points (1/72 inch).
        words: the n labels.
        size: of the letters, in points.
        frame: where labels may lie.
        obstacles: where no label should lie.

    Returns:
        The rectangle of each word. Words in the thick of it choose first. Where no place is free, it is the
        one that covers least.
    """
    sizes = [measure(word, size) for word in words]
    marks = [Box(x - 3, y - 3, x + 3, y + 3) for x, y in points]
    distances = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    crowd = (distances < 40).sum(axis=1)
    placed: dict[int, Box] = {}
    for index in sorted(range(len(words)), key=lambda i: (-crowd[i], i)):
        others = [*obstacles, *(mark for i, mark in enumerate(marks) if i != index), *placed.values()]
        best, least = None, math.inf
        for distance, box in _candidates(points[index], *sizes[index]):
            cost = 10 * sum(box.overlap(other) for other in others) + distance
            cost += 100 * _outside(box, frame)
            if cost < least:
                best, least = box, cost
            if least <= distance:
                break
        assert best is not None
        placed[index] = best
    return [placed[index] for index in range(len(words))]


def measure(word: str, size: float) -> tuple[float, float]:
    """Width and height of a word, in points, with a little air around it."""
    extents = TextPath((0, 0), word, size=size, prop=FontProperties(family="DejaVu Sans")).get_extents()
    return float(extents.width) + 2, 1.15 * size


def _candidates(point: np.ndarray, width: float, height: float) -> Iterator[tuple[float, Box]]:
    """Places around a point, the nearest first: beside it, then above and below, then on wider rings."""
    for distance in (4.0, 7.0, 11.0, 16.0, 22.0, 29.0, 37.0, 46.0):
        for step in (0, 8, 4, 12, 2, 6, 14, 10, 1, 15, 7, 9, 3, 5, 11, 13):
            angle = step * math.pi / 8
            x = point[0] + math.cos(angle) * (distance + width / 2)
            y = point[1] + math.sin(angle) * (distance + height / 2)
            yield distance, Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _outside(box: Box, frame: Box) -> float:
    return (box.right - box.left) * (box.top - box.bottom) - box.overlap(frame)
