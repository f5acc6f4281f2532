"""A small model on this machine: llama.cpp, as a server that only this process can reach."""

from __future__ import annotations

import atexit
import os
import secrets
import threading
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarise.errors import InputError, ModelError
from summarise.models.memory import make_sure
from summarise.models.openai import OpenAIModel
from summarise.models.weights import default_file, is_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarise.models.base import Reply, Request, Strategy

FILE_VARIABLE = "SUMMARISE_LOCAL_MODEL"
WINDOW = 8192  # tokens of prompt and answer together; memory is taken as it is used
TIMEOUT_S = 600.0
_ENDS = 1024 * 1024  # bytes of a file's head and tail that tell it from another


def model_file(named: Path | None = None) -> Path:
    """Return the file of the local model: the named one, else SUMMARISE_LOCAL_MODEL, else the pulled one."""
    return named or (Path(os.environ[FILE_VARIABLE]) if os.environ.get(FILE_VARIABLE) else default_file())


class LocalModel:
    """A GGUF file served by llama.cpp on a free port of 127.0.0.1, with a random key, from the first call until close.

    ``timeout`` is in seconds a call, ``window`` in tokens of prompt and answer together. Calls wait for each other: on
    few cores one at a time is fastest.
    Raises InputError when the file or the ``local`` extra is missing.
    """

    def __init__(self, file: Path | None = None, *, timeout: float = TIMEOUT_S, window: int = WINDOW) -> None:
        self.file = model_file(file)
        if not self.file.is_file():
            raise InputError(
                f"there is no local model at {self.file}: fetch it with 'summarise models pull', or name a GGUF file "
                f"with --model local:FILE or {FILE_VARIABLE}"
            )
        if self.file == default_file() and not is_whole(self.file):
            raise InputError(
                f"{self.file} is damaged (its SHA-256 is wrong): fetch it again with 'summarise models pull'"
            )
        self.name = f"local:{self.file.stem}"
        self.identity = f"local:{fingerprint(self.file)}"
        self.strategy: Strategy = "guided"
        self.window = window
        self._timeout = timeout
        self._lock = threading.Lock()
        self._server: Any = None
        self._client: OpenAIModel | None = None
        self._closed = False

    def complete(self, request: Request) -> Reply:
        """Answer one request. Raises a ModelError when there is no answer, an InputError when the file is no model."""
        with self._lock:
            return self._started().complete(request)

    def close(self) -> None:
        """End the call that is under way, then the server, and give its memory back; later calls are a ModelError."""
        self._closed = True
        client = self._client
        if client is not None:
            client.close()  # first: llama.cpp waits without end for a client that is still there
        with self._lock:
            self._server = None
        atexit.unregister(self.close)

    def _started(self) -> OpenAIModel:
        if self._closed:
            raise ModelError(f"the call to {self.name} was stopped")
        if self._client is None:
            key = secrets.token_urlsafe(32)
            self._server = _serve(self.file, key, self.window)
            atexit.register(self.close)
            self._client = OpenAIModel(
                "local",
                base_url=f"{self._server.listening_address}/v1",
                key=key,
                timeout=self._timeout,
                retries=0,
                strategy=self.strategy,
                name=self.name,
                identity=self.identity,
                free=True,
            )
        return self._client


def fingerprint(file: Path) -> str:
    """Return 16 hex digits that tell a model's file from another: sha256 of its size, its first and its last MiB."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        digest = sha256(size.to_bytes(8, "big") + stream.read(_ENDS))
        stream.seek(max(size - _ENDS, 0))
        digest.update(stream.read(_ENDS))
    return digest.hexdigest()[:16]


def _serve(file: Path, key: str, window: int) -> Any:
    params = _llama("CommonParams")()
    make_sure(file, window, _cores())  # once its library is loaded, which takes addresses too
    params.model.path = str(file)
    params.model_alias = {"local"}  # else the path of the file is told to every client
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [key]
    params.cors_origins = ""
    params.ui = params.endpoint_slots = params.endpoint_props = False
    params.n_ctx = window
    params.n_parallel = 1
    params.n_batch = params.n_ubatch = 128  # a call can only be stopped between two of these; 3 % more CPU than 512
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = _cores()
    params.cache_ram_mib = 128  # its own default is 8 GiB
    params.no_extra_bufts = True  # 600 MB less for 9 % of the speed
    params.warmup = False
    params.verbosity = 0
    server = _llama("Server")
    try:
        return _uninterrupted(lambda: server(params))
    except RuntimeError as error:
        raise InputError(f"llama.cpp cannot load {file}: it is no GGUF model, or memory is short") from error


def _uninterrupted(load: Callable[[], Any]) -> Any:
    """Load in a thread of its own, and let Ctrl-C wait the seconds that it takes: within it, llama.cpp hangs."""
    loaded: list[Any] = []
    failed: list[BaseException] = []
    done = threading.Event()

    def work() -> None:
        try:
            loaded.append(load())
        except BaseException as error:  # noqa: BLE001  it is raised where it is waited for
            failed.append(error)
        finally:
            done.set()

    threading.Thread(target=work, daemon=True).start()
    try:
        done.wait()
    except KeyboardInterrupt:
        done.wait()
        loaded.clear()
        raise
    if failed:
        raise failed[0]
    return loaded.pop()


def _llama(name: str) -> Callable[..., Any]:
    if "OMP_WAIT_POLICY" not in os.environ:
        # Its threads wait for each other by spinning; on a busy machine that made a call ten times as slow.
        os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    try:
        import xllamacpp  # noqa: PLC0415  an optional package
    except ImportError as error:
        raise InputError("the local model needs an extra: pip install 'summarise[local]'") from error
    found: Callable[..., Any] = getattr(xllamacpp, name)
    return found


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
