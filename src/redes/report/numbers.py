"""Numbers and texts of the metrics files, written as a language writes them."""

from collections.abc import Mapping
from typing import Any, Literal

from babel.numbers import format_decimal, format_scientific

Language = Literal["es", "en"]

#: What stands where a metric has no value, e.g. the rank of a word that has no vector.
NOTHING = "—"
#: By the name of a format: what the number is multiplied by, how many decimals, what follows it. A space before a
#: percent sign does not break; English has none.
FORMATS = {
    "integer": (1, 0, ""),
    "decimal1": (1, 1, ""),
    "decimal2": (1, 2, ""),
    "decimal3": (1, 3, ""),
    "decimal4": (1, 4, ""),
    "percent": (100, 2, "%"),
    "percent1": (100, 1, "%"),
    "percent0": (100, 0, "%"),
    "points": (100, 2, ""),
}
#: For numbers that other formats would write as 0: two digits and a power of ten.
SCIENTIFIC = "scientific"
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_PERCENT = {"es": "\N{NO-BREAK SPACE}%", "en": "%"}


def look_up(metrics: Mapping[str, Any], address: str) -> float | int | None:
    """Find a number by its address.

    Args:
        metrics: contents of the metrics files, by stem.
        address: the file's stem and the keys inside, joined by dots; an integer counts in a list, from 0.

    Returns:
        The number; None where the file holds null.

    Raises:
        KeyError: with a sentence that says how far the address leads, and what is there.

    >>> look_up({"train_mnist_cnn": {"test": {"accuracy": 0.9951}}}, "train_mnist_cnn.test.accuracy")
    0.9951
    """
    place = _find(metrics, address)
    if place is None or (isinstance(place, int | float) and not isinstance(place, bool)):
        return place
    raise KeyError(f"{address!r} is not a number; it has {_list_keys(place)}")


def look_up_text(metrics: Mapping[str, Any], address: str) -> str:
    """Find a text by its address, as ``look_up`` finds a number; ``NOTHING`` where the file holds null.

    >>> look_up_text({"evaluate_imdb": {"mistakes": [{"excerpt": "Not bad …"}]}}, "evaluate_imdb.mistakes.0.excerpt")
    'Not bad …'
    """
    place = _find(metrics, address)
    if place is None or isinstance(place, str):
        return NOTHING if place is None else place
    raise KeyError(f"{address!r} is not a text; it has {_list_keys(place)}")


def look_up_spread(metrics: Mapping[str, Any], address: str) -> Mapping[str, Any]:
    """Find a spread, as ``format_spread`` writes it, by its address.

    >>> look_up_spread({"evaluate_results": {"cnn": {"mean": None}}}, "evaluate_results.cnn")
    {'mean': None}
    """
    place = _find(metrics, address)
    if not isinstance(place, Mapping):
        raise KeyError(f"{address!r} is not a spread; it has {_list_keys(place)}")
    return place


def _find(metrics: Mapping[str, Any], address: str) -> Any:
    place: Any = metrics
    path: list[str] = []
    for key in address.split("."):
        if isinstance(place, Mapping) and key in place:
            place = place[key]
        elif isinstance(place, list) and key.isdigit() and int(key) < len(place):
            place = place[int(key)]
        else:
            raise KeyError(f"no metric {address!r}: {'.'.join(path) or 'reports/metrics'} has {_list_keys(place)}")
        path.append(key)
    return place


def format_number(value: float | int | None, style: str | None, language: Language) -> str:
    """Write a number.

    Args:
        value: the number; None for none.
        style: a key of ``FORMATS``, or ``SCIENTIFIC``; None writes integers whole and other numbers with 4 decimals at
            most.
        language: of the text around it.

    Returns:
        The text, with no-break spaces.

    Raises:
        KeyError: with a sentence that names the styles there are.

    >>> format_number(0.99514, "percent", "en"), format_number(12345.6, "decimal1", "es")
    ('99.51%', '12.345,6')
    """
    if style is not None and style not in (*FORMATS, SCIENTIFIC):
        raise KeyError(f"no format {style!r}; there are {', '.join([*FORMATS, SCIENTIFIC])}")
    if value is None:
        return NOTHING
    if style is None:
        return _with_minus(format_decimal(value, format="#,##0.####", locale=language))
    if style == SCIENTIFIC:
        return _format_power(value, language)
    factor, decimals, unit = FORMATS[style]
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    number = format_decimal(value * factor, format=pattern, locale=language)
    return _with_minus(number) + (_PERCENT[language] if unit else "")


def format_spread(spread: Mapping[str, Any], style: str | None, language: Language) -> str:
    """Write a mean with its standard deviation and how many values there are; of a single one, the value alone.

    Args:
        spread: ``mean``, ``standard_deviation`` and ``n`` as ``redes.grid.describe_runs`` gives them; None: unknown.
        style: as in ``format_number``; a percent sign stands behind the mean alone.
        language: of the text around it.

    Raises:
        KeyError: with a sentence that says what there is, or names the styles there are.

    >>> format_spread({"mean": 0.9965, "standard_deviation": 0.0004, "n": 30}, "percent", "en")
    '99.65%\\xa0±\\xa00.04 (30)'
    """
    if missing := {"mean", "standard_deviation", "n"} - spread.keys():
        raise KeyError(f"a spread has mean, standard_deviation and n; {', '.join(sorted(missing))} is missing")
    mean = format_number(spread["mean"], style, language)
    if spread["mean"] is None or spread["standard_deviation"] is None:
        return mean
    deviation = format_number(spread["standard_deviation"], style, language).removesuffix(_PERCENT[language])
    return f"{mean}\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}{deviation} ({format_number(spread['n'], None, language)})"


def _with_minus(number: str) -> str:
    """Write a minus sign, as long as a plus, where the number has a hyphen."""
    return number.replace("-", "\N{MINUS SIGN}")


def _format_power(value: float, language: Language) -> str:
    """Write a number with a power of ten; 0 has none."""
    if value == 0:
        return "0"
    digits, _, power = format_scientific(value, format="0.#E0", locale=language).partition("E")
    return f"{_with_minus(digits)}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10{power.translate(_RAISED)}"


def _list_keys(place: Any) -> str:
    if isinstance(place, Mapping):
        return ", ".join(map(str, place)) or "nothing"
    return f"{len(place)} entries" if isinstance(place, list) else f"the value {place!r}"
