"""The report page: safe as text, and alive in a real browser."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser

import pytest

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
HOSTILE = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\"> \u202eevil \x07"


@pytest.fixture
def page(folder, summarise):
    """The page of a run over two articles, one of them hostile."""
    article = folder / "articles" / "001-gull.txt"
    article.write_text(
        article.read_text(encoding="utf-8") + f"\nA last line says {HOSTILE} and no more.\n", encoding="utf-8"
    )
    assert summarise("eval", "run", "--set", folder, "-o", folder / "run", "-q").code == 0
    ended = summarise("eval", "report", folder / "run", "--set", folder, "-o", folder / "page.html")
    assert (ended.code, ended.err) == (0, "")
    return folder / "page.html"


class Tags(HTMLParser):
    """Collects the tags and attributes of a page, and whether tags are closed in their order."""

    def __init__(self, text):
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in {"meta", "input", "line", "circle", "br", "link", "img"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_asks_for_nothing(page):
    text = page.read_text(encoding="utf-8")
    tags = Tags(text)
    assert tags.open == []
    assert not {tag for tag, _ in tags.found} & {"link", "img", "iframe", "object", "base"}
    assert [attrs for tag, attrs in tags.found if tag == "script"] == [{}]
    assert not [a for _, attrs in tags.found for a in attrs if a.startswith("on") or a in {"src", "style"}]
    assert "https://" not in text
    assert "http://" not in text


def test_only_its_own_style_and_script_are_let_in(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page.read_text(encoding="utf-8"))[1]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_ids_are_unique(page):
    ids = [attrs["id"] for _, attrs in Tags(page.read_text(encoding="utf-8")).found if "id" in attrs]
    assert len(ids) == len(set(ids))


@pytest.fixture
def browser():
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (Debian's packages chromium and chromium-driver)")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, page):
    """The page in a browser, with everything that it complained of or asked for."""

    def open_page(**how):
        context = browser.new_context(**how)
        tab = context.new_page()
        tab.complaints, tab.asked = [], []
        tab.on("console", lambda message: tab.complaints.append(message.text))
        tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.goto(page.as_uri())
        return tab

    return open_page


def test_the_page_opens_without_an_error_or_a_request(opened, page):
    tab = opened()
    assert tab.complaints == []
    assert tab.asked == [page.as_uri()]
    assert tab.title() == "Evals: baselines"


def test_hostile_text_shows_as_text(opened):
    tab = opened()
    tab.locator("details.case > summary").first.click()
    shown = tab.locator("details.case").first.inner_text()
    assert "<script>document.title='taken'</script>" in shown
    assert "\\u202e" in shown
    assert tab.title() == "Evals: baselines"


def test_the_filter_chooses_by_slice_and_words(opened):
    tab = opened()
    tab.locator("select[name=slice]").select_option("test")
    assert tab.locator("details.case:visible").count() == 1
    assert tab.locator("#shown").inner_text() == "1 of 2 articles"
    tab.locator("select[name=slice]").select_option("")
    tab.locator("input[name=words]").fill("abbot's well")
    assert tab.locator("details.case:visible").count() == 1


def test_the_filter_joins_slice_and_better_or_worse(opened):
    tab = opened()
    moved = tab.locator("details.case").evaluate_all("all => all.map(one => [one.id, one.dataset.moved.split('|')[0]])")
    case_id, way = next(pair for pair in moved if pair[1])
    tab.locator("select[name=moved]").select_option(way)
    shown = tab.locator("details.case:visible").evaluate_all("all => all.map(one => one.id)")
    assert case_id in shown
    assert f"{way} ({len(shown)})" == tab.locator("select[name=moved] option:checked").inner_text()
    other = {"001-gull": "test", "002-well": "tune"}[case_id]
    tab.locator("select[name=slice]").select_option(other)
    assert not tab.locator(f"details.case[id='{case_id}']").is_visible()
    assert tab.complaints == []


def test_each_slice_says_how_many_articles_it_leaves(opened):
    tab = opened()
    for option in tab.locator("select[name=slice] option").all()[1:]:
        tab.locator("select[name=slice]").select_option(option.get_attribute("value"))
        left = tab.locator("details.case:visible").count()
        assert left
        assert option.inner_text().endswith(f" ({left})")


def test_the_filter_works_by_keyboard(opened):
    tab = opened()
    tab.locator("select[name=slice]").focus()
    tab.keyboard.type("test")
    assert tab.locator("select[name=slice]").input_value() == "test"
    assert tab.locator("#shown").inner_text() == "1 of 2 articles"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.name") == "moved"
    tab.keyboard.press("Tab")
    tab.keyboard.type("no such word")
    assert tab.locator("#shown").inner_text() == "0 of 2 articles"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.name") != "words"


def test_an_article_opens_by_keyboard(opened):
    tab = opened()
    tab.locator("details.case > summary").first.focus()
    tab.keyboard.press("Enter")
    assert tab.locator("details.case").first.evaluate("e => e.open")


def test_an_item_in_focus_lights_its_sentences(opened):
    tab = opened()
    tab.locator("details.case > summary").first.click()
    link = tab.locator("details.case .arm .ids a").first
    link.focus()
    assert tab.locator("p.lit").count() >= 1


def test_without_scripts_all_of_it_can_be_read(opened):
    tab = opened(java_script_enabled=False)
    assert not tab.locator("form").is_visible()
    assert tab.locator("details.case:visible").count() == 2
    tab.locator("details.case > summary").first.click()
    assert "Must-have facts" in tab.locator("details.case").first.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_phone_in_light_and_dark(opened, scheme):
    tab = opened(color_scheme=scheme, viewport={"width": 375, "height": 800})
    tab.locator("details.case > summary").first.click()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 375
    paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", paper)[:3])) > 384) == (scheme == "light")


def test_printing_opens_every_article(opened):
    tab = opened()
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("details.case[open]").count() == 2
    tab.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert tab.locator("details.case[open]").count() == 0


def test_printing_leaves_out_what_the_filter_hides(opened):
    tab = opened()
    tab.locator("select[name=slice]").select_option("test")
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("details.case[open]").count() == 1
