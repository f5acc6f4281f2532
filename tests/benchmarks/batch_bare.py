"""The loop that everyone writes first: `AsyncOpenAI`, a semaphore, nothing checked. URL FILE AT_ONCE."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import openai


async def send(url: str, bodies: list[str], at_once: int) -> None:
    """Post bodies, each as JSON."""
    client, gate = openai.AsyncOpenAI(base_url=url, api_key="k"), asyncio.Semaphore(at_once)

    async def one(line: str) -> None:
        async with gate:
            answer = await client.chat.completions.create(**json.loads(line))
            assert answer.choices[0].message.content

    await asyncio.gather(*(one(line) for line in bodies))


if __name__ == "__main__":
    asyncio.run(send(sys.argv[1], Path(sys.argv[2]).read_text().splitlines(), int(sys.argv[3])))
