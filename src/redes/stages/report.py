"""Build the report, a static site in Spanish and English, from its chapters, the metrics and the figures."""

from pathlib import Path

from redes.files import folder_as_whole
from redes.report.site import build_site
from redes.stages import run_stage

SOURCE = Path("reports/source")
SITE = Path("reports/html")


def main() -> None:
    """Build the site, all of it or nothing."""
    with folder_as_whole(SITE) as folder:
        build_site(SOURCE, folder)
    print(f"the report is built: open {SITE}/index.html")


if __name__ == "__main__":
    run_stage(main)
