"""What the engines add to a plan whose stages do nothing, and to data that they judge by content."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
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
        "megabytes": "datos (MB)",
        "seconds": "segundos",
        "dvc_add": "dvc add",
        "dvc_status": "dvc status",
        "dvc_status_touched": "dvc status, fechas nuevas",
        "md5": "MD5 a solas",
    },
    "en": {
        "stages": "stages of the plan",
        "run": "running all of it (s)",
        "nothing": "nothing to do (s)",
        "snakemake": "Snakemake",
        "dvc": "DVC",
        "both": "both",
        "megabytes": "data (MB)",
        "seconds": "seconds",
        "dvc_add": "dvc add",
        "dvc_status": "dvc status",
        "dvc_status_touched": "dvc status, new dates",
        "md5": "MD5 alone",
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
        _logarithmic(axes, next(iter(engines.values())).sizes, text["stages"], look)
        axes.set_title(text[what])
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(engines))
    return figure


def plot_hashing(megabytes: Sequence[float], seconds: Mapping[str, Sequence[float]], look: Look) -> Figure:
    """Plot the seconds that judging data by content takes, as they grow.

    Args:
        megabytes: size of the data.
        seconds: by command, for each size.
        look: for whom it is drawn.

    Returns:
        One panel with logarithmic axes, a line a command.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.4)
    axes = figure.subplots()
    for place, (name, values) in enumerate(seconds.items()):
        axes.plot(megabytes, values, label=text[name], **look.mark(place))
    _logarithmic(axes, megabytes, text["megabytes"], look)
    axes.set_ylabel(text["seconds"])
    figure.legend(loc="outside lower center", ncols=2)
    return figure


def _logarithmic(axes: Axes, measured: Sequence[float], name: str, look: Look) -> None:
    """Make both axes logarithmic, with what was measured marked on the horizontal one."""
    axes.set(xscale="log", yscale="log", xlabel=name)
    axes.margins(0.12)
    axes.xaxis.set_major_locator(FixedLocator(list(measured)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(lambda value, _: look.number(value))
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter(lambda value, _: look.number(value, 0 if value >= 1 else 1 if value >= 0.1 else 2))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.grid(axis="y")
