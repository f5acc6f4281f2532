"""A model of a small window that knows nothing but what it is shown, for tests of long articles.

    server.default = of_window(8192)

A token is four characters of the turns here, and the answer that is asked for counts in full.
"""

from __future__ import annotations

import re

from server import answer, fault, rung_of

SAYS = "This model's maximum context length is {} tokens. However, you requested {} tokens"
_LINE = re.compile(r"^(s\d+) (?:\[(\w+)\] )?(.+)$", re.MULTILINE)


def size(body):
    """Return what a request takes of the window, as the server counts: four characters a token, and the answer."""
    return sum(len(turn["content"]) // 4 for turn in body["messages"]) + answer_of(body)


def answer_of(body):
    return body.get("max_tokens") or body.get("max_completion_tokens") or 0


def lines(body):
    """Return the sentences that a request shows, as (id, kind, text)."""
    return _LINE.findall(re.split(r"^article-\w+$", body["messages"][1]["content"], flags=re.MULTILINE)[1])


def item(line):
    return {"text": line[2], "evidence": [line[0]]}


def told(body):
    """Answer as a model that knows nothing but the part it is shown."""
    shown = [line for line in lines(body) if line[1] in ("", "body")]
    name = body["response_format"]["json_schema"]["name"] if rung_of(body) == "strict" else ""
    if "claims" in name:
        one = {"kind": "event", "speaker": None, "check_worthiness": "high", "why": "It can.", "how_to_check": "Ask."}
        return {"claims": [{"claim": text, "evidence": [i], **one} for i, _, text in shown[:3]]}
    if "redundancy" in name:
        return {"groups": [], "conflicts": []}
    empty = ("organisations", "dates", "figures", "quotes", "missing_context")
    return {
        "headlines": [item((i, k, text[:100])) for i, k, text in shown[:1]],
        "standfirst": None,
        "sentences": [item(line) for line in shown[:3]],
        "key_points": [{**item(line), "text": line[2][:400]} for line in shown[3:5]],
        "people": [{"name": "Ines Varga", "role": None, "evidence": [shown[0][0]]}],
        **{name: [] for name in empty},
    }


def of_window(window, *, names=True):
    """Return what a server answers that takes so many tokens, and says how many in refusing more or does not."""

    def step(body):
        if size(body) > window:
            message = SAYS.format(window, size(body)) if names else "too many tokens"
            return fault(400, message, code="context_length_exceeded")
        return answer(told(body), usage={"prompt_tokens": size(body) - answer_of(body), "completion_tokens": 10})

    return step
