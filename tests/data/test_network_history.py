"""The table of networks of the past: its counts agree with the totals that the articles state themselves."""

import pytest
from ruamel.yaml import YAML

from redes.data.network_history import TABLE, read_history

PUBLISHED = [
    (row["key"], row["published"])
    for row in YAML(typ="safe").load(TABLE.read_text(encoding="utf-8"))["systems"]
    if "published" in row
]


def test_the_ten_systems_of_the_slides() -> None:
    history = read_history()
    years = [1960, 1980, 2006, 2009, 2009, 2010, 2012, 2012, 2013, 2014]
    assert [system.year for system in history.systems] == years
    assert [system.key for system in history.systems if system.per_unit is None] == ["cots"]


@pytest.mark.parametrize(("key", "published"), PUBLISHED)
def test_counts_are_near_what_the_article_states(key: str, published: dict[str, float]) -> None:
    """Where each connection has a parameter of its own, connections stand for parameters."""
    (system,) = (system for system in read_history().systems if system.key == key)
    share = published["within"]
    (total,) = (value for name, value in published.items() if name != "within")
    counted = system.units if "units" in published else system.connections
    assert counted == pytest.approx(total, rel=share)


def test_synapses_per_neuron_by_hand() -> None:
    per_unit = {system.key: system.per_unit for system in read_history().nervous_systems}
    assert per_unit["human"] == pytest.approx(150_000 / 81)
    assert per_unit["worm"] == pytest.approx(5000 / 302)


def test_stages_and_events_follow_in_time() -> None:
    history = read_history()
    assert [stage["from"] for stage in history.stages] == [1943, 1980, 2006]
    assert history.stages[-1]["to"] is None
    years = [event["year"] for event in history.events]
    assert years == sorted(years)
