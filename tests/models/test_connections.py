from __future__ import annotations

import socket
import threading
import time

import pytest
from server import fault, raw

from summarise.errors import BadEndpoint, ModelError, Unreachable
from summarise.models import faults
from summarise.models.base import Message, Request
from summarise.models.connections import Connections
from summarise.models.openai import OpenAIModel

TALK = Request((Message("user", "Hello"),))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def to():
    """Open connections to an address, closed at the end."""
    opened = []

    def open_to(url, **how):
        timeout = how.pop("timeout", 5.0)
        opened.append(Connections(faults.Place("m", url, timeout, "key-0123456789"), **how))
        return opened[-1]

    yield open_to
    for connections in opened:
        connections.stop()


@pytest.fixture
def speaks():
    """Serve one connection by hand: a function that is given the socket once it has been asked something."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve(speak):
            def once():
                with listening.accept()[0] as sock:
                    sock.recv(65_536)
                    speak(sock)

            threading.Thread(target=once, daemon=True).start()
            return f"http://127.0.0.1:{listening.getsockname()[1]}/v1"

        yield serve


def test_one_thread_keeps_one_connection(server, to):
    connections = to(server.url)
    for _ in range(3):
        assert connections.send("POST", "/chat/completions", {"model": "m"}).status == 200
    assert len(server._open) == 1


def test_a_connection_that_the_server_has_closed_meanwhile_is_not_used_again(server, to):
    connections = to(server.url)
    connections.send("GET", "/models")
    for writer in list(server._open):
        server._loop.call_soon_threadsafe(writer.close)
    time.sleep(0.1)
    answer = connections.send("GET", "/models")
    assert (answer.status, answer.attempts) == (200, 1)


def test_a_header_that_trickles_is_bounded_in_time(speaks, to):
    def trickle(sock):
        try:
            for _ in range(100):
                sock.sendall(b"H")
                time.sleep(0.05)
        except OSError:
            pass

    began = time.monotonic()
    with pytest.raises(Unreachable, match=r"within 0\.3 s"):
        to(speaks(trickle), timeout=0.3).send("GET", "/models")
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("length", ["content-length: 1000000000000000", "transfer-encoding: chunked"])
def test_a_length_that_is_not_true_is_not_believed(speaks, to, length):
    def lie(sock):
        sock.sendall(f"HTTP/1.1 200 OK\r\n{length}\r\n\r\nffffffffffff\r\n{{}}".encode())

    with pytest.raises(Unreachable, match="no connection"):
        to(speaks(lie)).send("GET", "/models")


def test_a_body_in_chunks_is_read_whole(speaks, to):
    def chunks(sock):
        sock.sendall(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n1\r\n \r\n0\r\n\r\n")

    assert to(speaks(chunks)).send("GET", "/models").content == b"{} "


def test_an_answer_that_sends_elsewhere_is_not_followed(server):
    server.default = raw("", 307, {"location": "http://elsewhere.example/v1"})
    model = OpenAIModel("m", base_url=server.url, retries=0)
    with pytest.raises(BadEndpoint, match=r"elsewhere\.example"):
        model.complete(TALK)
    model.close()
    assert len(server.bodies) == 1


def test_another_machine_is_asked_through_the_proxy_of_the_environment(server, to, monkeypatch):
    proxy = server.url.removesuffix("/v1").replace("//", "//reader:word@")
    monkeypatch.setenv("HTTP_PROXY", proxy)
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    to("http://models.example:8000/v1").send("GET", "/models")
    with pytest.raises(Unreachable):
        to("https://models.example/v1").send("GET", "/models")
    plain, tunnel = server.requests
    assert plain.path == "http://models.example:8000/v1/models"
    assert (tunnel.method, tunnel.path) == ("CONNECT", "models.example:443")
    assert plain.headers["proxy-authorization"] == tunnel.headers["proxy-authorization"] == "Basic cmVhZGVyOndvcmQ="


def test_a_proxy_of_another_kind_is_named_in_one_line(to, monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    with pytest.raises(ModelError, match="no http:// address"):
        to("https://models.example/v1")


def test_what_the_environment_says_of_organisation_and_project_is_sent(server, to, monkeypatch):
    monkeypatch.setenv("OPENAI_ORG_ID", "org-desk")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "wire")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Team: news\nX-Floor: 3")
    to(server.url).send("GET", "/models")
    sent = server.requests[0].headers
    assert (sent["openai-organization"], sent["openai-project"]) == ("org-desk", "wire")
    assert (sent["x-team"], sent["x-floor"]) == ("news", "3")


def test_credentials_in_an_address_stand_in_for_the_key(server, to):
    to(server.url.replace("//", "//reader:hunter2@")).send("GET", "/models")
    assert server.requests[0].headers["authorization"] == "Basic cmVhZGVyOmh1bnRlcjI="


@pytest.mark.parametrize(
    ("step", "attempts"),
    [
        (fault(503, retry_after="0.01"), 3),
        (fault(503, retry_after="Wed, 21 Oct 2020 07:28:00 GMT", x_should_retry="false"), 1),
        (fault(429, retry_after="600"), 1),
        (fault(418, x_should_retry="true", retry_after_ms="1"), 3),
        (fault(400), 1),
    ],
)
def test_a_request_is_sent_again_as_the_server_wishes(server, to, step, attempts):
    server.default = step
    answer = to(server.url, retries=2).send("POST", "/chat/completions", {"model": "m"})
    assert (answer.status, answer.attempts, len(server.bodies)) == (step.status, attempts, attempts)
