from __future__ import annotations

import gzip
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.models import tokens as module
from summarise.models.tokens import estimate, tokens

TEXTS = {
    "English": "The council of Brackley voted on Monday to close the old bridge for nine months.",
    "German": "Der Gemeinderat stimmte am Montag dafür, die alte Brücke für neun Monate zu schließen.",
    "Czech": "Zastupitelstvo v pondělí odhlasovalo uzavření starého mostu na devět měsíců.",
    "Russian": "Городской совет в понедельник проголосовал за закрытие старого моста на девять месяцев.",
    "Arabic": "صوت مجلس المدينة يوم الاثنين على إغلاق الجسر القديم لمدة تسعة أشهر.",
    "Chinese": "市议会周一投票决定将旧桥关闭九个月。",
    "Korean": "시의회는 월요일에 오래된 다리를 아홉 달 동안 폐쇄하기로 의결했다.",
    "Hindi": "नगर परिषद ने सोमवार को पुराने पुल को नौ महीने के लिए बंद करने के पक्ष में मतदान किया।",
    "Amharic": "የከተማው ምክር ቤት ሰኞ ዕለት አሮጌውን ድልድይ ለዘጠኝ ወራት ለመዝጋት ድምፅ ሰጠ።",
    "JSON": '{"headlines": [{"text": "Council closes bridge", "evidence": ["s2", "s3"]}], "standfirst": null}',
    "figures": "2024 12 2,415,300 17.5% 1998-2003 4711 0815",
}
counted = pytest.mark.skipif(module._packed("o200k_base") is None, reason="the 'local' extra is not installed")


@counted
@pytest.mark.parametrize("language", TEXTS)
def test_the_estimate_holds_what_is_counted(language):
    guess = estimate(TEXTS[language])
    for model in ("gpt-6-luna", "gpt-4-turbo"):
        number = tokens(TEXTS[language], model)
        assert number.exact
        assert guess.low <= number.likely <= guess.high
    assert 0.6 < guess.likely / tokens(TEXTS[language], "gpt-6-luna").likely < 1.6


@counted
def test_a_known_text_has_its_known_number_of_tokens():
    assert tokens("hello world", "gpt-6-luna").likely == 2
    assert tokens("hello <|endoftext|>", "gpt-4").likely > 2


@counted
@pytest.mark.parametrize(
    ("model", "encoding"),
    [
        ("gpt-6-luna", "o200k_base"),
        ("gpt-4o", "o200k_base"),
        ("gpt-4.1", "o200k_base"),
        ("o3", "o200k_base"),
        ("openai/gpt-oss-20b", "o200k_base"),
        ("gpt-4", "cl100k_base"),
        ("gpt-3.5-turbo", "cl100k_base"),
    ],
)
def test_each_family_has_its_encoding(model, encoding, monkeypatch):
    asked = []
    monkeypatch.setattr(module, "_encoding", asked.append)
    tokens("x", model)
    assert asked == [encoding]


@counted
def test_counting_leaves_the_environment_as_it_was(monkeypatch):
    module._encoding.cache_clear()
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "/somewhere")
    tokens("x", "gpt-6-luna")
    assert os.environ["TIKTOKEN_CACHE_DIR"] == "/somewhere"
    module._encoding.cache_clear()
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR")
    tokens("x", "gpt-6-luna")
    assert "TIKTOKEN_CACHE_DIR" not in os.environ


def test_a_model_of_another_family_is_estimated():
    number = tokens(TEXTS["English"], "qwen2.5:7b")
    assert number == estimate(TEXTS["English"])
    assert not number.exact


@pytest.mark.parametrize("missing", ["package", "ranks"])
def test_without_the_right_ranks_it_is_estimated_and_nothing_is_fetched(monkeypatch, tmp_path, missing):

    packed = tmp_path / "o200k_base.tiktoken.gz"
    packed.write_bytes(gzip.compress(b"IQ== 0\n"))
    monkeypatch.setattr(module, "_packed", lambda _: None if missing == "package" else packed)
    module._encoding.cache_clear()
    try:
        assert tokens(TEXTS["English"], "gpt-6-luna") == estimate(TEXTS["English"])
    finally:
        module._encoding.cache_clear()


@given(st.text(alphabet=st.characters()))
def test_an_estimate_is_a_range_within_the_bytes_of_any_text(text):
    guess = estimate(text)
    assert 0 <= guess.low <= guess.likely <= guess.high <= len(text.encode("utf-8", "replace"))
    assert (guess.low > 0) == bool(text)


@counted
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_what_is_counted_is_never_more_than_the_bytes(text):
    assert tokens(text, "gpt-6-luna").likely <= len(text.encode())


@counted
def test_a_huge_text_without_spaces_is_counted_in_time():
    assert tokens("ab" * 1_000_000, "gpt-6-luna").likely > 100_000
