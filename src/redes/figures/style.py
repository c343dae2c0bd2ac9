"""One look for every figure: legible on page and phone, for every eye, light and dark, in two languages."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import matplotlib
import matplotlib.style
from cycler import cycler
from matplotlib.axis import Axis
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, ScalarFormatter

Language = Literal["es", "en"]
Scheme = Literal["light", "dark"]
Kind = Literal["svg", "png"]

#: Inches. A page shows a figure about 600 pixels wide, a phone 330: 10 points are then 15 and 8.5 pixels.
WIDTH = 5.4
PNG_DOTS_PER_INCH = 220

_INK = {"light": "#1f2328", "dark": "#e6edf3"}
_MUTED = {"light": "#6e7781", "dark": "#9aa4af"}
_GRID = {"light": "#d8dee4", "dark": "#353b42"}
_PAPER = {"light": "#ffffff", "dark": "#131416"}
#: Okabe and Ito's colours, told apart by every kind of colour vision; lighter ones for dark pages.
_COLOURS = {
    "light": ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#9a6a00", "#56B4E9"),
    "dark": ("#56B4E9", "#E69F00", "#2FC79A", "#E59AC4", "#F0E442", "#D55E00"),
}
LINE_STYLES = ("-", (0, (5, 2)), (0, (1, 1.2)), (0, (6, 2, 1, 2)), (0, (3, 1.5)), (0, (1, 3)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")


@dataclass(frozen=True)
class Look:
    """For whom a figure is drawn.

    Attributes:
        language: of every word and number in it.
        scheme: of the page that it will stand on.
    """

    language: Language = "es"
    scheme: Scheme = "light"

    @property
    def ink(self) -> str:
        """Colour of text and of what matters most."""
        return _INK[self.scheme]

    @property
    def muted(self) -> str:
        """Colour of what stands behind: reference lines and remarks."""
        return _MUTED[self.scheme]

    @property
    def paper(self) -> str:
        """Colour of the page; figures themselves are transparent."""
        return _PAPER[self.scheme]

    @property
    def colours(self) -> tuple[str, ...]:
        """Six colours for series, always to be used with differing lines, marks or words."""
        return _COLOURS[self.scheme]

    def mark(self, place: int) -> dict[str, Any]:
        """Marker and colour of a model, by its place in the course, wherever all models are shown together."""
        return {"marker": MARKERS[place], "color": (*self.colours, self.ink, self.muted)[place]}

    @property
    def pixels(self) -> str:
        """Colour map for grey values: 0 looks like the page, the highest like ink."""
        return "gray_r" if self.scheme == "light" else "gray"

    @property
    def signed(self) -> Colormap:
        """Colour map for values of either sign: 0 is like the page, orange is negative, purple positive."""
        ends = {"light": ("#b35806", "#f7f7f7", "#542788"), "dark": ("#fdae4b", "#23272d", "#b7a4e6")}
        return LinearSegmentedColormap.from_list(f"signed-{self.scheme}", ends[self.scheme])

    @property
    def amounts(self) -> Colormap:
        """Colour map for values that count from 0: the more, the more ink."""
        ends = {"light": ("#e8f1f8", "#56a0d3", "#08306b"), "dark": ("#1c2a38", "#3f87bd", "#cfe8fa")}
        return LinearSegmentedColormap.from_list(f"amounts-{self.scheme}", ends[self.scheme])

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number as the language does.

        >>> Look("es").number(12345.678, 1), Look("en").number(12345.678, 1)
        ('12.345,7', '12,345.7')
        """
        text = f"{value:,.{decimals}f}".replace("-", "\N{MINUS SIGN}")
        return text.translate(str.maketrans(",.", ".,")) if self.language == "es" else text

    def percent(self, share: float, decimals: int = 1) -> str:
        """Write a share in [0, 1] in percent as the language does: Spanish with a space, which does not break.

        >>> Look("es").percent(0.5), Look("en").percent(0.5)
        ('50,0\\xa0%', '50.0%')
        """
        space = {"es": "\N{NO-BREAK SPACE}", "en": ""}[self.language]
        return f"{self.number(100 * share, decimals)}{space}%"

    def figure(self, height: float) -> Figure:
        """Make an empty figure, as wide as all others, that keeps its texts apart.

        Args:
            height: in inches.
        """
        return Figure(figsize=(WIDTH, height), layout="constrained")

    def file_name(self, stem: str, kind: Kind) -> str:
        """Name the file of one variant.

        >>> Look("es", "dark").file_name("word_map", "svg")
        'word_map.es.dark.svg'
        """
        scheme = "" if self.scheme == "light" else f".{self.scheme}"
        return f"{stem}.{self.language}{scheme}.{kind}"


LOOKS = tuple(Look(language, scheme) for language in ("es", "en") for scheme in ("light", "dark"))


class NumberFormatter(ScalarFormatter):
    """Writes the numbers of an axis as a language does."""

    def __init__(self, look: Look) -> None:
        """Format for ``look.language``."""
        super().__init__(useOffset=False, useMathText=False)
        self.set_scientific(False)
        self._look = look

    def __call__(self, x: float, pos: int | None = None) -> str:
        """Write one number, with the decimals that the axis needs."""
        text = super().__call__(x, pos)
        plain = text.replace("\N{MINUS SIGN}", "-")
        if not plain:
            return text
        return self._look.number(float(plain), len(plain.partition(".")[2]))


def number_axis(axis: Axis, look: Look, *, integer: bool = False, ticks: int = 6) -> None:
    """Let an axis write its numbers as the language does.

    Args:
        axis: ``axes.xaxis`` or ``axes.yaxis`` of a linear axis.
        look: for its language.
        integer: whether only whole numbers may be marked.
        ticks: how many marks at most.
    """
    axis.set_major_locator(MaxNLocator(ticks, integer=integer, min_n_ticks=1 if integer else 2))
    axis.set_major_formatter(NumberFormatter(look))


def draw(plot: Callable[[Look], Figure], look: Look, kind: Kind) -> bytes:
    """Draw a figure as a file's content; the same figure always gives the same bytes.

    Args:
        plot: gives the Figure; called with the style in place.
        look: for whom it is drawn.
        kind: ``"svg"`` for lines, ``"png"`` for pixels.

    Returns:
        The bytes of an SVG (text as paths) or PNG file, without date or version.
    """
    with matplotlib.style.context(["default", _settings(look)]):
        content = io.BytesIO()
        metadata = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
        plot(look).savefig(content, format=kind, metadata=metadata, dpi=PNG_DOTS_PER_INCH)
    return content.getvalue()


def _settings(look: Look) -> dict[str, Any]:
    return {
        "svg.hashsalt": "redes",
        "svg.fonttype": "path",
        "savefig.transparent": True,
        "font.family": "DejaVu Sans",
        "font.size": 10,
        "axes.titlesize": 10,
        "legend.fontsize": 9.5,
        "xtick.labelsize": 9,
        "ytick.labelsize": 9,
        "legend.frameon": False,
        "lines.linewidth": 1.8,
        "lines.markersize": 5,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "grid.linewidth": 0.7,
        "image.interpolation": "nearest",
        "axes.prop_cycle": cycler(color=look.colours) + cycler(linestyle=LINE_STYLES),
        "image.cmap": look.pixels,
        "grid.color": _GRID[look.scheme],
        **dict.fromkeys(
            [
                "text.color",
                "axes.labelcolor",
                "axes.edgecolor",
                "xtick.color",
                "ytick.color",
                "axes.titlecolor",
            ],
            look.ink,
        ),
    }
