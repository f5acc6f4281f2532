from __future__ import annotations

import io
import shutil
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(shutil.which("patch") is None, reason="needs the patch program")

FIRST = "The harbour board will raise the mooring fee to 310 crowns a month from spring."
AGAIN = "The board of the harbour will raise the mooring fee to 310 crowns a month from spring."
EXACT = "Nobody was hurt, the fire service said, though a baker lost her van."
LEAD = "A crane that had stood on the east quay since the war fell into the harbour on Sunday."
OTHER = [
    "Skipper Dana Hlasova said she had seen two gulls ride the hook down.",
    "Divers found the jib in nine metres of water on Monday morning.",
    "A smaller crane will come from Varnholm by barge next week.",
    "The fish auction moved to the west quay and opened an hour late.",
]


def patched(folder, summarise, name: str, data: bytes):
    """Write a file, patch it with what --diff prints, and return the new bytes and the lines that are warned of."""
    path = folder / name
    path.write_bytes(data)
    patch = summarise("redundancy", "-m", "none", "--diff", "-o", "cut.patch", name)
    assert patch.code == 0, patch.err
    subprocess.run(["patch", "-p0", "-s", "--binary", "-i", "cut.patch"], check=True, cwd=folder)
    left = summarise("redundancy", "-m", "none", "-f", "line", "--min-level", "warning", name)
    return path.read_bytes(), left.out


def article(*paragraphs: str) -> str:
    return "\n\n".join(("Crane falls at the east quay", LEAD, *paragraphs)) + "\n"


def test_a_repeat_in_its_own_paragraph_goes_with_its_blank_line(folder, summarise):
    text = article(FIRST, *OTHER, AGAIN, EXACT)
    new, warned = patched(folder, summarise, "a.txt", text.encode())
    assert (new.decode(), warned) == (article(FIRST, *OTHER, EXACT), "")


def test_a_repeat_at_the_end_leaves_no_blank_line(folder, summarise):
    new, warned = patched(folder, summarise, "a.txt", article(FIRST, *OTHER, AGAIN).encode())
    assert (new.decode(), warned) == (article(FIRST, *OTHER), "")


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_repeat_inside_a_paragraph_leaves_the_rest_of_it(folder, summarise, place):
    rest = [*OTHER[2:], EXACT][:2]
    told = " ".join([*rest[:place], AGAIN, *rest[place:]])
    new, warned = patched(folder, summarise, "a.txt", article(*OTHER[:2], told, EXACT, FIRST).encode())
    kept = (told, EXACT) if AGAIN in new.decode() else (" ".join(rest), EXACT, FIRST)
    assert (new.decode(), warned) == (article(*OTHER[:2], *kept), "")


def test_a_sentence_over_two_lines_is_cut_whole(folder, summarise):
    wrapped = f"{OTHER[2]} {AGAIN[:39]}\n{AGAIN[40:]} {OTHER[3]}"
    new, warned = patched(folder, summarise, "a.txt", article(FIRST, *OTHER[:2], EXACT, FIRST, wrapped).encode())
    assert " ".join(new.decode().split()).count("mooring fee") == 1
    assert OTHER[2] in " ".join(new.decode().split())
    assert warned == ""


