"""Word documents: what an editor would see with all changes accepted."""

from __future__ import annotations

import pytest
from documents.samples import docx, paragraph

from summarise.article.documents.docx import parse


def told(body: str) -> list[tuple[str | None, str]]:
    return [(p.kind, p.text) for p in parse(docx(body)).paragraphs]


def test_inserted_text_is_told_and_deleted_text_is_not():
    changed = (
        "<w:p><w:r><w:t>The boat </w:t></w:r>"
        '<w:del w:id="1"><w:r><w:delText>sinks</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>sails</w:t></w:r></w:ins>'
        '<w:moveFrom w:id="3"><w:r><w:t> at dusk</w:t></w:r></w:moveFrom><w:r><w:t>.</w:t></w:r></w:p>'
    )
    assert told(changed) == [(None, "The boat sails.")]


def test_a_paragraph_whose_mark_is_deleted_goes_on_in_the_next():
    mark = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
    assert told(paragraph("One ", mark) + paragraph("two.") + paragraph("Three.")) == [
        (None, "One two."),
        (None, "Three."),
    ]


@pytest.mark.parametrize(
    "aside",
    [
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
        '<w:commentRangeStart w:id="0"/><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Unseen.</w:t></w:r>",
        "<w:r><w:instrText> PAGEREF _Toc1 </w:instrText></w:r>",
    ],
    ids=["a footnote", "a comment", "hidden text", "a field's code"],
)
def test_what_stands_aside_is_left_out(aside):
    assert told(f"<w:p><w:r><w:t>Seen.</w:t></w:r>{aside}</w:p>") == [(None, "Seen.")]


def test_text_that_is_hidden_no_more_is_told():
    assert told('<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>Seen.</w:t></w:r></w:p>') == [(None, "Seen.")]


def test_a_text_box_is_told_once_and_beside_its_paragraph():
    box = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    body = f"<w:p><w:r><w:t>Before </w:t>{both}<w:t>after.</w:t></w:r></w:p>"
    assert told(body) == [(None, "In the box."), (None, "Before after.")]


def test_a_row_of_a_table_is_a_caption_and_a_table_for_the_layout_is_the_story():
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    table = row(paragraph("Port"), paragraph("Boats")) + row(paragraph("Larkford"), paragraph("12"))
    layout = row(paragraph("One.") + paragraph("Two."), paragraph("Beside."))
    assert told(f"<w:tbl>{table}</w:tbl><w:tbl>{layout}</w:tbl>") == [
        ("caption", "Port | Boats"),
        ("caption", "Larkford | 12"),
        (None, "One."),
        (None, "Two."),
        (None, "Beside."),
    ]


def test_an_outline_level_makes_a_heading_and_the_first_of_the_top_level_the_title():
    def level(number: int) -> str:
        return f'<w:pPr><w:outlineLvl w:val="{number}"/></w:pPr>'

    assert told(paragraph("A", level(0)) + paragraph("B", level(0)) + paragraph("C", level(2))) == [
        ("title", "A"),
        ("heading", "B"),
        ("heading", "C"),
    ]
