"""Whether there is room for a local model: llama.cpp ends the whole process when it is short, so this asks first.

The need is measured on Qwen2.5-Coder-1.5B (1.12 GB) with 8,192 tokens on two cores: 1.8 GB of addresses, of which
0.26 GB has to be in memory; the file itself is mapped, and its pages may be dropped again. With less, llama.cpp says so
or aborts, whichever comes first.
"""

from __future__ import annotations

import os
from pathlib import Path

from summarise.errors import OutOfMemory

_FIXED = 160 << 20  # buffers, and the prompts that llama.cpp remembers
_A_CORE = 176 << 20  # addresses that its threads set aside
_SHARE = 4 * 8192  # a token of the window takes the file's size through this: measured 1/3.9 at 8,192 tokens
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def make_sure(file: Path, window: int, cores: int) -> None:
    """Raise OutOfMemory when a model's file with a window of so many tokens does not fit into what is free."""
    size = file.stat().st_size
    taken = size * window // _SHARE + _FIXED
    for need, free, what in (
        (size + taken + cores * _A_CORE, addresses(), "this process may take (ulimit -v)"),
        (taken, memory(), "is free"),
    ):
        if free is not None and free < need:
            raise OutOfMemory(
                f"the model {file.name} needs {need / 1e9:.1f} GB of memory and {max(free, 0) / 1e9:.1f} GB {what}: "
                "make room, use a smaller model, or use --model none"
            )


def addresses(proc: Path = Path("/proc")) -> int | None:
    """Return how many bytes of addresses this process may still take, None when that is not limited or not known."""
    try:
        import resource  # noqa: PLC0415  not on Windows

        most, _ = resource.getrlimit(resource.RLIMIT_AS)
        if most == resource.RLIM_INFINITY:
            return None
        return most - int((proc / "self" / "statm").read_text().split()[0]) * _PAGE
    except (ImportError, OSError, ValueError):
        return None


def memory(proc: Path = Path("/proc"), groups: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Return how many bytes of memory are free for this process, on the machine and in its container; None: not known.

    Pages of files that are only kept because there is room count as free.
    """
    free = [_of_machine(proc), _of_group(proc, groups)]
    return min((each for each in free if each is not None), default=None)


def _of_machine(proc: Path) -> int | None:
    try:
        lines = (proc / "meminfo").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, IndexError, StopIteration):
        return None


def _of_group(proc: Path, groups: Path) -> int | None:
    """Return what a control group of Linux (version 2) leaves; "max", its word for no limit, is no number."""
    try:
        path = next(line[4:] for line in (proc / "self" / "cgroup").read_text().splitlines() if line.startswith("0::/"))
        group = groups / path
        pages = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
        dropped = int(pages.get("inactive_file", 0)) + int(pages.get("active_file", 0))
        return int((group / "memory.max").read_text()) - int((group / "memory.current").read_text()) + dropped
    except (OSError, ValueError, StopIteration):
        return None
