"""The direct strategy: one prompt with the whole article, JSON back; part by part when it does not fit the window."""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass, field, replace
from math import ceil
from typing import TYPE_CHECKING, Any

from summarise.errors import TooLong
from summarise.models import window_of
from summarise.models.tokens import tokens
from summarise.models.window import learn
from summarise.report import finding
from summarise.tasks.ask import Answer, ask
from summarise.tasks.context import Context, Outcome, run_of
from summarise.tasks.merge import MERGES, Merger
from summarise.tasks.sections import LONG, cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from summarise.article import Article, Sentence
    from summarise.models import Reply
    from summarise.prompts import Prompt
    from summarise.report import Finding
    from summarise.tasks.sections import Part

_TURN = 4  # tokens that a chat adds around a turn
_DOUBT = 1.15  # an estimate of tokens is taken so many times
_ANSWER = 3  # the part of a window that an answer may need, as 1/n; less where max_tokens is less
_NAMED = 5  # sentence ids that a finding lists
_WITHIN = "; a model looks for repeats within one part, code in all"


def nonce(article: Article) -> str:
    """Return the mark that the article stands between.

    It comes from the text's digest: the same article is asked about in the same words (so replies can be cached),
    and no article can contain its own mark.
    """
    return f"article-{hashlib.sha256(article.sha256.encode()).hexdigest()[:16]}"


def block(sentences: Iterable[Sentence]) -> str:
    """Return sentences as a model sees them: a line for each, its id first, furniture left out.

    Line breaks inside a sentence become spaces, so that no text can open a line of its own.
    """
    return "\n".join(map(_line, (s for s in sentences if s.kind != "furniture")))


def _line(sentence: Sentence) -> str:
    kind = "" if sentence.kind == "body" else f"[{sentence.kind}] "
    return f"{sentence.id} {kind}{' '.join(sentence.text.split())}"


def signed(node: Any, by: str) -> Any:
    """Return JSON with ``by`` added to every item that has evidence or sentences."""
    if isinstance(node, list):
        return [signed(child, by) for child in node]
    if isinstance(node, dict):
        own = {key: signed(child, by) for key, child in node.items()}
        is_item = "evidence" in own or any(isinstance(i, str) for i in own.get("sentences", ()))
        return {**own, "by": by} if is_item else own
    return node


def ask_directly(context: Context, task: str, by_code: Callable[[Context], Outcome]) -> Outcome:
    """Ask for a task's output: for that of the whole article, or part by part when it does not fit the window.

    Whether it fits is known where the model's window is, else the endpoint says so. For a part without a usable answer
    ``by_code`` does the task. Without any usable answer, or when a sentence alone does not fit, the output is None.
    Raises ModelError when the model cannot be used at all.
    """
    prompt = context.prompt(task)
    asker = _Asker(context, prompt)
    told = asker.answers()
    run = run_of(context, task, prompt, asker.replies)
    if len(told) == 1 or all(answer.data is None for _, answer in told):
        first = told[0][1].data
        findings = tuple(found for _, answer in told for found in answer.findings)
        return Outcome(None if first is None else signed(first, "model"), findings, (run,))
    merger, outputs, findings = Merger(), [], ()
    for number, (part, answer) in enumerate(((part, _of_its_own(part, answer, task)) for part, answer in told), 1):
        outputs.append(signed(answer.data, "model") if answer.data else _by_code(context, part, by_code))
        findings += _of_part(answer, f"part {number} of {len(told)} ({part[0].id} to {part[-1].id})")
    within = _WITHIN if task == "redundancy" else ""
    said = merger.told(task, context.article.words, len(told), within)
    return Outcome(MERGES[task](merger, outputs), (said, *findings), (run,))


def _of_its_own(part: Part, answer: Answer, task: str) -> Answer:
    """Return the answer about a part; without its data when it rests on the title, or on other parts, alone."""
    own = {s.id for s in part if s.kind != "title"}
    cited = set(_cited(answer.data))
    if not cited or cited & own:
        return answer
    ids = ", ".join(sorted(cited)[:_NAMED])
    found = finding("M109", f"the answer rests on {ids} alone, and on no sentence of the part", path=f"/{task}")
    return replace(answer, data=None, findings=(*answer.findings, found))


def _cited(node: Any) -> Iterator[str]:
    """Yield the sentence ids that an answer points at."""
    if isinstance(node, list):
        for child in node:
            yield from _cited(child)
    elif isinstance(node, dict):
        for key, child in node.items():
            if key in ("evidence", "sentences") and all(isinstance(i, str) for i in child):
                yield from child
            else:
                yield from _cited(child)


def _by_code(context: Context, part: Part, by_code: Callable[[Context], Outcome]) -> Any:
    return by_code(replace(context, article=replace(context.article, sentences=part), strategy="extract")).output


