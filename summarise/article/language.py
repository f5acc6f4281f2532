"""Which language a text is in, by its script and its commonest small words."""

from __future__ import annotations

import re
from collections import Counter

from summarise.errors import InputError

_SAMPLE = 20_000  # characters; a language shows in a page or two
_LEAST = 3  # function words, and their lead over the second language, before a name is given

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("am", re.compile(r"[\u1200-\u137f]")),
    ("arabic", re.compile(r"[\u0600-\u06ff]")),
    ("cyrillic", re.compile(r"[\u0400-\u04ff]")),
)
_ANY_SCRIPT = re.compile("[{}]".format("".join(script.pattern[1:-1] for _, script in _SCRIPTS)))
_FUNCTION_WORDS = {
    "en": "the of and to in that is was for on with as by at from it he his are be has had have this which not were",
    "de": "der die das und ist nicht von zu den mit sich des auf für ein eine dem im auch werden wird bei sind nach",
    "fr": "le la les des et est une du dans que qui pour pas sur au il elle par plus avec ce sont aux cette ont",
    "es": "el la los las de y en que un una por con del se para su al lo como más pero fue este ha sus",
    "it": "il di che è e la per un una del della non con si da sono nel alla dei le gli più anche ha",
    "pt": "o a os as de e do da em um uma que não para com por no na dos das ao foi mais à são",
    "nl": "de het een en van is dat op te in voor met zijn niet aan er door ook naar werd bij hij om",
    "sv": "och att det som en på är av för med den till inte har om ett var de i han från",
    "da": "og det at en den til er som på de med af for ikke der var et har han i fra blev",
    "no": "og det at en på som er til med for av ikke den de har et var i han fra ble også",
    "fi": "ja on ei se että oli mutta hän myös ovat joka kun niin kuin mukaan vuoden sekä ole",
    "pl": "i w na z się nie do że to jest o po jak przez od za dla oraz są został który",
    "cs": "a v na se je že s z do o i za podle pro byl které jsem jako který také však",
    "ro": "și de la în cu pe că nu din a care un o pentru este au mai sunt fost fi după",
    "hu": "a az és hogy nem is egy van meg ez volt de azt csak mint szerint már lehet",
    "tr": "ve bir bu da de için ile olarak çok daha gibi olan en kadar sonra değil ise oldu",
    "id": "yang dan di dengan untuk dari itu ini pada tidak dalam akan ke adalah oleh juga telah",
    "vi": "của và là có được các cho trong không một đã với những người này khi từ",
    "ru": "и в не на что с по это как он из за от для его но к было был также",
    "uk": "і в не на що з до та це як він від за для його але є було також про",
    "bg": "и на да от за се в не са със като че по това към беше е ще си",
    "sr": "и у је да се на за од са не су који као то из што али био",
    "ar": "في من على أن إلى التي عن مع هذا هذه الذي كان ما بعد لا قال بين",
    "fa": "در و به از که این با را برای است آن یک تا می کرد بر شد های",
    "ur": "کے میں کی ہے اور سے کا کو اس نے پر کہ ہیں یہ بھی تھا گیا",
}
_WORDS = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
_FAMILIES = {"arabic": ("ar", "fa", "ur"), "cyrillic": ("ru", "uk", "bg", "sr")}
_LATIN = tuple(code for code in _WORDS if code not in {c for family in _FAMILIES.values() for c in family})
_SPEAKERS = {
    word: tuple(code for code, words in _WORDS.items() if word in words) for word in frozenset().union(*_WORDS.values())
}
_WORD = re.compile(r"[^\W\d_]+")
_TWO_LETTERS = frozenset(  # ISO 639-1
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo "
    "es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka "
    "kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng "
    "nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su "
    "sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split()
)
_THREE_LETTERS = re.compile(r"[a-z]{3}")  # there are 7,000
_LONGER = (  # ISO 639-2, for the languages that are told apart here
    "eng en deu de ger de fra fr fre fr spa es ita it por pt nld nl dut nl swe sv dan da nor no fin fi pol pl ces cs "
    "cze cs ron ro rum ro hun hu tur tr ind id vie vi rus ru ukr uk bul bg srp sr ara ar fas fa per fa urd ur zho zh "
    "chi zh jpn ja kor ko ell el gre el heb he tha th hin hi ben bn tam ta kat ka geo ka hye hy arm hy amh am"
).split()
_SHORTER = dict(zip(_LONGER[::2], _LONGER[1::2], strict=True))


def known(code: str) -> str:
    """Return the language of a code ("en", "pt-BR", "eng", "und") as short as it can be, or "" when it is none."""
    language = code.replace("_", "-").partition("-")[0].strip().lower()
    language = _SHORTER.get(language, language)
    return language if language in _TWO_LETTERS or _THREE_LETTERS.fullmatch(language) else ""


def checked(code: str | None) -> str | None:
    """Return a code as it is. Raises InputError when it names no language."""
    if code and not known(code):
        raise InputError(f"'{code[:20]}' is no language: give a code of two or three letters, such as en or fr")
    return code


def detect(text: str) -> str:
    """Return the two-letter code of the language most of the text is in, or "und" when it does not show.

    A script of its own names the language; Latin, Cyrillic and Arabic letters need function words to tell.
    """
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample)) if _ANY_SCRIPT.search(sample) else 0
    for code, script in _SCRIPTS if letters else ():
        share = len(script.findall(sample)) * (5 if code == "ja" else 2)  # kana stand among many Chinese characters
        if share > letters:
            return _by_words(sample, _FAMILIES[code]) if code in _FAMILIES else code
    return _by_words(sample, _LATIN)


def _by_words(sample: str, languages: tuple[str, ...]) -> str:
    words = Counter(_WORD.findall(sample.casefold()))
    found: Counter[str] = Counter()
    for word in words.keys() & _SPEAKERS.keys():
        for code in _SPEAKERS[word]:
            found[code] += words[word]
    (best, code), (second, _) = sorted(((found[code], code) for code in languages), reverse=True)[:2]
    return code if best >= _LEAST and best - second >= max(1, best // 20) else "und"
