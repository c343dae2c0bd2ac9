"""The site as this checkout's metrics and figures make it."""

import shutil
from pathlib import Path

import pytest

from redes.report.site import build_site

REPORTS = Path("reports")


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of reports/, without the site."""
    figures = [REPORTS / "figures" / chapter for chapter in ("mnist", "embeddings", "imdb", "learning")]
    missing = [str(folder) for folder in figures if not folder.is_dir()]
    if missing:
        pytest.skip(f"{', '.join(missing)} missing; draw with: dvc repro")
    copy = tmp_path_factory.mktemp("a project") / "reports"
    shutil.copytree(REPORTS, copy, ignore=shutil.ignore_patterns("html", "history"))
    return copy


@pytest.fixture(scope="session")
def site(reports: Path) -> Path:
    """The site, built."""
    folder = reports / "html"
    folder.mkdir()
    build_site(reports / "source", folder)
    return folder
