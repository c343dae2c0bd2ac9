"""The site in a real browser, from files: nothing complains, nothing leaves the machine, all can be read."""

import functools
import html
import http.server
import re
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.report.browser import Browser
from tests.report.plan import list_pages

PAGES = list_pages()
SOURCE = Path("reports/source")


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
    assert browser.overlaps() == []
    broken = "[...document.images].filter(i => i.offsetParent && !i.naturalWidth).map(i => i.src)"
    assert browser.run(broken) == []


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_mathematics_is_drawn_with_its_font(browser: Browser, site: Path, language: str, page: str) -> None:
    source = SOURCE / language / f"{page}.md"
    formulae = source.read_text(encoding="utf-8").count("```{math}") if source.exists() else 0
    browser.open(site / language / f"{page}.html")
    heights = browser.run(
        "[...document.querySelectorAll('.formula > math')].map(m => m.getBoundingClientRect().height)"
    )
    assert len(heights) == formulae
    assert all(height > 15 for height in heights)
    assert browser.run("document.querySelectorAll('merror').length") == 0
    if formulae:
        assert browser.run("document.fonts.check('16px \"STIX Two Math\"')")
        assert [f for f in browser.requests() if f.endswith("stix-two-math.woff2")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_follow_the_page(browser: Browser, site: Path, scheme: str) -> None:
    browser.open(site / "es" / "imdb.html", scheme=scheme)
    seen = browser.run("[...document.querySelectorAll('figure img')].filter(i => i.offsetParent).map(i => i.src)")
    assert len(seen) == (SOURCE / "es/imdb.md").read_text(encoding="utf-8").count(":::{plot}")
    assert all((".dark." in address) == (scheme == "dark") for address in seen)


@pytest.mark.parametrize("width", [360, 1280])
def test_what_made_a_figure_unfolds_by_keyboard_and_fits(browser: Browser, site: Path, width: int) -> None:
    browser.open(site / "en" / "imdb.html", width=width)
    folded = "[...document.querySelectorAll('details.passport')].map(d => d.querySelector('dl').checkVisibility())"
    assert not any(browser.run(folded))
    browser.run("document.querySelector('details.passport summary').focus()")
    browser.press_enter()
    assert browser.run(folded)[0]
    browser.run("document.querySelectorAll('details.passport').forEach(d => { d.open = true })")
    assert all(browser.run(folded))
    assert browser.run("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("page", PAGES)
def test_the_language_switch_keeps_the_page(browser: Browser, site: Path, page: str) -> None:
    browser.open(site / "es" / f"{page}.html")
    browser.run("document.querySelector('.languages a[lang=en]').click()")
    browser.wait_for(lambda: any(address.endswith(f"/en/{page}.html") for address in browser.requests()))
    browser.open(site / "en" / f"{page}.html")
    assert browser.run("document.documentElement.lang") == "en"
    back = browser.run("document.querySelector('.languages a[lang=es]').href")
    assert back == (site / "es" / f"{page}.html").as_uri()


def test_a_text_upon_another_would_be_seen(browser: Browser, site: Path) -> None:
    browser.open(site / "en" / "data.html")
    browser.run("document.querySelector('article h1').style.marginBottom = '-3rem'")
    assert browser.overlaps()


@pytest.mark.parametrize("language", ["es", "en"])
def test_search_finds_a_word_of_each_chapter(browser: Browser, site: Path, language: str) -> None:
    links = "[...document.querySelectorAll('#search-results li a')].map(a => a.getAttribute('href'))"
    for page, word in _own_words(site / language).items():
        browser.open(f"{(site / language / 'search.html').as_uri()}?q={word}")
        browser.wait_for(lambda page=page: any(f"{page}.html" in link for link in browser.run(links)))
        assert browser.complaints() == []


def _own_words(folder: Path) -> dict[str, str]:
    """For each chapter, the long word which it uses most often and no other chapter does."""
    pages = (path for path in sorted(folder.glob("*.html")) if path.stem not in {"index", "search"})
    counts = {path.stem: Counter(re.findall(r"\b[^\W\d_]{7,}\b", _read_article(path).lower())) for path in pages}
    used_by = Counter(word for words in counts.values() for word in words)
    return {page: next(word for word, _ in words.most_common() if used_by[word] == 1) for page, words in counts.items()}


def _read_article(path: Path) -> str:
    article = path.read_text(encoding="utf-8").partition('<article role="main"')[2].partition("</article>")[0]
    return html.unescape(re.sub(r"<(?:code|math).*?</(?:code|math)>|<[^>]+>", " ", article, flags=re.DOTALL))


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
