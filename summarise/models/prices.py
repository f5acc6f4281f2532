"""What a call costs. A price that is not known stays unknown: it is never 0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping


BATCH = "batch"
BATCH_SHARE = 0.5  # of the price, in OpenAI's Batch API
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})  # no provider is on this machine
_unknown: set[tuple[str, str]] = set()  # looking for what is not in the list takes 1 ms


def cost(
    model: str, base_url: str, *, tokens_in: int, tokens_out: int, cached: int = 0, written: int = 0, tier: str = ""
) -> float | None:
    """Return the price of a call in US dollars, or None when the price list (genai-prices) does not know it.

    ``tokens_in`` counts all tokens of the prompt, ``cached`` those of them that were read from the provider's prompt
    cache and ``written`` those written to it. ``tier`` is the service tier that the endpoint reports, such as "flex";
    for BATCH the price is half that of a call, which is OpenAI's rule for its Batch API and not in the price list.
    """
    if urlsplit(base_url).hostname in _HERE:
        return None
    import genai_prices  # noqa: PLC0415  0.2 s, and only needed after a reply

    usage = genai_prices.Usage(
        input_tokens=tokens_in, output_tokens=tokens_out, cache_read_tokens=cached, cache_write_tokens=written
    )
    if (model, base_url) in _unknown:
        return None
    context = {"service_tier": tier} if tier and tier != BATCH else None
    try:
        priced = genai_prices.calc_price(usage, model, provider_api_url=base_url, price_context=context)
    except LookupError:
        _unknown.add((model, base_url))
        return None
    except ValueError:
        return None
    return float(priced.total_price) * (BATCH_SHARE if tier == BATCH else 1.0)


def window(model: str, base_url: str) -> int | None:
    """Return the window of a model in tokens, or None when the price list does not know it."""
    import genai_prices  # noqa: PLC0415  0.2 s

    try:
        one = genai_prices.Usage(input_tokens=1, output_tokens=1)
        return genai_prices.calc_price(one, model, provider_api_url=base_url).model.context_window
    except (LookupError, ValueError):
        return None


def cost_of_usage(model: str, base_url: str, usage: Mapping[str, Any], tier: str = "") -> float | None:
    """Return the price of a call from the ``usage`` object of its answer; without one it is not known."""
    if not usage:
        return None
    details = usage.get("prompt_tokens_details")
    details = details if isinstance(details, dict) else {}
    return cost(
        model,
        base_url,
        tokens_in=count(usage.get("prompt_tokens")),
        tokens_out=count(usage.get("completion_tokens")),
        cached=count(details.get("cached_tokens")),
        written=count(details.get("cache_write_tokens")),
        tier=tier,
    )


def count(value: Any) -> int:
    """Return a token count from JSON, 0 for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
