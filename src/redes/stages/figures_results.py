"""Draw the recipes beside what others reached, what levers change, and what was tried."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from redes.figures import results
from redes.figures.style import Look
from redes.files import read_json
from redes.stages import run_stage
from redes.stages.drawing import Drawing, draw_figures

FIGURES = Path("reports/figures/results")
METRICS = Path("reports/metrics/evaluate_results.json")


def main() -> None:
    """Load what there is and draw it."""
    found = read_json(METRICS)
    ceiling, effects, trials = found["digits_ceiling"], _effects(found), _trials(found)
    draw_figures(
        FIGURES,
        {
            "recipes_and_references": Drawing(
                "svg", lambda look: results.plot_recipes_and_references(_rows(found, look), ceiling, look)
            ),
            "levers": Drawing("svg", lambda look: results.plot_levers(effects, look)),
            "tried": Drawing("svg", lambda look: results.plot_tried(trials, look)),
        },
    )


def _rows(found: Mapping[str, Any], look: Look) -> list[results.Row]:
    """The recipes that were measured, and the published results, with their range of a standard deviation."""
    ours = [
        results.Row(
            recipe["task"],
            recipe["name"][look.language],
            {kind: _spread(recipe[kind]) for kind in ("default", "best") if recipe[kind]["n"]},
        )
        for recipe in found["recipes"].values()
    ]
    published = [(each, each["standard_deviation"] or 0) for each in found["references"].values()]
    theirs = [
        results.Row(
            each["task"],
            each[look.language],
            {"published": results.Spread(each["accuracy"], each["accuracy"] - spread, each["accuracy"] + spread)},
        )
        for each, spread in published
    ]
    return ours + theirs


def _effects(found: Mapping[str, Any]) -> dict[str, dict[str, results.Spread]]:
    return {
        lever: {what: _spread(given["difference"]) for what, given in effect.items()}
        for lever, effect in found["levers"]["effects"].items()
        if effect["errors"]["difference"]["n"]
    }


def _trials(found: Mapping[str, Any]) -> list[results.Trial]:
    return [results.Trial(row["stage"], row["combination"], _spread(row["accuracy"])) for row in found["tried"]]


def _spread(told: Mapping[str, Any]) -> results.Spread:
    return results.Spread(told["mean"], told["min"], told["max"], told.get("values", ()))


if __name__ == "__main__":
    run_stage(main)
