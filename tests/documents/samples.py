"""Small documents made by hand: a Word archive around a body, a PDF around lines of text."""

from __future__ import annotations

import io
import zipfile

_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def archive(**parts: str | bytes) -> bytes:
    """Return a zip archive of parts; in their names, ``__`` is a slash."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


def docx(body: str, *, declared: str = "") -> bytes:
    """Return a Word document with this body."""
    document = f'{declared}<w:document xmlns:w="{WORDS}" xmlns:mc="{COMPATIBLE}"><w:body>{body}</w:body></w:document>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("_rels/.rels", _RELATIONS)
        made.writestr("word/document.xml", document)
    return packed.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """Return a Word paragraph."""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(pages: list[list[tuple[int, int, str]]], *, objects: str = "", stream: bytes | None = None) -> bytes:
    """Return a PDF of pages of lines (x, y from below left, text) in 11 points; ``stream`` replaces page 1."""
    parts = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for number, lines in enumerate(pages):
        text = " ".join(f"BT /F1 11 Tf {x} {y} Td ({line}) Tj ET" for x, y, line in lines)
        body = (
            stream.decode("latin-1")
            if stream is not None and not number
            else (f"<< /Length {len(text)} >>\nstream\n{text}\nendstream")
        )
        kids.append(f"{len(parts) + 1} 0 R")
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(parts) + 2} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        parts.append(body)
    parts[1] = objects or f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    made = b"%PDF-1.7\n"
    offsets = []
    for number, part in enumerate(parts, 1):
        offsets.append(len(made))
        made += f"{number} 0 obj\n{part}\nendobj\n".encode("latin-1")
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return (
        made
        + (
            f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{rows}"
            f"trailer << /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
        ).encode()
    )