def _of_part(answer: Answer, where: str) -> tuple[Finding, ...]:
    instead = "" if answer.data else " (what stands for it was found by code)"
    return tuple(replace(found, message=f"{where}: {found.message}{instead}") for found in answer.findings)


@dataclass(slots=True)
class _Asker:
    """Asks one prompt about an article, in parts that fit the model's window; ``replies`` is what that took."""

    context: Context
    prompt: Prompt
    replies: list[Reply] = field(default_factory=list)
    _sizes: dict[str, int] = field(default_factory=dict)

    def answers(self) -> list[tuple[Part, Answer]]:
        """Return the parts in order, each with its answer; a sentence that is too long by itself comes alone."""
        waiting = deque(self._parts())
        done: list[tuple[Part, Answer]] = []
        while waiting:
            part = waiting.popleft()
            if done or waiting:
                self.context.tell(f"{self.prompt.task}, part {len(done) + 1} of {len(done) + 1 + len(waiting)}")
            answer = self._ask(part)
            self.replies += answer.replies
            too_long = next((found for found in answer.findings if found.code == TooLong.code), None)
            if too_long is None:
                done.append((part, answer))
                continue
            learn(self.context.model, too_long.message)
            if len(part) == 1:
                named = replace(too_long, message=f"{part[0].id} alone is too long: {too_long.message}")
                return [(part, replace(answer, findings=(replace(named, sentences=(part[0].id,)),)))]
            room, half = self._room(), ceil(self._size(part) / 2)
            waiting.extendleft(reversed(cut(part, self._of, half if room is None else max(1, min(room, half)))))
        return done

    def _parts(self) -> tuple[Part, ...]:
        story = tuple(s for s in self.context.article.sentences if s.kind != "furniture")
        room = self._room()
        return (story,) if room is None or self._fits(story) else cut(story, self._of, max(1, room))

    def _ask(self, part: Part) -> Answer:
        """Ask about a part, which gets the article's title as its first line; not when that cannot fit."""
        article, room, prompt = self.context.article, self._room(), self.prompt
        if room is not None and self._size(part) > room and len(part) == 1:
            about = f"about {self._size(part):,} tokens, and a window of {self._window():,} leaves {max(0, room):,}"
            return Answer(None, "", (), (finding(TooLong.code, f"{about}: use a model with a larger one"),))
        title = self._title()
        shown = part if set(title) <= set(part) else (*title, *part)
        if room is not None and not self._fits(shown):
            prompt = replace(prompt, settings={**prompt.settings, "max_tokens": self._answer()})
        answer = ask(self.context, prompt, article=block(shown), nonce=nonce(article), language=self.context.language)
        return replace(answer, findings=answer.findings + self._read_in_full(answer, shown))

    def _read_in_full(self, answer: Answer, shown: Part) -> tuple[Finding, ...]:
        """Say so when a server has counted fewer tokens than a long text is: some cut what is too long, silently."""
        if self.context.article.words <= LONG or not answer.replies:
            return ()
        read, least = answer.replies[0].tokens_in, tokens(block(shown), self.context.model.name).low
        if not 0 < read < least:
            return ()
        message = (
            f"the server counted {read:,} tokens in a prompt of {least:,} or more: it may have cut the article. "
            f"If it did, say its window with --window"
        )
        return (finding("M108", message, path=f"/{self.prompt.task}"),)

    def _fits(self, part: Part) -> bool:
        """Whether a known window has room for an answer as long as the prompt allows."""
        most = int(self.prompt.settings.get("max_tokens") or 0) or self._answer()
        return self._instructions() + self._size(part) + most <= (self._window() or 0)

    def _window(self) -> int | None:
        return window_of(self.context.model, listed=self.context.article.words > LONG)

    def _answer(self) -> int:
        third = (self._window() or 0) // _ANSWER
        return min(int(self.prompt.settings.get("max_tokens") or third), third)

    def _room(self) -> int | None:
        """Return how many tokens of an article fit beside the instructions and an answer, None when nobody knows."""
        window = self._window()
        if window is None:
            return None
        return window - self._instructions() - self._answer() - sum(map(self._of, self._title()))

    def _title(self) -> Part:
        return tuple(s for s in self.context.article.sentences if s.kind == "title")[:1]

    def _instructions(self) -> int:
        turns = self.prompt.render(article="", nonce=nonce(self.context.article), language=self.context.language)
        return sum(self._tokens(turn.content) + _TURN for turn in turns)

    def _size(self, part: Part) -> int:
        return sum(map(self._of, part))

    def _of(self, sentence: Sentence) -> int:
        if sentence.id not in self._sizes:
            self._sizes[sentence.id] = self._tokens(_line(sentence)) + 1
        return self._sizes[sentence.id]

    def _tokens(self, text: str) -> int:
        counted = tokens(text, self.context.model.name)
        return counted.likely if counted.exact else ceil(_DOUBT * counted.likely)
