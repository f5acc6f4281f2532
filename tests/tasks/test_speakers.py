"""Who speaks, and when nobody is named. All people are invented."""

from __future__ import annotations

import pytest

from summarise.tasks.speakers import speaker


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ('Opening the case, prosecutor Naomi Osei said Mr Lisle had been "trusted entirely".', "Naomi Osei"),
        ("Naomi Osei, opening the case, said Mr Lisle had lied.", "Naomi Osei"),
        ("Marek Dunne of the Bakers' Union said he wanted to wait.", "Marek Dunne"),
        ("Superintendent Olga Marr of Orrin Police said people were patient.", "Olga Marr"),
        ('Councillor Imogen Platt, who leads Vale Council, said: "We are glad."', "Imogen Platt"),
        ('Gregor Haines, managing director of Brightwell, added: "This is it."', "Gregor Haines"),
        ("Environment officer Dana Whitlock said the gate was open.", "Dana Whitlock"),
        ("The first witness, secretary Bridget Nance, said she had never seen one.", "Bridget Nance"),
        ('"He took it," Ms Osei told the jury.', "Ms Osei"),
        ('"This is it," said Gregor Haines, chief executive of Brightwell.', "Gregor Haines"),
        ('"He bought us a drink," said the team leader, Anwen Tuke, "so we are kind."', "Anwen Tuke"),
        ("Mr Lisle took the money, said Naomi Osei, prosecuting.", "Naomi Osei"),
        ("Mr Lisle, the treasurer, took it, Naomi Osei said.", "Naomi Osei"),
        ("Under cross-examination, Ms Nance agreed that two others could sign.", "Ms Nance"),
        ("The gate was open, but Canon Ivo Strand, who has charge of it, said no.", "Ivo Strand"),
        ("According to Naomi Osei, he lied.", "Naomi Osei"),
        ('The Department for Schools said that it would "study the findings".', "The Department for Schools"),
        ("Brightwell Foods, the best-loved baker, today announced a bakery.", "Brightwell Foods"),
        ('After the fall of Tarn, Ota Brix said "no".', "Ota Brix"),
        ('The leader of the Alliance, Ota Brix, said "no".', "Ota Brix"),
        ("Mr Lisle said Ms Osei had called him a thief.", "Mr Lisle"),
    ],
)
def test_the_subject_of_the_verb_of_speech_speaks(text, who):
    assert speaker(text) == who


@pytest.mark.parametrize(
    "text",
    [
        '"It is what it is" stood on the wall.',
        "The board told Otto Brenn to leave.",
        "Howard Lisle, 61, of Quay Street, Penmarrow, denies 14 counts of fraud.",
        "Gwen Sartis, 67, of Orchard Row, admitted fraud.",
        "Mr Lisle's lawyer said he was ill.",
        "Lawyers for Mr Lisle said he was ill.",
        "A friend of Mr Lisle said he was honest.",
        "Witnesses who saw Mr Lisle said he ran.",
        "The jury heard that Mr Lisle said he was sorry.",
        "When Mr Lisle said he was sorry, nobody moved.",
        "Mr Lisle is said to have told police that he had paid.",
        "Mr Lisle stole the money, the jury was told.",
        "Mr Lisle denied that he took it but Ms Osei said he had.",
        "Ana Rowe and Jonas Weir said no.",
        "A spokesperson for the Harbour Ministry said so.",
    ],
)
def test_nobody_is_named_when_it_is_not_sure_who_speaks(text):
    assert speaker(text) is None


@pytest.mark.parametrize(
    ("before", "text", "who"),
    [
        ("Defending, Callum Reyes said his client was careless.", '"It is no crime," he said.', "Callum Reyes"),
        ("Mr Lisle is said to have paid.", "He said that he had no receipts.", "Mr Lisle"),
        ("Ms Osei met Mr Lisle.", "She said it was a shame.", None),
        ("Mr Lisle left.", "She said it was a shame.", None),
        ("The wall fell.", "She said it was a shame.", None),
        ("", "She said it was a shame.", None),
    ],
)
def test_he_and_she_are_the_only_person_of_the_sentence_before_or_nobody(before, text, who):
    assert speaker(text, before) == who
