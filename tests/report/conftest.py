"""The site as this checkout's metrics and figures make it."""

import shutil
from pathlib import Path

import pytest
from tests.report.networks import save_untrained_network, write_network
from tests.report.plan import list_figure_folders

from redes.features.digits import Split
from redes.report.play import MODEL
from redes.report.site import build_site

REPORTS = Path("reports")


@pytest.fixture(scope="session")
def reports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, digits: Split) -> Path:
    """A copy of reports/, without the site; where the network to play with is missing, with another one."""
    missing = [str(folder) for folder in list_figure_folders() if not folder.is_dir()]
    if missing:
        pytest.skip(f"{', '.join(missing)} missing; draw with: dvc repro")
    copy = tmp_path_factory.mktemp("a project") / "reports"
    shutil.copytree(REPORTS, copy, ignore=shutil.ignore_patterns("html", "history"))
    if not (copy / MODEL).is_file():
        request.getfixturevalue("tensorflow_settings")
        untrained = save_untrained_network(copy.parent / "untrained.keras", [24, 48, 64, 96])
        write_network(untrained, digits, copy / MODEL)
    return copy


@pytest.fixture(scope="session")
def site(reports: Path) -> Path:
    """The site, built."""
    folder = reports / "html"
    folder.mkdir()
    build_site(reports / "source", folder)
    return folder
