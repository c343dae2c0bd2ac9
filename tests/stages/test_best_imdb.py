"""What networks and a bag of words know one by one and together, by hand."""

import numpy as np
import pytest

from redes.stages.best_imdb import BAG, judge

LABELS = np.array([1, 1, 0, 0], dtype=np.uint8)


def test_each_recipe_is_one_voice() -> None:
    answers = {
        "many": np.array([[0.9, 0.2, 0.1, 0.7], [0.7, 0.4, 0.3, 0.7], [0.9, 0.6, 0.1, 0.4]]),  # mean 0.83 0.4 0.17 0.6
        "one": np.array([[0.6, 0.9, 0.6, 0.1]]),
    }
    bag = np.array([0.1, 0.8, 0.2, 0.7])
    found = judge(answers, bag, LABELS)
    many, one = found["many"]["test"], found["one"]["test"]
    assert many["by_seed"] == [0.5, 0.5, 1.0]
    assert many["single"]["accuracy"]["mean"] == pytest.approx(2 / 3)
    assert (many["single"]["accuracy"]["n"], one["single"]["accuracy"]["n"]) == (3, 1)
    assert many["together"]["errors"] == 2
    assert many["with_bag"]["errors"] == 2  # 0.467, 0.6, 0.183, 0.65
    assert found[BAG]["test"]["errors"] == 2
    assert one["with_bag"]["errors"] == 1  # 0.35, 0.85, 0.4, 0.4
    # 0.511, 0.7, 0.322, 0.467: three voices, and not five
    assert found["everything"]["test"]["errors"] == 0
    assert found["everything"]["test"]["auc"] == 1.0
