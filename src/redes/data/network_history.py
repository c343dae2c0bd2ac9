"""The course's table of networks and nervous systems of the past, with the sizes that their articles give (T02)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

TABLE = Path(__file__).with_name("network_history.yaml")


@dataclass(frozen=True)
class System:
    """An artificial network.

    Attributes:
        key: a word that names it.
        names: by language.
        year: of its article.
        layers: for each layer with weights of its own, its units and the inputs of each.
    """

    key: str
    names: dict[str, str]
    year: int
    layers: list[tuple[int, int]]

    @property
    def units(self) -> int:
        """Units with weights of their own."""
        return sum(units for units, _ in self.layers)

    @property
    def connections(self) -> int:
        """Connections that lead to these units, each place of a convolution with its own."""
        return sum(units * inputs for units, inputs in self.layers)

    @property
    def per_unit(self) -> float | None:
        """Connections per unit; None where the layers are not known."""
        return self.connections / self.units if self.layers else None


class NervousSystem(NamedTuple):
    """An animal's, or a part of it: key, names by language, neurons, synapses."""

    key: str
    names: dict[str, str]
    neurons: float
    synapses: float

    @property
    def per_unit(self) -> float:
        """Synapses per neuron."""
        return self.synapses / self.neurons


class History(NamedTuple):
    """The table.

    Attributes:
        systems: the ten artificial networks, by year.
        nervous_systems: for comparison.
        newer_neurons: of the human brain, by a newer count than the slides'.
        stages: of research: ``key``, name by language, ``from`` and ``to`` in years.
        events: ``year``, and what happened by language.
    """

    systems: list[System]
    nervous_systems: list[NervousSystem]
    newer_neurons: float
    stages: list[dict[str, Any]]
    events: list[dict[str, Any]]


def read_history() -> History:
    """Read the table that lies beside this module."""
    table = YAML(typ="safe", pure=True).load(TABLE.read_text(encoding="utf-8"))
    return History(
        [
            System(row["key"], _names(row), row["year"], [(units, inputs) for units, inputs in row["layers"]])
            for row in table["systems"]
        ],
        [NervousSystem(row["key"], _names(row), row["neurons"], row["synapses"]) for row in table["nervous_systems"]],
        table["newer_neurons"],
        table["stages"],
        table["events"],
    )


def _names(row: dict[str, Any]) -> dict[str, str]:
    return {language: row[language] for language in ("es", "en")}
