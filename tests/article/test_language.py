from __future__ import annotations

import pytest

from summarise.article import parse
from summarise.article.language import detect
from summarise.errors import InputError


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The council of the town agreed to raise the wall, and work will begin in June."),
        (
            "de",
            "Der Rat der Stadt hat beschlossen, dass die Mauer vor dem Winter erhöht wird, und das ist nicht alles.",
        ),
        ("fr", "Le conseil de la ville a décidé que le mur sera plus haut avant les tempêtes de l'hiver."),
        ("es", "El consejo de la ciudad decidió que el muro se hará más alto antes de las tormentas del invierno."),
        ("it", "Il consiglio della città ha deciso che il muro sarà più alto prima delle tempeste, ma non è tutto."),
        (
            "pt",
            "O conselho da cidade decidiu que o muro não será mais alto antes das tempestades do inverno, em junho.",
        ),
        ("nl", "De raad van de stad heeft besloten dat het de muur voor de winter zal verhogen, en dat is niet alles."),
        ("sv", "Stadens råd har beslutat att muren ska bli högre före vintern, och det är inte allt som de vill ha."),
        (
            "pl",
            "Rada miasta zdecydowała, że mur nie będzie wyższy przed zimą, jak się mówi w mieście, i to jest wszystko.",
        ),
        (
            "tr",
            "Kent meclisi duvarın kıştan önce daha yüksek olması için bir karar aldı ve bu çok önemli, ama ne kadar.",
        ),
        ("ru", "Городской совет решил, что стена не будет выше до зимы, и это не все, как сказал он."),
        ("uk", "Міська рада вирішила, що стіна не буде вищою до зими, і це не все, як було сказано."),
        ("ar", "قرر مجلس المدينة أن يرفع الجدار قبل الشتاء في هذا العام من أجل الميناء"),
        ("fa", "شورای شهر تصمیم گرفت که دیوار را در این زمستان بلند کند و این برای بندر است"),
        ("zh", "市议会决定在冬天之前把港口的墙加高一米。"),
        ("ja", "市議会は冬の前に港の壁を高くすることを決めた。"),
        ("ko", "시의회는 겨울 전에 항구의 벽을 높이기로 결정했다."),
        ("hi", "नगर परिषद ने सर्दियों से पहले दीवार को ऊँचा करने का फैसला किया।"),
        ("el", "Το δημοτικό συμβούλιο αποφάσισε να υψώσει το τείχος πριν από τον χειμώνα."),
        ("he", "מועצת העיר החליטה להגביה את החומה לפני החורף."),
    ],
)
def test_a_sentence_or_two_show_their_language(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "12 34 56", "Larkford", "Weir, Rowe, Oduya", "???", "🙂🙂🙂"])
def test_what_shows_no_language_has_none(text: str) -> None:
    assert detect(text) == "und"


@pytest.mark.parametrize(
    ("code", "language"),
    [("en", "en"), ("pt-BR", "pt"), ("zh_Hans", "zh"), ("EN", "en"), ("gsw", "gsw"), ("und", "und"), ("eng", "en")],
)
def test_a_code_of_a_language_is_taken_as_short_as_it_can_be(code: str, language: str) -> None:
    assert parse("Weir, Rowe, Oduya", language=code).language == language


@pytest.mark.parametrize("code", ["english", "zz", "e", "12", "français"])
def test_what_is_no_language_is_an_error_that_says_what_to_give(code: str) -> None:
    with pytest.raises(InputError, match="is no language: give a code of two or three letters"):
        parse("Weir, Rowe, Oduya", language=code)


def test_a_language_that_a_file_declares_wrongly_is_found_in_its_text() -> None:
    story = "The council has said that the wall will be raised before the winter and that it is not for sale."
    assert parse(f"---\nlanguage: English\n---\n\n{story}\n", suffix=".md").language == "en"
    assert parse(f"---\nlanguage: de\n---\n\n{story}\n", suffix=".md").language == "de"
