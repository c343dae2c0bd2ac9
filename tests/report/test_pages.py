"""The site in a real browser, from files: nothing complains, nothing leaves the machine, all can be read."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.report.browser import Browser
from tests.report.plan import list_pages

PAGES = list_pages()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as opened:
        yield opened


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_page_opens_from_its_file(browser: Browser, site: Path, language: str, page: str, width: int) -> None:
    browser.open(site / language / f"{page}.html", width=width)
    assert browser.complaints() == []
    assert [address for address in browser.requests() if not address.startswith(("file:", "data:"))] == []
    assert browser.run("document.documentElement.scrollWidth") <= width
    broken = "[...document.images].filter(i => i.offsetParent && !i.naturalWidth).map(i => i.src)"
    assert browser.run(broken) == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_mathematics_is_drawn_with_its_font(browser: Browser, site: Path, language: str) -> None:
    for page, least in (("data", 2), ("neuron", 8), ("mnist", 7), ("embeddings", 3), ("imdb", 1)):
        browser.open(site / language / f"{page}.html")
        heights = browser.run(
            "[...document.querySelectorAll('.formula > math')].map(m => m.getBoundingClientRect().height)"
        )
        assert len(heights) >= least
        assert min(heights) > 15
        assert browser.run("document.fonts.check('16px \"STIX Two Math\"')")
        assert [f for f in browser.requests() if f.endswith("stix-two-math.woff2")]
        assert browser.run("document.querySelectorAll('merror').length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_follow_the_page(browser: Browser, site: Path, scheme: str) -> None:
    browser.open(site / "es" / "imdb.html", scheme=scheme)
    seen = browser.run("[...document.querySelectorAll('figure img')].filter(i => i.offsetParent).map(i => i.src)")
    assert len(seen) == 8
    assert all((".dark." in address) == (scheme == "dark") for address in seen)


@pytest.mark.parametrize("page", PAGES)
def test_the_language_switch_keeps_the_page(browser: Browser, site: Path, page: str) -> None:
    browser.open(site / "es" / f"{page}.html")
    browser.run("document.querySelector('.languages a[lang=en]').click()")
    browser.wait_for(lambda: any(address.endswith(f"/en/{page}.html") for address in browser.requests()))
    browser.open(site / "en" / f"{page}.html")
    assert browser.run("document.documentElement.lang") == "en"
    back = browser.run("document.querySelector('.languages a[lang=es]').href")
    assert back == (site / "es" / f"{page}.html").as_uri()


@pytest.mark.parametrize(
    ("language", "word", "page"),
    [
        ("es", "Novikoff", "neuron"),
        ("es", "gradientes", "mnist"),
        ("es", "Zipf", "data"),
        ("en", "synonym", "embeddings"),
        ("en", "gates", "imdb"),
    ],
)
def test_search_finds_words(browser: Browser, site: Path, language: str, word: str, page: str) -> None:
    browser.open(f"{(site / language / 'search.html').as_uri()}?q={word}")
    links = "[...document.querySelectorAll('#search-results li a')].map(a => a.getAttribute('href'))"
    browser.wait_for(lambda: any(f"{page}.html" in link for link in browser.run(links)))
    assert browser.complaints() == []


def test_links_lead_somewhere(browser: Browser, site: Path) -> None:
    for language in ("es", "en"):
        for page in PAGES:
            browser.open(site / language / f"{page}.html")
            links = browser.run(
                "[...document.querySelectorAll('a[href]')].map(a => a.href).filter(h => h.startsWith('file:'))"
            )
            places = {link.partition("#")[0].partition("?")[0] for link in links}
            missing = [
                place for place in places if not Path(place.removeprefix("file://").replace("%20", " ")).is_file()
            ]
            assert missing == []
            targets = "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href').slice(1))"
            lost = [t for t in browser.run(targets) if t and not browser.run(f"!!document.getElementById({t!r})")]
            assert lost == []


def test_the_first_page_leads_to_spanish(browser: Browser, site: Path) -> None:
    browser.begin_to_open(site / "index.html")
    browser.wait_for(lambda: any(address.endswith("/es/index.html") for address in browser.requests()))


def test_from_a_plain_web_server(browser: Browser, site: Path) -> None:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        browser.open(f"{address}/es/mnist.html")
        assert browser.complaints() == []
        assert all(a.startswith((address, "data:")) for a in browser.requests())
        server.shutdown()