@pytest.mark.parametrize(
    ("encode", "name"),
    [
        (lambda text: text.replace("\n", "\r\n").encode(), "windows lines.txt"),
        (lambda text: b"\xef\xbb\xbf" + text.encode(), "mark.txt"),
        (lambda text: text.rstrip("\n").encode(), "open-end.txt"),
        (
            lambda text: text.replace("Hlasova", "Hlasová").replace("will raise", "“will” raise").encode("cp1252"),
            "w.txt",
        ),
        (lambda text: text.replace("Hlasova", "Hlasová").encode(), "žluť.txt"),
    ],
    ids=["crlf", "bom", "no-last-line-end", "cp1252", "utf-8"],
)
def test_the_file_keeps_its_bytes(folder, summarise, encode, name):
    before, after = encode(article(FIRST, *OTHER, AGAIN, EXACT)), encode(article(FIRST, *OTHER, EXACT))
    new, warned = patched(folder, summarise, name, before)
    assert (new, warned) == (after, "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("**{again}** {exact}", "{exact}"),
        ("{exact} *{again}*", "{exact}"),
        ("{exact} **{again}** *{other}*", "{exact} *{other}*"),
        ("**{exact} {again}** {other}", "**{exact}** {other}"),
        ("*{again} {exact}*", "*{exact}*"),
        ("[{again}](https://example.org/a) {exact}", "{exact}"),
        ("{exact} **[{again}](b)**", "{exact}"),
        ("{exact} {linked} {other}", "{exact} {other}"),
        ("{linked}\n{exact}", "{exact}"),
        ("> {exact} {again}", "> {exact}"),
        ("- {exact}\n- {linked}\n- {other}", "- {exact}\n- {other}"),
        ("1. {exact}\n2. **{again}**", "1. {exact}"),
    ],
)
def test_markup_around_a_repeat_goes_with_it(folder, summarise, before, after):
    words = {
        "again": AGAIN,
        "linked": AGAIN.replace("the mooring fee", "[the **mooring** fee](https://example.org/b)"),
        "exact": EXACT,
        "other": OTHER[3],
    }
    text = article(FIRST, *OTHER[:3], before.format(**words))
    new, warned = patched(folder, summarise, "a.md", text.encode())
    assert (new.decode(), warned) == (article(FIRST, *OTHER[:3], after.format(**words)), "")


def test_what_no_clean_cut_takes_out_is_said_and_left(folder, summarise):
    (folder / "a.md").write_text(article(FIRST, *OTHER, f"{EXACT[:20]} **{EXACT[21:]} {AGAIN[:39]}** {AGAIN[40:]}"))
    ended = summarise("redundancy", "-m", "none", "--diff", "a.md")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.startswith("summarise: a.md:15: not cut")


def test_one_that_resists_does_not_keep_the_others_in(folder, summarise):
    stuck = f"{EXACT[:20]} **{EXACT[21:]} {AGAIN[:39]}** {AGAIN[40:]}"
    (folder / "a.md").write_text(article(FIRST, OTHER[0], *OTHER, stuck, OTHER[1], OTHER[2]))
    ended = summarise("redundancy", "-m", "none", "--diff", "a.md")
    removed = [line for line in ended.out.splitlines() if line.startswith("-") and not line.startswith("---")]
    assert sorted(removed) == sorted(["-", "-", "-", *(f"-{words}" for words in OTHER[:3])])
    assert ended.err.count("not cut") == 1


def test_standard_input_has_no_file_to_patch(folder, summarise, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(article(FIRST, *OTHER, AGAIN).encode())))
    ended = summarise("redundancy", "-m", "none", "--diff", "-")
    assert (ended.code, ended.out) == (2, "")
    assert "give the article's file" in ended.err


def test_several_files_make_one_patch(folder, summarise):
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(article(FIRST, *OTHER, AGAIN))
    ended = summarise("redundancy", "-m", "none", "--diff", "a.txt", "b.txt")
    subprocess.run(["patch", "-p0", "-s"], input=ended.out, text=True, check=True, cwd=folder)
    assert {(folder / name).read_text() for name in ("a.txt", "b.txt")} == {article(FIRST, *OTHER)}


def test_what_is_ignored_is_not_cut(folder, summarise):
    (folder / "summarise.toml").write_text('[[paths]]\nmatch = "*.txt"\nignore = ["R1"]\n')
    (folder / "a.txt").write_text(article(FIRST, *OTHER, AGAIN))
    assert summarise("redundancy", "-m", "none", "--diff", "a.txt").out == ""


def test_an_article_without_repeats_gives_an_empty_patch(folder, summarise):
    (folder / "a.txt").write_text(article(FIRST, *OTHER))
    ended = summarise("redundancy", "-m", "none", "--diff", "a.txt")
    assert (ended.code, ended.out, ended.err) == (0, "", "")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (article(FIRST, *OTHER, AGAIN).encode("utf-16"), "save it as UTF-8"),
        (article(FIRST, *OTHER, AGAIN).encode().replace(b"\n", b"\r\n", 1), "save it with one kind of line end"),
    ],
)
def test_a_file_that_patch_cannot_take_is_an_error(folder, summarise, data, says):
    (folder / "a.txt").write_bytes(data)
    ended = summarise("redundancy", "-m", "none", "--diff", "a.txt")
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
