"""The page in a real browser: light, keys, ticks, print, dark, and what it must not do."""

from __future__ import annotations

from itertools import pairwise

import pytest
from chromium import AXE, chromium
from sample_reports import report

from summarise.formats.gates import printable
from tests.formats.test_html import HOSTILE, hostile, rendered


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture
def opened(browser, tmp_path):
    """Open reports as a page; whatever the page logs, throws or asks for elsewhere fails the test."""
    heard: list[str] = []
    contexts = []

    def listening(page):
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("dialog", lambda dialog: heard.append(dialog.message))
        page.on(
            "request",
            lambda request: heard.append(request.url) if not request.url.startswith(("file:", "data:")) else None,
        )
        return page

    def open_(*reports, scripts: bool = True, **settings):
        file = tmp_path / "page.html"
        file.write_text(rendered(*reports), encoding="utf-8")
        context = browser.new_context(java_script_enabled=scripts, viewport={"width": 1280, "height": 900}, **settings)
        contexts.append(context)
        page = listening(context.new_page())
        page.goto(file.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert heard == []


def lit(page) -> list[str]:
    page.wait_for_timeout(30)
    return page.eval_on_selector_all(".lit", "nodes => nodes.map(n => n.dataset.id || n.id || 'note')")


def focused(page) -> str:
    return page.evaluate(
        "document.activeElement.dataset.id || document.activeElement.id || document.activeElement.tagName"
    )


def evidence(*path: str | int) -> list[str]:
    node = report().outputs
    for key in path:
        node = node[key]
    return node["evidence"]


def test_pointing_at_a_summary_sentence_lights_its_evidence(opened):
    page = opened(report())
    page.hover("#r1-summary-sentences-1")
    assert set(lit(page)) == {"r1-summary-sentences-1", *evidence("summary", "sentences", 1)}
    page.mouse.move(1279, 1)
    page.hover(".source")
    assert lit(page) == []


def test_pointing_at_a_sentence_lights_what_rests_on_it(opened):
    page = opened(report())
    bakery = evidence("claims", "claims", 0)[0]
    page.hover(f"#r1-{bakery}")
    assert {bakery, "r1-claims-claims-0", "r1-summary-key_points-1", "r1-summary-people-1"} == set(lit(page))


def test_pointing_at_a_repeat_lights_its_twin_and_their_thread(opened):
    page = opened(report())
    keep, cut = report().outputs["redundancy"]["groups"][0]["sentences"]
    page.hover(".note:has-text('repeat: cut')")
    assert {keep, cut} <= set(lit(page))
    assert page.locator(".threads path").count() == 2
    assert page.locator(".threads path.on").get_attribute("data-passage") == "repeat-0"


def test_the_brief_is_walked_with_keys_alone(opened):
    page = opened(report())
    page.keyboard.press("j")
    assert focused(page) == "r1-summary-headlines-0"
    for _ in range(4):
        page.keyboard.press("j")
    assert focused(page) == "r1-summary-sentences-1"
    first, second = evidence("summary", "sentences", 1)
    assert {first, second} <= set(lit(page))
    page.keyboard.press("Enter")
    assert focused(page) == first
    page.keyboard.press("Enter")
    assert focused(page) == second
    page.keyboard.press("Enter")
    assert focused(page) == "r1-summary-sentences-1"
    page.keyboard.press("k")
    assert focused(page) == "r1-summary-sentences-0"
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert focused(page) == "r1-summary-sentences-0"
    page.keyboard.press("Escape")
    assert lit(page) == []


def test_notes_and_cited_sentences_are_walked_with_keys_alone(opened):
    page = opened(report())
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.matches('.note')")
    page.focus(".s[tabindex='0']")
    first = focused(page)
    page.keyboard.press("ArrowDown")
    assert focused(page) != first
    assert lit(page)
    page.keyboard.press("ArrowUp")
    assert focused(page) == first
    assert page.locator(".s[tabindex='0']").count() == 1


def test_ticks_are_kept_after_a_reload_and_belong_to_the_article(opened):
    page = opened(report())
    assert page.inner_text(".done") == "0 of 1 ticked"
    page.click("#r1-claims-claims-1 label")
    assert page.inner_text(".done") == "1 of 1 ticked"
    page.reload()
    assert page.is_checked("#r1-claims-claims-1 input")
    assert page.inner_text(".done") == "1 of 1 ticked"
    kept = page.evaluate("Object.keys(localStorage)")
    assert kept == [f"summarise {report().article.sha256}"]
    page.focus("#r1-claims-claims-1")
    page.keyboard.press("x")
    page.reload()
    assert not page.is_checked("#r1-claims-claims-1 input")


def test_a_storage_with_rubbish_in_it_does_no_harm(opened):
    page = opened(report())
    for rubbish in ("{", "7", '{"a": 1}'):
        page.evaluate(
            "([key, value]) => localStorage.setItem(key, value)", [f"summarise {report().article.sha256}", rubbish]
        )
        page.reload()
        assert page.inner_text(".done") == "0 of 1 ticked"


def test_it_reads_without_scripts(opened):
    page = opened(report(), scripts=False)
    assert page.inner_text("h1").startswith("Lantern bridge to close")
    page.click("#r1-summary-sentences-0 .marks a")
    assert page.url.endswith(f"#r1-{evidence('summary', 'sentences', 0)[0]}")
    page.click("#r1-claims-claims-1 label")
    assert page.is_checked("#r1-claims-claims-1 input")


def test_print_shows_all_on_white_paper(opened):
    page = opened(report(), color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.notes')).position") == "static"
    assert page.evaluate("getComputedStyle(document.querySelector('.brief')).overflowY") == "visible"
    beside = """(row => row.querySelector('.notes').offsetTop - row.firstChild.offsetTop)(
        document.querySelector('.row:has(.notes)'))"""
    assert page.evaluate(beside) > 0
    assert page.evaluate("document.querySelector('.claims details li').checkVisibility({contentVisibilityAuto: true})")
    assert not page.is_visible(".keys")
    assert page.pdf().startswith(b"%PDF")


def test_what_is_folded_is_unfolded_for_the_printer_and_folded_again(opened):
    page = opened(report())
    states = page.evaluate("""["beforeprint", "afterprint"].map(name => {
        dispatchEvent(new Event(name));
        return document.querySelector(".claims details").open;
    })""")
    assert states == [True, False]


def test_dark_and_light_follow_the_system(opened):
    shades: dict[str, list[int]] = {}
    for scheme in ("dark", "light"):
        page = opened(report(), color_scheme=scheme)
        colours = page.evaluate("(s => [s.backgroundColor, s.color])(getComputedStyle(document.documentElement))")
        shades[scheme] = [sum(map(int, colour[4:-1].split(","))) for colour in colours]
    assert shades["dark"][1] - shades["dark"][0] > 450
    assert shades["light"][0] - shades["light"][1] > 450


@pytest.mark.parametrize("width", [1280, 900, 390])
def test_nothing_is_wider_than_the_window(opened, width):
    page = opened(report(), hostile())
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_notes_never_lie_on_each_other(opened):
    page = opened(report())
    boxes = page.eval_on_selector_all(".notes", "nodes => nodes.map(n => [n.offsetTop, n.offsetTop + n.offsetHeight])")
    assert all(above[1] <= below[0] for above, below in pairwise(boxes))


def test_hostile_words_show_as_text(opened):
    page = opened(hostile())
    assert printable(HOSTILE) in page.inner_text(".brief")
    assert "<script>alert(1)</script>" in page.inner_text("article")
    assert page.locator("img").count() == 0


def test_axe_finds_nothing_serious(opened):
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: npm install --no-save --no-package-lock axe-core")
    for scheme in ("light", "dark"):
        for width in (1280, 390):
            page = opened(report(), color_scheme=scheme, bypass_csp=True)
            page.set_viewport_size({"width": width, "height": 900})
            page.hover("#r1-summary-sentences-1")
            page.wait_for_timeout(200)
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found = page.evaluate("axe.run().then(r => r.violations)")
            grave = [f"{v['id']}: {v['nodes'][0]['html']}" for v in found if v["impact"] in ("serious", "critical")]
            assert grave == []
