"""The strict guard of texts that a small model worded: what is not plainly the source's own is turned down."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from summarise import words
from summarise.checks.figures import counted
from summarise.checks.index import Index, content, prepare
from summarise.checks.said import Said
from summarise.checks.support import faults
from summarise.report import Finding, finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from summarise.article import Article, Sentence

    _Rule = Callable[["_Case"], Iterable[Finding]]

Kind = Literal["fuse", "headline", "standalone"]

_NEW_SHARE = 0.08  # new content words, of all content words of a text
_KEPT_SHARE = 0.7  # of a sentence's own content words, in its stand-alone form
_CLOSE = 0.8
_OPENING = 3  # the subject is among the first content words
_RUN = 4  # words of a quotation that may stand outside quotation marks

# Words that say how sure, how far along and by whom; they neither vanish nor appear.
_HEDGES = frozenset(
    "may might could would should can will shall must allegedly alleged reportedly apparently probably possibly "
    "potentially likely unlikely perhaps suspected believed feared thought expected expects expect hope hopes hoped "
    "plan plans planned planning propose proposes proposed proposal consider considers considering considered intend "
    "intends intended aim aims aimed want wants wanted set due scheduled seek seeks sought threaten threatened "
    "threatens urge urges urged call calls called demand demands demanded offer offers offered agree agreed agrees try "
    "tries tried attempt attempts attempted if unless appear appears appeared seem seems seemed suggest suggests "
    "suggested estimate estimates estimated about around nearly almost roughly approximately only".split()
)
_SPEECH = frozenset(
    "said says say saying told tells according claim claims claimed claiming announce announces announced warn warns "
    "warned report reports reported deny denies denied accuse accuses accused argue argues argued insist insists "
    "insisted admit admits admitted confirm confirms confirmed explain explains explained think thinks believe "
    "believes added noted stated ruled found alleges allege".split()
)
_CONNECTIVES = frozenset(
    "because since so therefore thus hence although though despite but while whereas when after before until following "
    "as amid leading resulting causing led caused result due owing thanks however instead then also meanwhile".split()
)
_RELATIVES = frozenset("who which whose whom where that".split())
_NEGATIONS = words.NEGATIONS | {"denied", "refused", "failed", "fails", "refuses"}
_PRONOUNS = frozenset("he she it they him her his hers its their them this that these those we our i my you".split())
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»\n]{1,600})[\"”“»]")


@dataclass(frozen=True, slots=True)
class _Case:
    """A worded text beside its sources, each as words; ``said`` sees the sources alone."""

    kind: Kind
    text: str
    said: Said
    whole: Index
    sources: tuple[list[words.Token], ...]
    raw: tuple[str, ...]

    @property
    def own(self) -> tuple[list[words.Token], ...]:
        """The sources that the text must be true to: its own sentence, when it only has to stand alone."""
        return self.sources[:1] if self.kind == "standalone" else self.sources


def accepts(article: Article, text: str, sources: Sequence[Sentence], kind: Kind) -> tuple[Finding, ...]:
    """Return why a worded text is not taken; an empty tuple means that it is.

    ``sources`` are the sentences it was made of; for "standalone" the sentence itself comes first, and behind it the
    ones that may say who its pronouns stand for.
    """
    if not text.strip() or not sources:
        return (finding("S201", "there is no text, or no sentence that it was made of"),)
    index = Index(replace(article, sentences=tuple(sources)))
    case = _Case(
        kind,
        text,
        Said(text, index),
        prepare(article),
        tuple(words.tokens(s.text) for s in sources),
        tuple(s.text for s in sources),
    )
    found = [f for rule in _RULES[kind] for f in rule(case)]
    found += [f for f in faults(case.whole, text) if f.level == "error"]
    ids = tuple(s.id for s in sources)
    return tuple(dict.fromkeys(f if f.sentences else replace(f, sentences=ids) for f in found))


def _new_words(case: _Case) -> Iterator[Finding]:
    """Allow a fused text few words that its sources lack, and a headline none."""
    items = [item for item in case.said.items if item.figure is None]
    new = [item.token.text for item in items if item.best < _CLOSE]
    allowed = int(_NEW_SHARE * len(items)) if case.kind == "fuse" else 0
    if len(new) > allowed:
        yield finding("S201", f"not in the source: {_list(new)}")
    for item in case.said.items:
        if item.figure is not None and not item.places:
            yield finding("S201", f"not in the source: '{item.figure.text}'")


def _script(case: _Case) -> Iterator[Finding]:
    """Allow no letters of a script that the article does not use."""
    known = _scripts(case.whole.article.text)
    strange = sorted({c for c in case.text if c.isalpha() and _script_of(c) not in known})
    if strange:
        yield finding("S202", f"letters of another script: {_list(strange)}")


def _scripts(text: str) -> set[str]:
    return {_script_of(c) for c in set(text) if c.isalpha()}


def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0].split("-")[0]


def _order(case: _Case) -> Iterator[Finding]:
    """Hold neighbouring words that come from one sentence to its order."""
    lines = [list(zip((t.stem for t in content(source)), range(10_000), strict=False)) for source in case.own]
    places = [{stem: [k for s, k in line if s == stem] for stem, _ in line} for line in lines]
    previous: set[tuple[int, int]] = set()
    for token in content(case.said.tokens):
        here = {(n, k) for n, line in enumerate(places) for k in line.get(token.stem, ())}
        shared = {n for n, _ in here} & {n for n, _ in previous}
        if shared and not any(n == m and k > j for n, k in here for m, j in previous):
            yield finding("S203", f"'{token.text}' stands in another order than in the source")
            return
        previous = here or previous


def _one_source(case: _Case) -> Iterator[Finding]:
    """Hold a headline's content words to one sentence, its order and its forms: "meets" is more than "to meet"."""
    forms = [t.normal for t in content(case.said.tokens)]
    for source in case.sources:
        rest = iter([t.normal for t in content(source)])
        if all(form in rest for form in forms):
            return
    yield finding("S203", "no one sentence of the source has these words in this form and order")


