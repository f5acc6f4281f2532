"""The direct strategy: one prompt with the whole article, JSON back."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from summarise.tasks.ask import ask
from summarise.tasks.context import Context, Outcome, run_of

if TYPE_CHECKING:
    from summarise.article import Article


def nonce(article: Article) -> str:
    """Return the mark that the article stands between.

    It comes from the text's digest: the same article is asked about in the same words (so replies can be cached),
    and no article can contain its own mark.
    """
    return f"article-{hashlib.sha256(article.sha256.encode()).hexdigest()[:16]}"


def block(article: Article) -> str:
    """Return the article as a model sees it: a line for each sentence, its id first, furniture left out.

    Line breaks inside a sentence become spaces, so that no text can open a line of its own.
    """
    return "\n".join(
        f"{s.id} {'' if s.kind == 'body' else f'[{s.kind}] '}{' '.join(s.text.split())}"
        for s in article.sentences
        if s.kind != "furniture"
    )


def signed(node: Any, by: str) -> Any:
    """Return JSON with ``by`` added to every item that has evidence or sentences."""
    if isinstance(node, list):
        return [signed(child, by) for child in node]
    if isinstance(node, dict):
        own = {key: signed(child, by) for key, child in node.items()}
        is_item = "evidence" in own or any(isinstance(i, str) for i in own.get("sentences", ()))
        return {**own, "by": by} if is_item else own
    return node


def ask_at_once(context: Context, task: str) -> Outcome:
    """Ask for a task's whole output at once. Raises ModelError when the model fails, refuses or is cut off."""
    prompt = context.prompt(task)
    answer = ask(
        context,
        prompt,
        article=block(context.article),
        nonce=nonce(context.article),
        language=context.language,
    )
    output = None if answer.data is None else signed(answer.data, "model")
    return Outcome(output, answer.findings, (run_of(context, task, prompt, answer.replies),))
