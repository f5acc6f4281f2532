"""Versioned prompts: files that never change once released.

A prompt is ``prompts/<task>/v<N>.md``: TOML front matter between two ``+++`` lines, then parts that open with a line
``# system``, ``# user`` or ``# assistant``. Parts are split before anything is filled in, and filling in is one pass of
`string.Template`, so whatever an article contains stays text. ``current.toml`` names the version in use,
``lock.json`` holds the digests of the released ones. A version that the lock does not have is a draft.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, cast

from summarise import schemas
from summarise.assets import root
from summarise.errors import AssetError, InputError, nearest
from summarise.models.base import Message, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VARIABLES: dict[str, frozenset[str]] = {
    "summary": frozenset({"article", "language", "nonce"}),
    "claims": frozenset({"article", "language", "nonce"}),
    "redundancy": frozenset({"article", "language", "nonce"}),
    "fuse": frozenset({"text"}),
    "headline": frozenset({"text"}),
    "standalone": frozenset({"context", "sentence"}),
    "reask": frozenset({"errors"}),
    "support": frozenset({"context", "sentence"}),
    "judge": frozenset({"statement", "text"}),
}
_KEYS = {"schema": str, "change": str, "settings": dict}
_SETTINGS = {"temperature": (int, float), "max_tokens": (int,), "seed": (int,), "logprobs": (int,)}
_FRONT = re.compile(r"\A\+\+\+\n(.*?\n)?\+\+\+\n", re.DOTALL)
_PART = re.compile(r"^# (system|user|assistant)[ \t]*$", re.MULTILINE)
_JSON_BLOCK = re.compile(r"^```json\n(.*?)^```", re.DOTALL | re.MULTILINE)
_VERSION = re.compile(r"v([1-9][0-9]{0,3})")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt version. ``id`` is ``summary@v2``, or ``summary@mine.md`` for a file outside the collection."""

    id: str
    task: str
    parts: tuple[Message, ...]
    schema: str
    change: str
    settings: Mapping[str, Any]
    digest: str
    text: str

    @property
    def reference(self) -> str:
        """The id with the first twelve digits of the digest, as results record it."""
        return f"{self.id}#{self.digest[:12]}"

    def render(self, **variables: str) -> tuple[Message, ...]:
        """Fill in the parts. Raises AssetError for a placeholder that the task does not have."""
        try:
            return tuple(Message(p.role, Template(p.content).substitute(variables)) for p in self.parts)
        except KeyError as error:
            raise AssetError(
                f"prompt {self.id}: it asks for ${error.args[0]}, which '{self.task}' does not have: "
                f"use {', '.join(f'${name}' for name in sorted(VARIABLES[self.task]))}, or $$ for a dollar sign"
            ) from None
        except ValueError:
            raise AssetError(f"prompt {self.id}: a lone $: write $$ for a dollar sign") from None


def folder() -> Path:
    """Return the folder of the prompts."""
    return root("prompts")


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError as error:
        known = (*VARIABLES, *(f"{task}@{version}" for task in VARIABLES for version in versions(task)))
        meant = nearest(str(path), known, "give TASK@vN or a readable file")
        raise InputError(f"prompt {path}: {error.strerror or error}: {meant}") from None
    except UnicodeDecodeError:
        raise AssetError(f"prompt {path}: not UTF-8: save it as UTF-8") from None


def _front(text: str, name: str) -> dict[str, Any]:
    match = _FRONT.match(text)
    if match is None:
        raise AssetError(f"prompt {name}: it must open with TOML between two +++ lines")
    try:
        front = tomllib.loads(match[1] or "")
    except tomllib.TOMLDecodeError as error:
        raise AssetError(f"prompt {name}: its front matter is not TOML: {error}") from None
    for key, value in front.items():
        if key not in _KEYS:
            raise AssetError(f"prompt {name}: unknown key '{key}' in front matter: use {', '.join(_KEYS)}")
        if not isinstance(value, _KEYS[key]):
            raise AssetError(f"prompt {name}: '{key}' must be a {_KEYS[key].__name__}")
    for key, value in front.get("settings", {}).items():
        if key not in _SETTINGS or isinstance(value, bool) or not isinstance(value, _SETTINGS[key]):
            raise AssetError(f"prompt {name}: bad setting '{key}': use numbers for {', '.join(_SETTINGS)}")
    return front


@lru_cache(maxsize=64)
def parse(text: str, prompt_id: str, task: str | None = None) -> Prompt:
    """Read a prompt from its text (LF line ends).

    ``task`` may be left out when the schema names it. Raises AssetError for anything that is not as it must be.
    """
    front = _front(text, prompt_id)
    schema = front.get("schema", "")
    task = task or schema.partition(".")[0]
    if task not in VARIABLES:
        raise AssetError(f"prompt {prompt_id}: no task: name a schema in its front matter, or give TASK=FILE")
    if schema and schema.partition(".")[0] != task:
        raise AssetError(f"prompt {prompt_id}: schema '{schema}' is not one of the task '{task}'")
    pieces = _PART.split(_FRONT.sub("", text, count=1))
    if pieces[0].strip():
        raise AssetError(f"prompt {prompt_id}: text before the first part: open it with '# system' or '# user'")
    parts = tuple(
        Message(cast("Role", role), content.strip()) for role, content in zip(pieces[1::2], pieces[2::2], strict=True)
    )
    if not parts or parts[-1].role != "user":
        raise AssetError(f"prompt {prompt_id}: its last part must be '# user'")
    digest = hashlib.sha256(text.encode())
    if schema:
        digest.update(schemas.source(schema).replace("\r\n", "\n").encode())
    return Prompt(
        prompt_id,
        task,
        parts,
        schema,
        front.get("change", ""),
        front.get("settings", {}),
        digest.hexdigest(),
        text,
    )


