"""Numbers: found by their address, written as the language writes them, refused where there is none."""

import re

import pytest

from redes.report.numbers import (
    FORMATS,
    NOTHING,
    format_number,
    format_spread,
    look_up,
    look_up_spread,
    look_up_text,
)

METRICS = {
    "train_mnist_cnn": {"parameters": 98690, "test": {"accuracy": 0.9951, "loss": None}},
    "evaluate_imdb": {"mistakes": [{"excerpt": "Not bad …", "stars": 7}, {"excerpt": None}]},
    "prepare_mnist": {"train": {"per_class": [5923, 6742]}},
}


def test_an_address_leads_through_mappings_and_lists() -> None:
    assert look_up(METRICS, "train_mnist_cnn.test.accuracy") == 0.9951
    assert look_up(METRICS, "prepare_mnist.train.per_class.1") == 6742
    assert look_up(METRICS, "train_mnist_cnn.test.loss") is None


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (
            "train_mnist_cmn.test",
            "no metric 'train_mnist_cmn.test': reports/metrics has train_mnist_cnn, evaluate_imdb, prepare_mnist",
        ),
        ("train_mnist_cnn.test.acuracy", "train_mnist_cnn.test has accuracy, loss"),
        ("train_mnist_cnn.test", "'train_mnist_cnn.test' is not a number; it has accuracy, loss"),
        ("prepare_mnist.train.per_class.2", "has 2 entries"),
        ("train_mnist_cnn.parameters.x", "has the value 98690"),
    ],
)
def test_a_wrong_address_says_what_there_is(address: str, message: str) -> None:
    with pytest.raises(KeyError, match=re.escape(message)):
        look_up(METRICS, address)


def test_a_text_by_its_address() -> None:
    assert look_up_text(METRICS, "evaluate_imdb.mistakes.0.excerpt") == "Not bad …"
    assert look_up_text(METRICS, "evaluate_imdb.mistakes.1.excerpt") == NOTHING
    with pytest.raises(KeyError, match=r"'evaluate_imdb.mistakes.0.stars' is not a text; it has the value 7"):
        look_up_text(METRICS, "evaluate_imdb.mistakes.0.stars")
    with pytest.raises(KeyError, match="is not a number; it has the value 'Not bad …'"):
        look_up(METRICS, "evaluate_imdb.mistakes.0.excerpt")


@pytest.mark.parametrize(
    ("value", "style", "spanish", "english"),
    [
        (0.9257, "percent", "92,57\N{NO-BREAK SPACE}%", "92.57%"),
        (0.5, "percent0", "50\N{NO-BREAK SPACE}%", "50%"),
        (0.00396, "points", "0,40", "0.40"),
        (7850, None, "7.850", "7,850"),
        (0.7434321, None, "0,7434", "0.7434"),
        (0.7434321, "decimal2", "0,74", "0.74"),
        (178.0, "integer", "178", "178"),
        (-1234.56, "decimal1", "\N{MINUS SIGN}1.234,6", "\N{MINUS SIGN}1,234.6"),
        (-2, None, "\N{MINUS SIGN}2", "\N{MINUS SIGN}2"),
        (
            1.54e-9,
            "scientific",
            "1,5\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁻⁹",
            "1.5\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁻⁹",
        ),
        (
            2e12,
            "scientific",
            "2\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10¹²",
            "2\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10¹²",
        ),
        (0.0, "scientific", "0", "0"),
        (None, "percent", NOTHING, NOTHING),
    ],
)
def test_numbers_in_two_languages(value: float, style: str, spanish: str, english: str) -> None:
    assert (format_number(value, style, "es"), format_number(value, style, "en")) == (spanish, english)


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match=f"no format 'percents'; there are {', '.join(FORMATS)}"):
        format_number(1, "percents", "es")


def test_spreads_in_two_languages() -> None:
    spread = {"mean": -0.00396, "standard_deviation": 0.0012, "n": 1000}
    nbsp, minus = "\N{NO-BREAK SPACE}", "\N{MINUS SIGN}"
    assert format_spread(spread, "percent", "es") == f"{minus}0,40{nbsp}%{nbsp}±{nbsp}0,12 (1.000)"
    assert format_spread(spread, "percent", "en") == f"{minus}0.40%{nbsp}±{nbsp}0.12 (1,000)"
    assert format_spread({**spread, "standard_deviation": None, "n": 1}, "percent", "en") == f"{minus}0.40%"
    assert format_spread(dict.fromkeys(spread), "percent", "en") == NOTHING


def test_what_is_no_spread_is_told() -> None:
    with pytest.raises(KeyError, match=r"'train_mnist_cnn.parameters' is not a spread; it has the value 98690"):
        look_up_spread(METRICS, "train_mnist_cnn.parameters")
    with pytest.raises(KeyError, match=r"a spread has mean, standard_deviation and n; mean, n, standard_deviation is"):
        format_spread(look_up_spread(METRICS, "train_mnist_cnn.test"), "percent", "en")
