"""What the stages make of the answers of several models: mistakes that differ, a review to show."""

from types import SimpleNamespace

import numpy as np
import pandas as pd

from redes.evaluation.classification import predict_classes
from redes.stages import evaluate_imdb, figures_imdb

LABELS = np.array([1, 1, 0, 0, 1, 1], dtype=np.uint8)
ANSWERS = {
    "lstm": np.array([0.1, 0.9, 0.8, 0.2, 0.3, 0.1], np.float32),
    "rnn": np.array([0.2, 0.8, 0.75, 0.3, 0.6, 0.2], np.float32),
    "bag": np.array([0.3, 0.1, 0.9, 0.9, 0.6, 0.3], np.float32),
}
REVIEWS = pd.DataFrame(
    {"rating": [10, 9, 1, 2, 8, 10], "text": ["Twice.", "One", "<br />Two<br />three", "Four", "Five", "Twice."]}
)


def find(num_mistakes: int) -> dict:
    right = {model: predict_classes(given) == LABELS for model, given in ANSWERS.items()}
    params = SimpleNamespace(num_mistakes=num_mistakes, excerpt_length=40)
    return evaluate_imdb._find_mistakes(REVIEWS, ANSWERS, right, LABELS, params)


def test_each_kind_of_mistake_by_hand() -> None:
    found = find(3)
    told = {kind: [mistake["excerpt"] for mistake in mistakes] for kind, mistakes in found.items()}
    assert told == {
        "all": ["Two three", "Twice.", None],  # the second of two equal texts is not told again
        "bag": ["One", "Four", None],
        "lstm": ["Five", None, None],
    }
    assert found["bag"][0] == {"stars": 9, "excerpt": "One", "lstm": 0.9, "rnn": 0.8, "bag": 0.1}


def test_together_the_mean_decides() -> None:
    right = {model: predict_classes(given) == LABELS for model, given in ANSWERS.items()}
    found = evaluate_imdb._judge_together(ANSWERS, right, LABELS)
    assert (found["all_right"], found["all_wrong"]) == (0, 3)
    assert found["accuracy"] == 0.0  # 0.2, exactly a half, 0.85, 0.55, 0.45, 0.2
    assert (found["gain"]["only_first"], found["gain"]["only_second"]) == (0, 1)


def test_ratios_beside_lstm_and_bag() -> None:
    right = {model: predict_classes(given) == LABELS for model, given in ANSWERS.items()}
    given = np.array([0.9, 0.95, 0.2, 0.3, 0.45, 0.4], np.float32)  # wrong about the last two
    found = evaluate_imdb._judge_ratios(given, ANSWERS, right, LABELS)
    assert (found["over_lstm"]["only_first"], found["over_lstm"]["only_second"]) == (2, 0)
    assert (found["over_bag"]["only_first"], found["over_bag"]["only_second"]) == (4, 1)
    # The means: 0.6, 0.525, 0.55, 0.6, 0.525, 0.35.
    assert found["with_bag"]["accuracy"] == 0.5
    assert (found["with_bag"]["gain"]["only_first"], found["with_bag"]["gain"]["only_second"]) == (1, 2)
    assert found["auc"] == 1.0


def test_an_excerpt_ends_with_a_word() -> None:
    told = evaluate_imdb.excerpt("It was <i>not</i> bad.<br /><br />Not at all, says everyone who has seen it.", 30)
    assert told == "It was not bad. Not at all, …"


def test_the_shortest_review_with_an_unknown_word_is_shown() -> None:
    sequences = [np.array([1, 4, 5]), np.array([1, 2, 6, 7, 8]), np.array([1, 4, 2, 6])]
    assert figures_imdb.find_example(["a b", "zyx c d e", "a xyz c"], sequences) == (["a", "xyz", "c"], [1, 4, 2, 6])
    assert figures_imdb.find_example(["a b"], sequences[:1]) == (["a", "b"], [1, 4, 5])
