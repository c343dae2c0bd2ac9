"""What the engines add to a plan whose stages do nothing."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, LogLocator, NullLocator

from redes.figures.style import Look

TEXT = {
    "es": {
        "stages": "etapas del plan",
        "run": "ejecutarlo todo (s)",
        "nothing": "nada que hacer (s)",
        "snakemake": "Snakemake",
        "dvc": "DVC",
        "both": "los dos",
    },
    "en": {
        "stages": "stages of the plan",
        "run": "running all of it (s)",
        "nothing": "nothing to do (s)",
        "snakemake": "Snakemake",
        "dvc": "DVC",
        "both": "both",
    },
}


class Engine(NamedTuple):
    """Seconds by number of stages: of a whole run, and of the engine's command with nothing to do."""

    sizes: Sequence[int]
    run: Sequence[float]
    nothing: Sequence[float]


def plot_engine_overhead(engines: Mapping[str, Engine], look: Look) -> Figure:
    """Plot the seconds that plans of trivial stages take, with everything and with nothing to do.

    Args:
        engines: by name.
        look: for whom it is drawn.

    Returns:
        Two panels with logarithmic axes, a line an engine.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.4)
    panels = figure.subplots(1, 2)
    for axes, what in zip(panels, ("run", "nothing"), strict=True):
        for place, (name, engine) in enumerate(engines.items()):
            axes.plot(engine.sizes, getattr(engine, what), label=text[name], **look.mark(place))
        axes.set(xscale="log", yscale="log", xlabel=text["stages"], title=text[what])
        axes.margins(0.12)
        axes.xaxis.set_major_locator(FixedLocator(next(iter(engines.values())).sizes))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(lambda value, _: look.number(value))
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.yaxis.set_major_formatter(lambda value, _: look.number(value, 0 if value >= 1 else 1))
        axes.yaxis.set_minor_locator(NullLocator())
        axes.grid(axis="y")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(engines))
    return figure
