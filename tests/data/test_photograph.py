"""The photograph: grey by whole numbers, and the same on every machine."""

import hashlib

import numpy as np

from redes.data.photograph import LUMA, read_photograph, shrink


def test_shrink_by_hand() -> None:
    """Two blocks of 2 x 2 in the left square, and a column that is cut off."""
    picture = np.zeros((2, 3, 3), dtype=np.uint8)
    picture[0, 0] = 255, 0, 0  # grey 76
    picture[1, 1] = 0, 100, 10  # grey 59
    picture[:, 2] = 255

    assert shrink(picture, 2).tolist() == [[(76 + 59) // 4]]
    assert shrink(picture, 1).tolist() == [[76, 0], [0, 59]]


def test_grey_stays_grey() -> None:
    assert LUMA.sum() == 1000
    greys = np.arange(256, dtype=np.uint8)
    picture = np.repeat(np.tile(greys, (256, 1))[:, :, np.newaxis], 3, axis=2)
    assert (shrink(picture, 1) == greys).all()


def test_agrees_with_floating_point() -> None:
    from sklearn.datasets import load_sample_image

    exact = load_sample_image("china.jpg")[:424, :424] @ (LUMA / 1000)
    means = exact.reshape(106, 4, 106, 4).mean(axis=(1, 3))
    gap = means - read_photograph()
    assert gap.min() > -0.01
    assert gap.max() < 2  # rounded down twice


def test_the_same_bytes_everywhere() -> None:
    photograph = read_photograph()
    assert (photograph.shape, photograph.dtype) == ((106, 106), np.uint8)
    assert (
        hashlib.sha256(photograph.tobytes()).hexdigest()
        == "ce2cf5ba697dafa86be399f89b17e956ef2103750549ffb4ea2c5277925960f9"
    )
