"""How fast and how well a text is placed: python tests/benchmarks/alignment.py ARTICLES.

ARTICLES is a JSONL of {text}. 50 KB of them make one article; 100 of its sentences, each with one word in eight changed
and three in ten with their halves turned round, are looked up, and 20 sentences of the other articles. Prints the CPU
time, how many are placed right, and how many of the others are placed at all; then the time for 1, 2, 4 and 8 times the
text, as ratios.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

from summarise.article import Article, parse
from summarise.checks.align import Passages

SIZE = 50_000
LEAST_WORDS = 10


def altered(text: str, others: list[str], chance: random.Random) -> str:
    words = text.split()
    for _ in range(max(1, len(words) // 8)):
        words[chance.randrange(len(words))] = chance.choice(others)
    half = len(words) // 2
    return " ".join(words[half:] + words[:half] if chance.random() < 0.3 else words)


def timed(article: Article, texts: list[str]) -> tuple[float, list[tuple[str, ...]]]:
    start = time.process_time()
    passages = Passages(article)
    found = [passages.find(text).sentences for text in texts]
    return time.process_time() - start, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311  a sample, not a secret
    texts = [json.loads(line)["text"] for line in given.articles.read_text(encoding="utf-8").splitlines()]
    whole = "\n\n".join(texts)
    article, rest = parse(whole[:SIZE]), parse(whole[SIZE:])
    long = [s for s in article.body if len(s.text.split()) >= LEAST_WORDS]
    picked = chance.sample(long, min(100, len(long)))
    quotes = [altered(s.text, whole.split(), chance) for s in picked]
    strange = [s.text for s in rest.body if len(s.text.split()) >= LEAST_WORDS and s.text not in article.text]
    seconds, found = timed(article, quotes)
    right = sum(s.id in ids for s, ids in zip(picked, found, strict=True))
    _, placed = timed(article, chance.sample(strange, min(20, len(strange))))
    print(
        f"{len(quotes)} altered sentences in {len(article.text)} characters: {seconds:.3f} s CPU, {right} placed right"
    )
    print(f"{len(placed)} sentences of other articles: {sum(map(bool, placed))} placed")
    once, _ = timed(article, quotes)
    for times in (2, 4, 8):
        more, _ = timed(parse("\n\n".join([whole[:SIZE]] * times)), quotes)
        print(f"{times} times the text: {more / once:.1f} times the time")


if __name__ == "__main__":
    main()