def _numbers(case: _Case) -> Iterator[Finding]:
    """Keep a qualifier with its number, and a number with its noun."""
    index, said = case.said.index, case.said
    for item in said.items:
        if item.figure is None or not item.places:
            continue
        sources = [q for at, q in index.figures if at in {p.at for p in item.places}]
        if all(q.approx != item.figure.approx for q in sources):
            yield finding("S204", f"'{item.figure.text}' has gained or lost a word such as 'about' or 'more than'")
            continue
        if item.figure.kind not in {"number", "percent", "ordinal"}:
            continue
        here = _noun(said.tokens, item.figure.end, said.text)
        there = {_noun_at(index, at, q.end) for at, q in index.figures if at in {p.at for p in item.places}}
        if here and here not in there:
            yield finding("S204", f"'{item.figure.text}' counts something else in the source")


def _noun(tokens: Sequence[words.Token], end: int, text: str) -> str:
    return words.stem(counted(tokens, end, text))


def _noun_at(index: Index, at: int, end: int) -> str:
    line = index.line(at)
    return _noun(index.tokens[line.first : line.last], end, line.sentence.text)


def _hedge_words(case: _Case) -> Iterator[Finding]:
    """Let words that hedge, plan or hand on a statement neither vanish nor appear."""
    yield from _kept(case, _HEDGES, "hedges or plans")
    yield from _kept(case, _SPEECH, "hands on a statement")


def _kept(case: _Case, kinds: frozenset[str], what: str) -> Iterator[Finding]:
    here = {t.stem for t in case.said.tokens if t.normal in kinds and not _month(t)}
    used = [source for source in case.own if case.kind != "headline" or _gave(case, source)]
    there = {t.stem for source in used for t in source if t.normal in kinds and not _month(t)}
    for stems, verb in ((there - here, "lost"), (here - there, "gained")):
        if stems:
            pool = [t for source in used for t in source] if verb == "lost" else case.said.tokens
            yield finding("S205", f"a word that {what} is {verb}: {_list(t.text for t in pool if t.stem in stems)}")


def _month(token: words.Token) -> bool:
    """Whether a word is the month of May, where "may" would be meant as a doubt."""
    return token.text == "May" and not token.opens


def _gave(case: _Case, source: list[words.Token]) -> bool:
    stems = {t.stem for t in source}
    told = content(case.said.tokens)
    return bool(told) and sum(t.stem in stems for t in told) >= len(told) * _CLOSE


def _connectives(case: _Case) -> Iterator[Finding]:
    """Allow no new word that ties two facts together; hang a relative clause on its own subject."""
    known = {t.normal for source in case.sources for t in source}
    tokens = case.said.tokens
    for i, token in enumerate(tokens):
        if token.normal in known:
            continue
        if token.normal in _CONNECTIVES:
            yield finding("S206", f"'{token.text}' ties two facts together, the source does not")
        elif token.normal in _RELATIVES and not _hangs(case, i):
            yield finding("S206", f"'{token.text}' hangs on a word that is not its subject in the source")


def _hangs(case: _Case, i: int) -> bool:
    before = content(case.said.tokens[:i])[-1:]
    after = content(case.said.tokens[i:])[:1]
    if not before or not after:
        return False
    return any(
        after[0].stem in {t.stem for t in source}
        and (
            before[0].stem in _openers(source) or (source[0].normal in _PRONOUNS and before[0].stem in _openers(first))
        )
        for first, source in zip(case.sources, case.sources[1:], strict=False)
    )


