"""Write the page into which `dvc plots` draws, with its scripts inside: DVC's own loads them from a network.

Snakemake's wheel carries the scripts. Written when the environment is set up, and by a run where it is missing, as
in a git worktree; .dvc/config names the page:

    python -m workflow.plots_template
"""

from importlib.resources import files
from pathlib import Path

PAGE = Path(".dvc/tmp/plots.html")
SCRIPTS = ("vega/vega.js", "vega-lite/vega-lite.js", "vega-embed/vega-embed.js")


def build_page() -> str:
    """Build the page.

    Returns:
        HTML that loads nothing from anywhere, with the places that DVC fills.

    Raises:
        FileNotFoundError: this version of Snakemake carries other scripts.
        ValueError: a script holds text that DVC would take for a place to fill.
    """
    parts = []
    for name in SCRIPTS:
        script = files("snakemake").joinpath("assets", "data", *name.split("/")).read_text(encoding="utf-8")
        if any(place in script for place in ("{scripts}", "{plot_divs}", "{refresh_tag}")):
            raise ValueError(f"{name} holds a place that DVC would fill")
        parts.append("<script>" + script.replace("</script", "<\\/script") + "</script>")
    head = "\n".join(['<meta charset="utf-8">', "{refresh_tag}", "<title>DVC plots</title>", *parts])
    style = "<style>body{font-family:sans-serif;margin:1rem} table{border-spacing:15px}</style>"
    body = "<body>\n{plot_divs}\n</body>"
    return f"<!DOCTYPE html>\n<html>\n<head>\n{head}\n{style}\n</head>\n{body}\n</html>\n"


def write_page() -> None:
    """Write the page where .dvc/config expects it."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(build_page(), encoding="utf-8")


def write_missing_page() -> None:
    """Write the page unless it is there."""
    if not PAGE.exists():
        write_page()


if __name__ == "__main__":
    write_page()