def versions(task: str) -> list[str]:
    """Return a task's versions, oldest first."""
    found = [path.stem for path in (folder() / task).glob("v*.md") if _VERSION.fullmatch(path.stem)]
    return sorted(found, key=lambda version: int(version[1:]))


def tasks() -> list[str]:
    """Return the tasks that have prompts, sorted."""
    return sorted(path.name for path in folder().iterdir() if path.is_dir() and versions(path.name))


def current() -> dict[str, str]:
    """Return the version in use of each task. Raises AssetError when current.toml is not usable."""
    try:
        chosen = tomllib.loads(_read(folder() / "current.toml"))
    except tomllib.TOMLDecodeError as error:
        raise AssetError(f"prompts/current.toml is not TOML: {error}") from None
    return {str(task): str(version) for task, version in chosen.items()}


def locked() -> dict[str, str]:
    """Return the digests of the released versions, ``{"summary@v1": "…"}``."""
    try:
        lock: dict[str, str] = json.loads(_read(folder() / "lock.json"))
    except json.JSONDecodeError as error:
        raise AssetError(f"prompts/lock.json is not JSON: {error.msg}: run 'summarise prompts lock'") from None
    return lock


def load(name: str) -> Prompt:
    """Return a prompt by ``TASK`` (the version in use), ``TASK@vN``, a file, or ``TASK=FILE``.

    Raises InputError when there is none, AssetError when it is broken.
    """
    task, at, version = name.partition("@")
    if not at and name in VARIABLES:
        version = current().get(name, "")
    if task in VARIABLES and _VERSION.fullmatch(version):
        if version not in versions(task):
            raise InputError(
                f"no prompt {task}@{version}: there are {', '.join(f'{task}@{v}' for v in versions(task)) or 'none'}"
            )
        return parse(_read(folder() / task / f"{version}.md"), f"{task}@{version}", task)
    if name in VARIABLES:
        raise AssetError(f"prompts/current.toml names no version of '{name}'")
    wanted, equals, file = name.partition("=")
    if equals and wanted in VARIABLES:
        return parse(_read(Path(file)), f"{wanted}@{Path(file).name}", wanted)
    prompt = parse(_read(Path(name)), Path(name).name)
    return replace(prompt, id=f"{prompt.task}@{Path(name).name}")


def diff(old: str, new: str) -> str:
    """Return a unified diff between two prompts, "" when they are the same."""
    first, second = load(old), load(new)
    lines = difflib.unified_diff(
        first.text.splitlines(keepends=True), second.text.splitlines(keepends=True), first.id, second.id
    )
    return "".join(lines)


def new(task: str) -> Path:
    """Write the next draft of a task, a copy of its version in use, and return its path."""
    if task not in VARIABLES:
        raise InputError(f"no task '{task}': {nearest(task, VARIABLES)}")
    number = int(versions(task)[-1][1:]) + 1 if versions(task) else 1
    path = folder() / task / f"v{number}.md"
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(load(task).text)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}: work in a checkout that you may write to") from None
    return path


def lock() -> list[str]:
    """Release every draft: write its digest into lock.json, and return the ids that are new.

    Raises AssetError when a released version has changed: that needs a new version, not a new digest.
    """
    old, found = locked(), {prompt.id: prompt.digest for prompt in _all()}
    for prompt_id, digest in old.items():
        if found.get(prompt_id) != digest:
            raise AssetError(f"prompt {prompt_id} was released and has changed: restore it, make a new version")
    path = folder() / "lock.json"
    try:
        path.write_text(json.dumps(dict(sorted(found.items())), indent=2) + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}: work in a checkout that you may write to") from None
    return sorted(set(found) - set(old))


def _all() -> Iterator[Prompt]:
    for task in tasks():
        for version in versions(task):
            yield load(f"{task}@{version}")


def examples(prompt: Prompt) -> Iterator[Any]:
    """Yield the JSON answers that a prompt shows: its ```json blocks, and its assistant turns when it has a schema.

    Raises AssetError when one is not JSON.
    """
    if not prompt.schema:
        return
    for part in prompt.parts:
        for text in [part.content] if part.role == "assistant" else _JSON_BLOCK.findall(part.content):
            try:
                yield json.loads(Template(text).substitute(dict.fromkeys(VARIABLES[prompt.task], "")))
            except json.JSONDecodeError as error:
                raise AssetError(f"prompt {prompt.id}: an example is not JSON: {error.msg}") from None


def check() -> list[str]:
    """Prove the whole collection and return one line for each thing wrong, none when all is well.

    No released version changed or went missing, each renders, its schema exists and its own examples fit that schema,
    and the version in use of each task is a released one.
    """
    wrong: list[str] = []
    digests: dict[str, str] = {}
    for task in tasks():
        for version in versions(task):
            try:
                prompt = load(f"{task}@{version}")
                digests[prompt.id] = prompt.digest
                prompt.render(**dict.fromkeys(VARIABLES[task], ""))
                for example in examples(prompt):
                    wrong += [f"prompt {prompt.id}: an example: {e}" for e in schemas.errors(example, prompt.schema)]
            except (AssetError, InputError) as error:
                wrong.append(str(error))
    released = locked()
    for prompt_id, digest in released.items():
        if prompt_id not in digests:
            wrong.append(f"prompt {prompt_id} was released and is missing: restore it")
        elif digests[prompt_id] != digest:
            wrong.append(f"prompt {prompt_id} was released and has changed: restore it, make a new version")
    in_use = current()
    for task in tasks():
        if f"{task}@{in_use.get(task)}" not in released:
            wrong.append(f"prompts/current.toml: '{task}' must name a released version")
    return wrong
