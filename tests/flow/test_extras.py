"""What is said where an extra is not installed."""

from __future__ import annotations

import sys

import pytest
from sample_reports import report

from summarise.cli import main
from summarise.errors import InputError
from summarise.formats import FORMATS, Page


def test_the_language_server_names_its_extra(monkeypatch, capsys):
    monkeypatch.delitem(sys.modules, "summarise.cli.language_server", raising=False)
    for name in ("pygls", "pygls.lsp", "pygls.lsp.server", "lsprotocol"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(SystemExit) as left:
        main(["lsp"])
    assert left.value.code == 2
    assert capsys.readouterr().err == "summarise: the language server needs an extra: pip install 'summarise[lsp]'\n"


def test_a_word_document_names_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(InputError, match=r"pip install 'summarise\[documents\]'"):
        list(FORMATS["docx"]([report()], Page()))
