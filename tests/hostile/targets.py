"""What is fuzzed: each target takes any bytes, and raises nothing but AssertionError when a promise is broken.

``CORPUS/<target>`` keeps inputs worth trying first, and every one that ever broke a target.
"""

from __future__ import annotations

import json
import re
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from acts import ACTIVE
from parrot import Parrot

from summarise import pipeline, prompts, schemas
from summarise.article import Article, parse
from summarise.article.documents.draft import Draft, Unreadable, page
from summarise.article.reading import READERS
from summarise.batching.inputs import Reading, items
from summarise.checks import repeats
from summarise.checks.article import warnings
from summarise.checks.verify import verify
from summarise.config import load
from summarise.errors import AssetError, InputError, ModelError
from summarise.formats import FORMATS, Page
from summarise.models import open_model
from summarise.models.answers import choice_of, decoded, logprobs_of, text_of
from summarise.models.faults import Place, from_status
from summarise.models.strict import strict
from summarise.report import TASKS
from summarise.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS = Path(__file__).resolve().parent / "fuzz"
TEXTS = (".txt", ".md")
PARSERS = ("docx", "feeds", "html", "odt", "pdf", "rtf")
PLACE = Place("m", "http://127.0.0.1/v1", 1.0, "sk-planted-key-000")
TOLD = parse(
    "Ferry to Osterholm will run at night\n\nThe ferry will run at night from 1 May, the harbour board said on Tuesday."
    " It carries about 900 people a day. “We asked for this,” said Una Pelham.\n"
)


def one_line(error: Exception) -> None:
    """Hold an error to what a person is told: one line, not too long, nothing that acts."""
    assert "\n" not in str(error)
    assert len(str(error)) < 2_000


def article(data: bytes, suffix: str) -> Article | None:
    """Read bytes as a text and hold the article to its own rules; None when they are none."""
    try:
        made = READERS[suffix](data, "fuzz")
        from summarise.article.reading import _made  # noqa: PLC0415  what `read` does once it has the bytes

        read = _made(made, "fuzz", None)
    except InputError as error:
        one_line(error)
        return None
    sound(read)
    return read


def sound(read: Article) -> None:
    """Hold an article to what all that uses it relies on."""
    assert [s.id for s in read.sentences] == [f"s{n}" for n in range(1, len(read.sentences) + 1)]
    end = 0
    for s in read.sentences:
        assert read.text[s.start : s.end] == s.text
        assert s.text.strip() == s.text != ""
        assert end <= s.start < s.end
        assert s.line >= 1
        assert s.column >= 1
        end = s.end


def readers(data: bytes) -> None:
    """A text file of either kind: an article that keeps its own rules, or one line."""
    article(data[1:], TEXTS[data[0] % 2] if data else ".txt")


def documents(data: bytes) -> None:
    """A document for the parser that its first byte picks, in this process, without the limits of its child."""
    name = PARSERS[data[0] % len(PARSERS)] if data else "rtf"
    try:
        parsed = import_module(f"summarise.article.documents.{name}").parse(data[1:])
        drafts = (parsed,) if isinstance(parsed, Draft) else parsed
    except (Unreadable, MemoryError, RecursionError):
        return
    except Exception:  # noqa: BLE001  what child.py says of any of them: "is a broken file"
        return
    for draft in drafts:
        again = Draft.from_dict(json.loads(json.dumps(draft.to_dict())))
        assert again == draft
        made = page(again)
        assert not re.search("[\ud800-\udfff\x00]", made.text)


def checks(data: bytes) -> None:
    """An article, and beside it a text to verify: findings that name known rules and sentences."""
    first, _, second = data.partition(b"\0")
    read = article(first, ".txt")
    if read is None:
        return
    ids = {s.id for s in read.sentences}
    found = repeats.find(read)
    for group in found.groups:
        assert set(group.sentences) <= ids
        assert group.keep in group.sentences
    told = [*warnings(read)]
    for verified in verify(read, second.decode("utf-8", "replace")):
        assert 0 <= verified.support <= 1
        assert set(verified.evidence) <= ids
        told += verified.findings
    for each in told:
        assert each.code in RULES
        assert set(each.sentences) <= ids
        assert len(each.message) < 5_000


def formats(data: bytes) -> None:
    """An article the whole way without a model and with one that repeats it: nothing printed acts."""
    read = article(data, ".md")
    if read is None:
        return
    for model in (open_model("none"), Parrot(read)):
        report = pipeline.run(read, TASKS, model)
        for name, form in FORMATS.items():
            if name == "docx":
                continue  # it is bytes, and slow; test_corpus.py makes it of every file
            text = "".join(form([report], Page())).replace("\r\n", "\n")
            assert not ACTIVE.search(text), name
            text.encode()


def rendering(data: bytes) -> None:
    """What is filled into a prompt adds no turn, and stands in the last one as it is."""
    filled = data.decode("utf-8", "replace")
    for task in TASKS:
        prompt = prompts.load(task)
        rendered = prompt.render(article=filled, nonce="article-0", language="en")
        assert [m.role for m in rendered] == [part.role for part in prompt.parts]
        assert filled in rendered[-1].content


def strictening(data: bytes) -> None:
    """A schema becomes one that a strict endpoint takes, and stays so; or one line says why not."""
    try:
        schema = json.loads(data)
    except (ValueError, RecursionError):
        return
    if not isinstance(schema, dict):
        return
    try:
        made = strict(schema)
    except AssetError as error:
        one_line(error)
        return
    assert strict(made) == made
    json.dumps(made)


def replies(data: bytes) -> None:
    """What a model says and what a server sends: a report with named findings, or one line."""
    says = data.decode("utf-8", "replace")
    for task in TASKS:
        report = pipeline.run(TOLD, (task,), Parrot(TOLD, says))
        assert {found.code for found in report.findings} <= RULES.keys()
        assert report.failed or not schemas.errors(unsigned(report.outputs[task]), f"{task}.v1")
    try:
        choice = choice_of(decoded(data, PLACE), PLACE)
        assert text_of(choice, PLACE).strip()
        logprobs_of(choice)
    except ModelError as error:
        one_line(error)
    one_line(from_status(500, says, PLACE, {"retry-after": says[:9]}))


def unsigned(node: Any) -> Any:
    """Return an output as the model gave it, without who wrote what."""
    if isinstance(node, dict):
        return {key: unsigned(child) for key, child in node.items() if key != "by"}
    return [unsigned(child) for child in node] if isinstance(node, list) else node


def files(data: bytes) -> None:
    """The files of a batch and of a newsroom: tables of articles, and the configuration."""
    with tempfile.TemporaryDirectory() as name:
        for suffix in (".jsonl", ".csv", ".tsv"):
            path = Path(name, f"in{suffix}")
            path.write_bytes(data)
            ids = [item.id for item in items([str(path)], Reading())]
            assert len(set(ids)) == len(ids)
        path = Path(name, "summarise.toml")
        path.write_bytes(data)
        try:
            load(path, {"model", "output", "prompt", "record"})
        except AssetError as error:
            one_line(error)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "readers": readers,
    "documents": documents,
    "checks": checks,
    "formats": formats,
    "rendering": rendering,
    "strictening": strictening,
    "replies": replies,
    "files": files,
}
