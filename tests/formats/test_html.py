from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_reports import article, clean, id_of, report

from summarise.article import parse
from summarise.formats import FORMATS, Page
from summarise.formats.gates import html as gate
from summarise.formats.gates import printable
from summarise.formats.html.markup import el, together
from summarise.report import Finding, Report

HOSTILE = '</span><script>alert(1)</script><img src=x onerror="alert(2)"> \u202e &lt; \x1b[2J \ud83d'


class Tree(HTMLParser):
    """What a page holds: its elements with their attributes, and its text outside style and script."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text, self._inside = "", ""
        self.code: dict[str, str] = {}
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data):
        if self._inside in ("style", "script"):
            self.code[self._inside] = self.code.get(self._inside, "") + data
        else:
            self.text += data

    def handle_endtag(self, _tag):
        self._inside = ""

    def all(self, name: str) -> list[str]:
        return [value or "" for _, attrs in self.elements for key, value in attrs.items() if key == name]


def rendered(*reports: Report) -> str:
    return "".join(FORMATS["html"](reports, Page(several=len(reports) > 1)))


def hostile() -> Report:
    words = HOSTILE.removesuffix(" \ud83d")  # half a character cannot come from a file
    found = parse(f"Title {words}\n\nThe bridge {words} closes in June.\n\nIt will open again in May.\n")
    sample = report()
    first = found.sentences[0].id

    def poisoned(node):
        if isinstance(node, dict):
            return {key: poisoned(value) if key not in FIXED else value for key, value in node.items()}
        if isinstance(node, list):
            return [poisoned(each) for each in node]
        return f"{node}{HOSTILE}" if isinstance(node, str) else node

    outputs = poisoned(sample.outputs)
    findings = (
        Finding("R104", "warning", HOSTILE, "", ("s2", "s3")),
        Finding("E101", "error", HOSTILE, f"/summary/{HOSTILE}", (HOSTILE, first)),
    )
    outputs["redundancy"] = {
        "groups": [],
        "conflicts": [{"sentences": ["s2", "s3"], "differs": "figure", "detail": HOSTILE}],
    }
    return replace(sample, article=found, outputs=outputs, findings=findings)


FIXED = {"evidence", "by", "kind", "check_worthiness", "sentences", "keep", "differs"}


@given(st.text(st.characters(), max_size=60))
def test_gated_text_reads_back_as_the_printable_text(text):
    tree = Tree(f'<p title="{gate(text)}">{gate(text)}</p>')
    assert tree.elements == [("p", {"title": printable(text)})]
    assert tree.text == printable(text)


@given(st.text(st.sampled_from("ab <>&'\"/=\n\x00-!"), max_size=30))
def test_a_str_never_becomes_markup(text):
    tree = Tree(el("p", text, together(text, el("b", text)), title=text).source)
    assert [name for name, _ in tree.elements] == ["p", "b"]


def test_attributes_that_are_none_or_false_are_left_out_and_true_has_no_value():
    assert el("input", checked=True, id=None, hidden=False, class_="a", data_key="k").source == (
        '<input checked class="a" data-key="k">'
    )


def test_no_report_makes_no_page():
    assert rendered() == ""


def test_the_page_allows_only_its_own_style_and_script_and_holds_no_handler():
    source = rendered(report())
    tree = Tree(source)
    (policy,) = [attrs["content"] or "" for name, attrs in tree.elements if "http-equiv" in attrs]
    for kind, code in tree.code.items():
        digest = b64encode(sha256(code.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    names = {name for _, attrs in tree.elements for name in attrs}
    assert not {name for name in names if name.startswith("on") or name in ("style", "src")}


def test_hostile_words_stay_text_and_every_address_stays_on_the_page():
    tree = Tree(rendered(hostile()))
    assert {name for name, _ in tree.elements} & {"img", "iframe", "object", "svg"} == set()
    assert [name for name, _ in tree.elements].count("script") == 1
    assert '<script>alert(1)</script><img src=x onerror="alert(2)"> \\u202e &lt; \\x1b[2J \\ud83d' in tree.text
    assert all(re.fullmatch(r"#r\d+-s\d+|data:,", href) for href in tree.all("href"))


def test_every_link_has_its_target_and_every_id_is_there_once():
    tree = Tree(rendered(report(), hostile(), clean()))
    ids = tree.all("id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in tree.all("href") if href.startswith("#")} <= set(ids)
    assert set(tree.all("for")) <= set(ids)


def test_every_item_points_at_its_evidence():
    sample = report()
    tree = Tree(rendered(sample))
    items = {attrs["id"]: attrs for _, attrs in tree.elements if "data-evidence" in attrs and "id" in attrs}
    for number, claim in enumerate(sample.outputs["claims"]["claims"]):
        assert items[f"r1-claims-claims-{number}"]["data-evidence"] == " ".join(claim["evidence"])
    for number, said in enumerate(sample.outputs["summary"]["sentences"]):
        assert items[f"r1-summary-sentences-{number}"]["data-evidence"] == " ".join(said["evidence"])


def test_each_finding_stands_on_the_page_once_unless_a_repeat_shows_it():
    sample = report()
    text = Tree(rendered(sample)).text
    for found in sample.findings:
        if found.code not in ("R103", "R104"):
            assert text.count(printable(found.message)) == 1, found.code


def test_repeats_and_conflicts_link_their_passages():
    sample = report()
    tree = Tree(rendered(sample))
    passages = {attrs["data-id"]: attrs["data-passage"] for _, attrs in tree.elements if "data-passage" in attrs}
    price, other = id_of(sample.article, "7.2 million"), id_of(sample.article, "2.7 million")
    keep, cut = sample.outputs["redundancy"]["groups"][0]["sentences"]
    assert passages == {keep: "repeat-0", cut: "repeat-0 cut", price: "conflict-0", other: "conflict-0"}


def test_claims_have_a_box_with_a_key_that_their_words_alone_decide():
    keys = Tree(rendered(report())).all("data-key")
    assert len(keys) == len(set(keys)) == 2
    other = report(article(source="elsewhere.md"))
    other.outputs["claims"]["claims"].reverse()
    assert set(Tree(rendered(other)).all("data-key")) == set(keys)


def test_a_task_without_an_answer_says_so_and_one_not_asked_for_is_not_there():
    text = Tree(rendered(replace(report(), outputs={"summary": None}))).text
    assert "No answer that can be used" in text
    assert "Claims to check" not in text


def test_a_model_is_told_from_the_article_and_a_page_all_by_a_model_says_so_once():
    sample = report()
    assert Tree(rendered(sample)).all("title").count("worded by the model") == str(sample.outputs).count(
        "'by': 'model'"
    )
    alone = replace(sample, outputs={"claims": {"claims": sample.outputs["claims"]["claims"][:1]}})
    tree = Tree(rendered(alone))
    assert tree.all("title") == []
    assert "All of this is worded by the model." in tree.text


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200))
def test_any_article_becomes_a_page(text):
    found = article(f"Words stand here. {text}\n")
    tree = Tree(rendered(Report(found, {}, ())))
    assert [name for name, _ in tree.elements].count("article") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_one_page_holds_all_reports(count):
    source = rendered(*[report()] * count)
    assert source.count("<!doctype html>") == 1
    assert source.count('class="report"') == count


def test_an_article_that_says_one_thing_over_and_over_stays_small():
    from summarise.models import open_model  # noqa: PLC0415  used here only
    from summarise.pipeline import run  # noqa: PLC0415  as above

    found = parse("The mill at Tarn burned down on Monday.\n\n" * 80)
    source = rendered(run(found, ("redundancy",), open_model("none")))
    assert source.count("<a ") < 80 * 12
    assert "and 71 more" in source


def test_a_sentence_that_a_note_leads_to_has_its_number_in_both_places():
    sample = report()
    (group,) = sample.outputs["redundancy"]["groups"]
    keep, cut = group["sentences"]
    page = rendered(sample)
    for sentence_id in (keep, cut):
        number = f'class="n"{{}}>{sentence_id[1:]}</sup>'
        assert number.format("") + '<a href="#r1-' + sentence_id in page
        assert number.format(' aria-hidden="true"') + '<span class="u">' in page
    assert f'<sup class="n">{cut[1:]}</sup><b class="warning">paraphrase repeat: cut</b>' in page


def test_what_can_go_leads_to_what_stays_and_that_to_the_first_of_them():
    text = "The boat sails at noon.\n\n" * 20
    found = parse(text)
    ids = [s.id for s in found.sentences]
    group = {"sentences": ids, "kind": "exact", "point": "", "keep": ids[0], "suggestion": "", "by": "rule"}
    finding = Finding("R101", "warning", "said again", "", tuple(ids))
    page = rendered(Report(found, {"redundancy": {"groups": [group], "conflicts": []}}, (finding,)))
    assert page.count(" and 11 more") == 2
    assert page.count('"s5 s1"') == 1
