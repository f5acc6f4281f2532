"""`summarise tour`: a brief of the example that comes with the program, with what each part of it means."""

import re
import shutil
import textwrap
from collections.abc import Iterator

import typer

from summarise.cli.options import Plain
from summarise.cli.output import page
from summarise.report import TASKS

EXAMPLE = "harbour.txt"
HEAD = (
    "This is the brief of an invented article that comes with the program, made without a model. A brief begins with "
    "the article: its file, its words, its language. Then headlines, the best one first, and a "
    "standfirst. A mark such as s5 names the sentence of the article that says so: nothing is shown without one."
)
PARTS = {
    "summary": "The story in a few sentences. Without a model they are the article's own; what a model words is "
    "marked, and only stays if its evidence bears it out: names, figures, dates, who said it.",
    "key points": "What else a reader should not miss.",
    "facts": "Who, when, how much, and what was said: to look up while writing, each with its sentence. Quotes are "
    "always verbatim.",
    "open questions": "What the article raises and does not answer.",
    "claims to check": "What a fact-checker should look at, most pressing first, with the reasons. For a sheet: "
    "summarise claims FILE -f csv -o claims.csv",
    "repeats": "What the article says twice, which one to keep and how many words that saves. To cut them: "
    "summarise redundancy FILE --diff | patch -p0",
    "conflicts": "Two statements that cannot both be right. The program does not know which one is: you decide.",
    "sources": "The sentences that the marks point at, with their lines.",
    "findings": "What the checks have to say about the article and about what was written of it. A code is a rule: "
    "summarise explain A101. An error makes the command end with exit code 1.",
}
_END = f"""
That was: summarise brief {EXAMPLE} -m none

Next:
  summarise brief YOUR-ARTICLE.txt -m none          the same for your own, without a model
  summarise brief YOUR-ARTICLE.txt -m none --open   as a page, the brief beside the article
  summarise verify YOUR-ARTICLE.txt SUMMARY.txt     whether a text says what the article says
  summarise models list                             which models can word a brief
  summarise init                                    a file for the options you always use
  summarise --install-completion                    commands and options by the Tab key
"""
_HEADING = re.compile(r"([A-Z]+(?: [A-Z]+)*)(?:  .*)?\Z")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Plain, name="tour", epilog="Example: summarise tour | less")(tour)


def tour() -> int:
    """Show a brief of an example, with what each part of it means."""
    from summarise import article, pipeline  # noqa: PLC0415  start-up: not needed for help
    from summarise.assets import root  # noqa: PLC0415  as above
    from summarise.formats import FORMATS  # noqa: PLC0415  as above
    from summarise.models import open_model  # noqa: PLC0415  as above

    text = (root("examples") / EXAMPLE).read_text(encoding="utf-8")
    report = pipeline.run(article.parse(text, source=EXAMPLE), TASKS, open_model("none"))
    sheet = page(several=False, verbose=False, to_file=False)
    shown = "".join(str(piece) for piece in FORMATS["text"]([report], sheet))
    print("\n".join(_guided(shown, colour=sheet.colour)))
    print(_END, end="")
    return 0


def _guided(shown: str, *, colour: bool) -> Iterator[str]:
    """Yield the lines of a brief, with an explanation before the first and below each heading."""
    yield from _said(HEAD, colour=colour)
    yield ""
    for line in shown.splitlines():
        yield line
        heading = _HEADING.match(_COLOUR.sub("", line))
        if heading and (says := PARTS.get(heading[1].lower())):
            yield from _said(says, colour=colour)


def _said(text: str, *, colour: bool) -> Iterator[str]:
    width = max(40, min(shutil.get_terminal_size().columns, 100)) if colour else 80
    for line in textwrap.wrap(text, width, initial_indent="  | ", subsequent_indent="  | ", break_on_hyphens=False):
        yield f"\x1b[35m{line}\x1b[0m" if colour else line
