"""A server on a real socket that speaks Files and Batches as OpenAI's API reference describes them.

A batch answers when it is looked at, each of its requests by ``answer(body)`` (a step of tests/server.py). ``fate``
says what becomes of a request by its body: "answer", "expire", or an HTTP status for its line in the error file.
``stuck`` batches stay in progress; ``after`` is a status that the next batches end with. Results are shuffled.
"""

from __future__ import annotations

import json
import random
import re
import threading
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from batch.answers import desk


class BatchApi:
    """The server; a context manager."""

    def __init__(self) -> None:
        self.answer: Any = desk
        self.fate: Any = lambda _body: "answer"
        self.stuck = False
        self.after = "completed"
        self.problem = ""
        self.files: dict[str, bytes] = {}
        self.deleted: list[str] = []
        self.batches: dict[str, dict[str, Any]] = {}
        self.answered: list[dict[str, Any]] = []
        self.drop_create = 0
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.reply(*api.get(self.path))

            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["content-length"]))
                self.reply(*api.post(self.path, content, self.headers["content-type"] or ""))

            def do_DELETE(self) -> None:
                self.reply(*api.delete(self.path.rpartition("/")[2]))

            def reply(self, status: int, body: Any) -> None:
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def get(self, path: str) -> tuple[int, Any]:
        if match := re.fullmatch(r"/v1/files/([\w-]+)/content", path):
            found = self.files.get(match[1])
            return (200, found) if found is not None else missing(match[1])
        if match := re.fullmatch(r"/v1/batches/([\w-]+)", path):
            batch = self.batches.get(match[1])
            if batch is None:
                return missing(match[1])
            if batch["status"] == "validating" and not self.stuck:
                self._end(batch, self.after)
            elif batch["status"] == "cancelling":
                self._end(batch, "cancelled")
            return 200, batch
        if path.startswith("/v1/batches?"):
            return 200, {"object": "list", "data": list(self.batches.values())[::-1], "has_more": False}
        return missing(path)

    def post(self, path: str, content: bytes, kind: str) -> tuple[int, Any]:
        if path == "/v1/files":
            parts = BytesParser(policy=HTTP).parsebytes(b"content-type: " + kind.encode() + b"\r\n\r\n" + content)
            named = {part.get_param("name", header="content-disposition"): part for part in parts.iter_parts()}
            assert named["purpose"].get_content().strip() == "batch"
            name = self._store(named["file"].get_payload(decode=True))
            return 200, {"id": name, "object": "file", "purpose": "batch", "bytes": 1, "created_at": 1, "filename": "x"}
        if match := re.fullmatch(r"/v1/batches/([\w-]+)/cancel", path):
            self.batches[match[1]]["status"] = "cancelling"
            return 200, self.batches[match[1]]
        body = json.loads(content)
        assert body["endpoint"] == "/v1/chat/completions"
        assert body["completion_window"] == "24h"
        batch = {
            "id": f"batch_{len(self.batches) + 1}",
            "object": "batch",
            "endpoint": body["endpoint"],
            "input_file_id": body["input_file_id"],
            "completion_window": "24h",
            "status": "validating",
            "output_file_id": None,
            "error_file_id": None,
            "errors": None,
            "metadata": body.get("metadata"),
            "request_counts": {"total": 0, "completed": 0, "failed": 0},
            "created_at": 1,
        }
        self.batches[batch["id"]] = batch
        if self.drop_create:  # it exists, and the one who made it never hears of it
            self.drop_create -= 1
            return 400, {"error": {"message": "lost", "type": "x", "param": None, "code": None}}
        return 200, batch

    def delete(self, name: str) -> tuple[int, Any]:
        if self.files.pop(name, None) is None:
            return missing(name)
        self.deleted.append(name)
        return 200, {"id": name, "object": "file", "deleted": True}

    def requests(self) -> list[dict[str, Any]]:
        """Return the bodies that have been answered, each as often as it was."""
        return self.answered

    def _store(self, data: bytes) -> str:
        name = f"file-{len(self.files) + len(self.deleted) + 1}"
        self.files[name] = data
        return name

    def _end(self, batch: dict[str, Any], status: str) -> None:
        batch["status"] = status
        if status == "failed":
            batch["errors"] = {"object": "list", "data": [{"code": self.problem, "message": "no", "line": None}]}
            return
        good, bad = [], []
        lines = [json.loads(line) for line in self.files[batch["input_file_id"]].splitlines()]
        random.Random(1).shuffle(lines)  # noqa: S311  any order will do
        for number, line in enumerate(lines):
            assert line["method"] == "POST"
            assert line["url"] == "/v1/chat/completions"
            fate = self.fate(line["body"])
            if status in {"expired", "cancelled"} and number % 2:
                fate = "expire"
            result = {"id": f"batch_req_{number}", "custom_id": line["custom_id"], "response": None, "error": None}
            if fate == "answer":
                self.answered.append(line["body"])
                body = json.loads(self.answer(line["body"]).body)
                good.append({**result, "response": {"status_code": 200, "request_id": "r", "body": body}})
            elif fate == "expire":
                bad.append({**result, "error": {"code": f"batch_{status}", "message": "not executed in time"}})
            else:
                error = {
                    "error": {"message": "Unsupported 'response_format'" if fate == 400 else "broke", "code": None}
                }
                bad.append({**result, "response": {"status_code": fate, "request_id": "r", "body": error}})
        batch["request_counts"] = {"total": len(lines), "completed": len(good), "failed": len(bad)}
        for name, results in (("output_file_id", good), ("error_file_id", bad)):
            if results:
                batch[name] = self._store("".join(json.dumps(r) + "\n" for r in results).encode())


def missing(what: str) -> tuple[int, Any]:
    return 404, {"error": {"message": f"No such thing: {what}", "type": "invalid_request_error", "code": None}}