def _openers(source: list[words.Token]) -> set[str]:
    return {t.stem for t in content(source)[:_OPENING]}


def _subject(case: _Case) -> Iterator[Finding]:
    """Let a text open with the subject of one of its sources."""
    first = next(iter(content(case.said.tokens)), None)
    if first is None:
        yield finding("S201", "the text says nothing")
        return
    opened = {stem for source in case.own for stem in _openers(source)}
    replaced = case.kind == "standalone" and case.sources[0] and case.sources[0][0].normal in _PRONOUNS
    if first.stem not in opened and not replaced:
        yield finding("S207", f"'{first.text}' is not the subject of the source")


def _polarity(case: _Case) -> Iterator[Finding]:
    """Keep as many negations as the source has."""
    here = sum(t.normal in _NEGATIONS for t in case.said.tokens)
    used = [source for source in case.own if case.kind != "headline" or _gave(case, source)]
    there = [sum(t.normal in _NEGATIONS for t in source) for source in used] or [0]
    if here != (max(there) if case.kind == "headline" else sum(there)):
        yield finding("S132", "a negation has come or gone")


def _quotes(case: _Case) -> Iterator[Finding]:
    """Keep quotations verbatim, and a quotation's words in their quotation marks."""
    plain = [_flat(raw) for raw in case.raw]
    for quoted in _QUOTED.findall(case.text):
        if not any(_flat(quoted).strip(" .,") in source for source in plain):
            yield finding("S121", f"the quotation is not verbatim in the source: '{quoted}'")
    outside = _flat(_QUOTED.sub(" ", case.text)).split()
    runs = {tuple(outside[i : i + _RUN]) for i in range(len(outside))}
    for raw in case.raw:
        for quoted in _QUOTED.findall(raw):
            inside = _flat(quoted).split()
            if any(tuple(inside[i : i + _RUN]) in runs for i in range(len(inside) - _RUN + 1)):
                yield finding("S121", f"words of a quotation stand outside quotation marks: '{quoted}'")


def _flat(text: str) -> str:
    return " ".join(re.sub(r"[“”„«»]", '"', text).replace("’", "'").lower().split())


def _survives(case: _Case) -> Iterator[Finding]:
    """Keep most of a stand-alone sentence's own words; let nothing be new but a name for a pronoun."""
    own = {t.stem for t in content(case.sources[0])}
    here = content(case.said.tokens)
    kept = len(own & {t.stem for t in here}) / len(own) if own else 0.0
    if kept < _KEPT_SHARE:
        yield finding("S208", f"only {kept:.0%} of the sentence's own words are left")
    new = [t for t in here if t.stem not in own]
    context = [t for source in case.sources[1:] for t in source]
    known = words.names(case.sources)
    strange = [t.text for t in new if t.stem not in known or not t.capital]
    if strange:
        yield finding("S208", f"more than a name has changed: {_list(strange)}")
    if new and not strange:
        yield from _referent(case, new, context)


def _referent(case: _Case, new: Sequence[words.Token], context: Sequence[words.Token]) -> Iterator[Finding]:
    """Take a name only when its pronoun can stand for no other."""
    before = sum(t.normal in _PRONOUNS for t in case.sources[0])
    after = sum(t.normal in _PRONOUNS for t in case.said.tokens)
    if after >= before:
        yield finding("S208", f"{_list(t.text for t in new)} stands for no pronoun of the sentence")
    known = words.names(case.sources)
    stems = {t.stem for t in new}
    others = {t.stem for t in context if t.capital and t.stem in known} - stems
    runs = [t for i, t in enumerate(context) if t.stem in others and not _beside(context, i, stems)]
    if runs:
        yield finding("S208", f"the pronoun may stand for another: {_list(t.text for t in runs)}")


def _beside(context: Sequence[words.Token], i: int, stems: set[str]) -> bool:
    """Say whether a name word belongs to the name that was put in: "Ana" beside "Petrov"."""
    return any(0 <= k < len(context) and context[k].stem in stems for k in (i - 1, i + 1))


def _list(found: Iterable[str]) -> str:
    return ", ".join(f"'{text}'" for text in dict.fromkeys(found))


_COMMON: tuple[_Rule, ...] = (
    _script,
    _numbers,
    _hedge_words,
    _connectives,
    _subject,
    _polarity,
    _quotes,
)
_RULES: dict[Kind, tuple[_Rule, ...]] = {
    "fuse": (_new_words, _order, *_COMMON),
    "headline": (_new_words, _one_source, *_COMMON),
    "standalone": (_survives, _order, *_COMMON),
}
