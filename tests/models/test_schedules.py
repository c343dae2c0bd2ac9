"""The one-cycle schedule, worked by hand."""

import numpy as np
import pytest

from redes.models.schedules import OneCycle


def test_rises_to_the_peak_and_falls_to_zero() -> None:
    rates = [float(OneCycle(2.0, num_steps=100)(step)) for step in range(101)]
    assert rates[0] == pytest.approx(2.0 / 26)
    assert int(np.argmax(rates)) == 25
    assert max(rates) == pytest.approx(2.0)
    assert rates[100] == 0.0
    assert np.diff(rates[:25]).min() > 0 > np.diff(rates[25:]).max()
