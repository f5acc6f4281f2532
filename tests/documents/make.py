"""Make the documents of files/ from article.md: run `python tests/documents/make.py` where the writers are installed.

Needs python-docx, and on the path `soffice` (LibreOffice Writer) and `chromium`. The files are kept in the repository,
so that the tests need none of them.
"""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

HERE = Path(__file__).parent
FILES = HERE / "files"
NIGHT = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync".split()


def blocks() -> list[tuple[str, str]]:
    """Return (kind, text) of each block of the article: title, heading, item or text."""
    marks = {"# ": "title", "## ": "heading", "- ": "item"}
    lines = [line for line in (HERE / "article.md").read_text("utf-8").splitlines() if line]
    found = [(next((marks[m] for m in marks if line.startswith(m)), "text"), line) for line in lines]
    return [(kind, line.partition(" ")[2] if kind != "text" else line) for kind, line in found]


def page(style: str, *, around: bool) -> str:
    """Return the article as a web page, with a site's menu and footer `around` it."""
    tags = {"title": "h1", "heading": "h2", "item": "li", "text": "p"}
    body = []
    for number, (kind, text) in enumerate(blocks()):
        tag = tags[kind]
        start = f'<{tag} class="byline">' if number == 1 else f"<{tag}>"
        inner = html.escape(text, quote=False)
        if number == 2:
            inner = f'<time datetime="2026-05-12T07:30:00+02:00">{inner}</time>'
        opens = kind == "item" and blocks()[number - 1][0] != "item"
        closes = kind == "item" and blocks()[number + 1][0] != "item"
        body.append(f"{'<ul>' if opens else ''}{start}{inner}</{tag}>{'</ul>' if closes else ''}")
    title = html.escape(blocks()[0][1])
    menu = '<nav><a href="/">Home</a> <a href="/sea">Sea</a> <a href="/towns">Towns</a></nav>' if around else ""
    foot = (
        "<aside><h3>More stories</h3><ul><li><a href='/1'>Gull takes the mayor’s hat</a></li>"
        "<li><a href='/2'>Lighthouse painter retires</a></li></ul></aside>"
        "<footer>© 2026 The Larkford Courier. All rights reserved. <a href='/imprint'>Imprint</a></footer>"
        if around
        else ""
    )
    meta = '<meta property="article:published_time" content="2026-05-12T07:30:00+02:00">' if around else ""
    site = " | The Larkford Courier" if around else ""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}{site}</title>{meta}'
        f'<meta name="author" content="Anna Rowe"><style>{style}</style></head>\n<body>{menu}<main><article>\n'
        + "\n".join(body)
        + f"\n</article></main>{foot}</body></html>\n"
    )


def word(path: Path, columns: int = 1) -> None:
    """Write the article with python-docx; in columns its words are cut at the ends of lines."""
    styles = {"title": "Title", "heading": "Heading 1", "item": "List Bullet", "text": "Normal"}
    document = docx.Document()
    for kind, text in blocks():
        document.add_paragraph(text, style=styles[kind])
    if columns > 1:
        document.settings.element.append(OxmlElement("w:autoHyphenation"))
        document.sections[0]._sectPr.xpath("./w:cols")[0].set(qn("w:num"), str(columns))
        document.styles["Normal"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.save(str(path))


def office(source: Path, target: str, name: str) -> None:
    """Convert a file with LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [
                "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", target,
                "--outdir", folder, str(source),
            ],
            check=True,
            capture_output=True,
        )  # fmt: skip
        shutil.move(f"{folder}/{source.stem}.{target.partition(':')[0]}", FILES / name)


def printed(style: str, name: str, *, margins: bool = False) -> None:
    """Print the article as a page to PDF with Chromium; in its margins can stand what browsers print there."""
    bare = [] if margins else ["--no-pdf-header-footer"]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page(style, around=False), encoding="utf-8")
        subprocess.run(
            [
                "chromium", *NIGHT, f"--user-data-dir={folder}/profile", *bare,
                f"--print-to-pdf={FILES / name}", source.as_uri(),
            ],
            check=True,
            capture_output=True,
        )  # fmt: skip


def main() -> None:
    """Make all files."""
    FILES.mkdir(exist_ok=True)
    (FILES / "site.html").write_text(page("", around=True), encoding="utf-8")
    word(FILES / "python-docx.docx")
    for target, name in (
        ("docx:MS Word 2007 XML", "libreoffice.docx"), ("odt", "libreoffice.odt"), ("rtf", "libreoffice.rtf"),
        ("pdf", "libreoffice.pdf"),
    ):  # fmt: skip
        office(FILES / "python-docx.docx", target, name)
    printed("body { font: 12pt serif }", "chromium.pdf")
    printed("body { font: 24pt serif }", "chromium-margins.pdf", margins=True)
    with tempfile.TemporaryDirectory() as folder:
        word(Path(folder) / "columns.docx", columns=3)
        office(Path(folder) / "columns.docx", "pdf", "libreoffice-columns.pdf")


if __name__ == "__main__":
    sys.exit(main())
