"""Make more labelled texts for the support score: python tests/benchmarks/derive_support.py ARTICLES PAIRS OUT.

From a JSONL of {id, text, human_summaries}: an article without one of its sentences and that sentence (not supported,
and on the topic), and its human summaries (supported; the next article's are not). From a JSONL of {article_id,
variant, text, sentences, pairs} with planted sentences: a paraphrase beside the article it was planted in
(supported), and one with a changed fact (not supported).
"""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

REMOVED = 6
LEAST_WORDS = 9


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def record(article_id: str, article: str, sentence: str, label: int, kind: str) -> dict[str, Any]:
    return {"article_id": article_id, "article": article, "sentence": sentence, "label": label, "edit": kind}


def from_articles(articles: list[dict[str, Any]], seed: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(seed)  # noqa: S311  a sample, not a secret
    for number, article in enumerate(articles):
        text, name = article["text"], article["id"]
        whole = [s for s in re.split(r"(?<=[.!?])\s+", text) if "\n" not in s and text.count(s) == 1]
        long = [s for s in whole if len(s.split()) >= LEAST_WORDS]
        for sentence in chance.sample(long, min(REMOVED, len(long))):
            yield record(name, text.replace(sentence, ""), sentence, 0, "removed")
        for summary in map(_text, article["human_summaries"]):
            yield record(name, text, summary, 1, "")
        other = articles[(number + 1) % len(articles)]
        yield record(name, text, _text(other["human_summaries"][0]), 0, "of another article")


def _text(summary: Any) -> str:
    return summary if isinstance(summary, str) else str(summary["text"])


def from_pairs(documents: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    clean = {d["article_id"]: d["text"] for d in documents if d["variant"] == "clean"}
    for document in documents:
        texts = {s["i"]: s["text"] for s in document["sentences"]}
        for pair in document["pairs"]:
            if pair["type"] in {"para", "neg_changed"} and "planted" in pair and document["article_id"] in clean:
                label = int(pair["type"] == "para")
                name = document["article_id"]
                yield record(name, clean[name], texts[pair["planted"]], label, pair["type"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    made = [*from_articles(read(given.articles), given.seed), *from_pairs(read(given.pairs))]
    given.out.write_text("".join(json.dumps(r) + "\n" for r in made), encoding="utf-8")


if __name__ == "__main__":
    main()
