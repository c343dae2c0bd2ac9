"""A figure drawn alone is a figure: what other stages write is left to the engines."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from redes.errors import UserError
from redes.stages.redraw import find_chapter

PLAN: Any = SimpleNamespace(
    stages=[
        SimpleNamespace(address=address, outputs=[SimpleNamespace(path=path)])
        for address, path in (
            ("prepare_mnist", "data/prepared/mnist"),
            ("figures_mnist", "reports/figures/mnist"),
            ("report", "reports/html"),
        )
    ]
)


def test_the_stage_that_draws_a_chapter() -> None:
    assert find_chapter(PLAN, Path("reports/figures/mnist/feature_maps.es.png")).address == "figures_mnist"


@pytest.mark.parametrize("path", ["data/prepared/mnist/feature_maps", "reports/html/index.html", "/elsewhere/a.svg"])
def test_what_is_no_figure(path: str) -> None:
    with pytest.raises(UserError, match=f"^{path} is no figure"):
        find_chapter(PLAN, Path(path))
