"""Addresses on the web: only https, only public ones, bounded, as robots.txt allows. No test leaves this machine."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from summarise.article import fetch as web
from summarise.article import read, read_all, room
from summarise.errors import InputError

STORY = (
    "<html lang='en'><head><title>Boat sails</title></head><body><article><h1>Boat sails</h1>"
    + "<p>The boat to Orrin sails at noon on Monday, the harbour board of Larkford said in a letter to all.</p>" * 1
    + "<p>It is full, and the next one is late, so that many people will have to wait until the evening.</p>"
    "</article></body></html>"
)


class Site:
    """A web server on this machine: ``pages`` maps a path to (status, headers, body)."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        self.drip = False
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                status, headers, body = site.pages.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                for start in range(0, len(body), 1 if site.drip else 1 << 20):
                    try:
                        self.wfile.write(body[start : start + (1 if site.drip else 1 << 20)])
                    except OSError:
                        return
                    if site.drip:
                        time.sleep(0.05)

            def log_message(self, *_args: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def add(self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> str:
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = (200, {"Content-Type": kind, **headers}, data)
        return self.url(path)

    def move(self, path: str, to: str) -> str:
        self.pages[path] = (302, {"Location": to}, b"")
        return self.url(path)

    def url(self, path: str) -> str:
        return f"https://courier.example:{self.port}{path}"


@pytest.fixture
def site(monkeypatch):
    """A site that looks public and speaks without encryption; all else stays as it is."""
    public = web._public

    def checked(addresses, url):
        return addresses[0] if "courier.example" in url else public(addresses, url)

    def looked_up(name, *_rest):
        return ["127.0.0.1"] if name == "courier.example" else [name]

    monkeypatch.setattr(web, "_public", checked)
    monkeypatch.setattr(web, "_looked_up", looked_up)
    monkeypatch.setattr(web, "_secured", lambda sock, _name: sock)
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_a_page_is_read_with_its_address_as_the_source(site):
    url = site.add("/boat", STORY)
    article = read(url, fetch=True)
    assert (article.source, article.title, article.places) == (url, "Boat sails", "paragraph")
    assert article.sentences[1].text.startswith("The boat to Orrin sails at noon")


def test_nothing_is_fetched_unless_asked_for(site):
    with pytest.raises(InputError, match="with --fetch it is read"):
        read(site.add("/boat", STORY))
    assert site.asked == []


def test_the_type_of_the_answer_picks_the_reader(site):
    feed = "<rss><channel><item><title>One</title></item><item><title>Two</title></item></channel></rss>"
    assert [a.title for a in read_all(site.add("/news", feed, "application/rss+xml"), fetch=True)] == ["One", "Two"]
    assert read(site.add("/plain", b"Caf\xe9 shut.", "text/plain; charset=latin-1"), fetch=True).text == "Café shut."
    with pytest.raises(InputError, match="of the type image/png"):
        read(site.add("/gull", b"x", "image/png"), fetch=True)


def test_a_redirect_is_followed_and_one_that_leads_inside_is_refused(site):
    site.add("/boat", STORY)
    assert read(site.move("/old", "/boat"), fetch=True).title == "Boat sails"
    for inside in (
        "https://127.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.7/",
        "https://[::1]/",
    ):
        with pytest.raises(InputError, match="is no public address"):
            read(site.move("/in", inside), fetch=True)
    with pytest.raises(InputError, match="only addresses that begin with https"):
        read(site.move("/down", "http://courier.example/"), fetch=True)
    with pytest.raises(InputError, match="redirects more than 5 times"):
        read(site.move("/round", "/round"), fetch=True)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::a00:1", "2002:a00:1::1",
    ],
)  # fmt: skip
def test_no_address_inside_a_network_is_connected_to(address):
    with pytest.raises(InputError, match="is no public address"):
        web._public([address], "https://courier.example/")
    with pytest.raises(InputError, match="is no public address"):
        web._public(["93.184.215.14", address], "https://courier.example/")


def test_a_public_address_is_taken():
    assert web._public(["93.184.215.14"], "https://courier.example/") == "93.184.215.14"
    assert web._public(["2606:2800:21f:cb07:6820:80da:af6b:8b2c"], "https://courier.example/")


def test_what_robots_txt_forbids_is_not_read(site):
    site.add("/robots.txt", "User-agent: *\nDisallow: /inner/\n", "text/plain")
    assert read(site.add("/outer/boat", STORY), fetch=True).title
    with pytest.raises(InputError, match="asks programs not to"):
        read(site.add("/inner/boat", STORY), fetch=True)
    assert "/inner/boat" not in site.asked
    site.pages["/robots.txt"] = (503, {}, b"")
    with pytest.raises(InputError, match="answers 503"):
        read(site.url("/outer/boat"), fetch=True)


def test_size_and_time_are_bounded(site, monkeypatch):
    with pytest.raises(InputError, match="larger than 400 bytes"):
        read(site.add("/long", "boat " * 100, "text/plain"), fetch=True, max_bytes=400)
    url = site.add("/slow", "boat " * 500, "text/plain")
    site.drip = True
    monkeypatch.setattr(web, "SECONDS", 0.5)
    begun = time.monotonic()
    with pytest.raises(InputError, match="does not answer within"):
        read(url, fetch=True)
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    "url",
    ["http://courier.example/", "https://", "https://user:word@courier.example/", "https://courier.example:port/",
     "https://" + "a" * 70 + ".example/", "https://[::1/"],
)  # fmt: skip
def test_an_unusable_address_is_one_clear_error(url):
    with pytest.raises(InputError):
        read(url, fetch=True)


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes the certificate")
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path, monkeypatch):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=courier.example",
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    monkeypatch.setattr(web, "_looked_up", lambda *_: ["127.0.0.1"])
    monkeypatch.setattr(web, "_public", lambda addresses, _url: addresses[0])
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def serve() -> None:
            taken, _ = server.accept()
            with taken, suppress(OSError):
                context.wrap_socket(taken, server_side=True).close()

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(InputError, match="certificate"):
            read(f"https://courier.example:{server.getsockname()[1]}/boat", fetch=True)
        thread.join()


def test_an_error_of_the_server_is_told(site):
    with pytest.raises(InputError, match="answers 404 Not Found"):
        read(site.url("/gone"), fetch=True)


def test_a_document_may_weigh_more_than_a_text():
    assert (room(".txt", 100), room(".pdf", 100)) == (100, 2000)
