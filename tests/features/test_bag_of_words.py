"""The bag of words: worked by hand, like scikit-learn's own pipeline, the same bytes whatever Python hashes."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.naive_bayes import MultinomialNB

from redes.errors import UserError
from redes.features import bag_of_words, text

REVIEWS = ["good film", "a good good film", "not good", "bad film", "a bad bad film", "not good at all"]
LABELS = np.array([1, 1, 1, 0, 0, 0], dtype=np.uint8)
SETTINGS = {"max_ngram": 2, "min_count": 1, "smoothing": 1.0, "inverse_penalty": 1.0, "max_passes": 100, "seed": 1}
ROOT = Path(__file__).parents[2]


def fit(reviews: list[str] = REVIEWS, labels: np.ndarray = LABELS, **changed: float) -> bag_of_words.BagOfWords:
    return bag_of_words.fit(reviews, labels, **(SETTINGS | changed))


def test_terms_are_words_and_words_in_a_row() -> None:
    assert fit(max_ngram=1).terms == ["a", "all", "at", "bad", "film", "good", "not"]
    assert {"good film", "not good", "good at"} <= set(fit().terms)
    assert not {"film a", "good a"} & set(fit().terms)  # no row goes from one review into the next
    assert "not good" in fit(min_count=2).terms
    assert "good at" not in fit(min_count=2).terms


def test_ratios_like_naive_bayes_of_scikit_learn(reviews: pd.DataFrame) -> None:
    words = [" ".join(text.tokenize(review)) for review in reviews["text"][::50]]
    labels = reviews["label"][::50].to_numpy()
    bayes = MultinomialNB(alpha=0.5).fit(bag_of_words._vectorizer(2).fit_transform(words), labels)
    found = fit(words, labels, smoothing=0.5).ratios
    np.testing.assert_allclose(found, bayes.feature_log_prob_[1] - bayes.feature_log_prob_[0], atol=1e-8)


def test_a_probability_is_the_neuron_s_answer() -> None:
    model = fit()
    weights = dict(zip(model.terms, model.weights, strict=True))
    terms = ["good", "film", "good film"]  # those that are new count for nothing, and none counts twice
    ratios = dict(zip(model.terms, model.ratios, strict=True))
    length = sum(ratios[term] ** 2 for term in terms) ** 0.5
    total = model.bias + sum(weights[term] for term in terms) / length
    given = bag_of_words.predict(model, ["good film good zyx"])
    assert given.dtype == np.float32
    assert given[0] == pytest.approx(1 / (1 + np.exp(-total)), abs=1e-7)
    assert bag_of_words.predict(model, ["zyx"])[0] == pytest.approx(1 / (1 + np.exp(-model.bias)), abs=1e-7)


def test_it_learns_real_reviews(reviews: pd.DataFrame) -> None:
    words = [" ".join(text.tokenize(review)) for review in reviews["text"][::10]]
    labels = reviews["label"][::10].to_numpy()
    model = fit(words[::2], labels[::2])
    assert np.mean((bag_of_words.predict(model, words[1::2]) > 0.5) == labels[1::2]) > 0.75


def test_a_file_keeps_all(tmp_path: Path) -> None:
    model = fit([*REVIEWS, "caf\u0085é good"], np.append(LABELS, 1))
    np.savez(tmp_path / "model.npz", allow_pickle=False, **model.as_arrays())
    with np.load(tmp_path / "model.npz") as arrays:
        again = bag_of_words.from_arrays(arrays)
    assert (again.terms, again.bias) == (model.terms, model.bias)
    assert "caf\u0085é" in again.terms
    np.testing.assert_array_equal(again.weights, model.weights)


def test_a_vocabulary_without_terms_is_refused() -> None:
    with pytest.raises(UserError, match=r"no term is in 7 training reviews; lower train_imdb_bag\.min_count"):
        fit(min_count=7)


def test_the_same_bytes_with_other_hashes_and_threads(tmp_path: Path) -> None:
    code = "import sys; from tests.features.test_bag_of_words import digest; sys.stdout.write(digest(sys.argv[1]))"
    words = tmp_path / "words.txt"
    rng = np.random.default_rng(1)
    words.write_text("\n".join(" ".join(f"w{n}" for n in rng.zipf(1.3, 30) % 500) for _ in range(400)))
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, str(words)],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": "src:.", "PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, threads in (("1", "1"), ("2", "2"))
    }
    assert len(digests) == 1
    assert len(digests.pop()) == 64


def digest(path: str) -> str:
    """What a model of the reviews in a file holds, and what it says of them, as one number."""
    reviews = Path(path).read_text().split("\n")
    model = fit(reviews, np.arange(len(reviews)) % 2)
    arrays = [*model.as_arrays().values(), bag_of_words.predict(model, reviews)]
    return hashlib.sha256(b"".join(array.tobytes() for array in arrays)).hexdigest()
