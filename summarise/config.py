"""`summarise.toml`: options and per-path rules, in the nearest such file from the working folder upward.

    model = "gpt-5.6-mini"          # any option, by its long name without the dashes
    fail-on = "warning"

    [[paths]]                       # rules that do not apply to some articles
    match = "drafts/**"             # relative to this file's folder
    ignore = ["R103"]               # or the beginning of codes: "R" is all of R1xx

Paths in it are seen from the file's own folder. An option given on the command line comes first, then the
environment (SUMMARISE_FAIL_ON), then this file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarise.errors import AssetError, nearest
from summarise.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

NAME = "summarise.toml"


@dataclass(frozen=True, slots=True)
class PathRule:
    """Codes, or their beginnings, that are not reported for the articles that a pattern matches.

    In a pattern ``*`` and ``?`` stay within one folder name and ``**`` crosses folders.
    """

    match: str
    ignore: tuple[str, ...]

    def covers(self, path: str) -> bool:
        """Whether the pattern matches a path with forward slashes, relative to the configuration's folder."""
        return re.fullmatch(_expression(self.match), path) is not None


@dataclass(frozen=True, slots=True)
class Config:
    """What a configuration file says; ``path`` is None when there is no such file."""

    path: Path | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    paths: tuple[PathRule, ...] = ()

    def silences(self, code: str, source: str) -> bool:
        """Say whether a per-path rule silences a code for an article from this path ("-" matches no rule)."""
        if self.path is None or source == "-":
            return False
        try:
            place = Path(source).resolve().relative_to(self.path.parent.resolve()).as_posix()
        except ValueError:
            return False
        return any(code.startswith(rule.ignore) and rule.covers(place) for rule in self.paths)


def find(start: Path) -> Path | None:
    """Return the nearest configuration file in this folder or one above it."""
    start = start.resolve()
    return next((path for folder in (start, *start.parents) if (path := folder / NAME).is_file()), None)


def load(path: Path, known: Collection[str]) -> Config:
    """Read a configuration file whose option keys must be among ``known``.

    Raises AssetError, naming the file and what to write instead, for anything it cannot use.
    """
    import tomllib  # noqa: PLC0415  only where there is a file to read

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AssetError(f"not valid TOML: {path}: {error}") from error
    except OSError as error:
        raise AssetError(f"cannot read the configuration: {path}: {error.strerror}") from error
    rules = data.pop("paths", [])
    for key, value in data.items():
        if key not in known:
            raise AssetError(f"unknown key '{key}': {path}: {nearest(key, known)}")
        if isinstance(value, dict):
            raise AssetError(f"'{key}' must be a value, not a table: {path}: write {key} = …")
    if not isinstance(rules, list):
        raise AssetError(f"'paths' must be a list of tables: {path}: begin each with [[paths]]")
    options = {key: _from(path.parent, key, value) for key, value in data.items()}
    return Config(path, options, tuple(_path_rule(rule, path) for rule in rules))


def _from(folder: Path, key: str, value: Any) -> Any:
    """Return an option's value with the paths in it seen from the configuration's folder."""
    if isinstance(value, list):
        return [_from(folder, key, item) for item in value]
    if not isinstance(value, str):
        return value
    kind, sign, rest = value.partition("=" if key == "prompt" else ":")
    if key in ("output", "record") or (key == "prompt" and (folder / value).is_file()):
        return str(folder / value)
    if sign and (key == "prompt" or (key == "model" and kind in ("local", "replay"))):
        return f"{kind}{sign}{folder / rest}"
    return value


def _path_rule(rule: object, path: Path) -> PathRule:
    if not isinstance(rule, dict) or set(rule) != {"match", "ignore"}:
        raise AssetError(f'a [[paths]] rule has two keys: {path}: write match = "…" and ignore = ["…"]')
    match, ignore = rule["match"], rule["ignore"]
    if not isinstance(match, str) or not match:
        raise AssetError(f"'match' of a [[paths]] rule must be a pattern: {path}: for example \"drafts/**\"")
    if not isinstance(ignore, list):
        raise AssetError(f"'ignore' of a [[paths]] rule must be a list of codes: {path}: for example [\"R103\"]")
    for code in ignore:
        if not code or not isinstance(code, str) or not any(known.startswith(code) for known in RULES):
            raise AssetError(f"no such rule '{code}': {path}: {nearest(str(code), RULES)}")
    return PathRule(match, tuple(ignore))


def _expression(pattern: str) -> str:
    parts = {"**/": r"(?:.*/)?", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}
    return "".join(parts.get(part) or re.escape(part) for part in re.findall(r"\*\*/|\*\*|[*?]|[^*?]+", pattern))
