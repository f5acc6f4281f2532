from __future__ import annotations

import pytest

from summarise.tasks.worth import weigh


@pytest.mark.parametrize(
    ("text", "band", "kind"),
    [
        ("Councillor Ines Varga approved a contract of 6.4 million crowns in March 2026.", "high", "figure"),
        ("The Orrin Water Board closed the Feld reservoir on 3 June 2026.", "high", "event"),
        ("The union said the bakery had broken its promise.", "low", "statement"),
        ("Prices will rise next year.", "low", "prediction"),
        ("I think it is a wonderful hall.", "low", "opinion"),
    ],
)
def test_what_is_specific_and_on_record_is_worth_more_than_what_is_thought_or_expected(text, band, kind):
    worth = weigh(text)
    assert (worth.band, worth.kind) == (band, kind)


def test_reasons_name_the_figures_and_the_date():
    assert weigh("It cost 84,000 crowns on 1 April 2026.").reasons[:2] == (
        "figure (84,000 crowns)",
        "date (1 April 2026)",
    )


def test_an_age_is_no_figure_to_check():
    assert weigh("Rosa Achter, 71, buys herring.").kind != "figure"


def test_a_figure_is_worth_more_than_the_same_statement_without_it():
    assert weigh("The hall cost 84,000 crowns.").score > weigh("The hall cost a lot of money.").score


def test_at_least_two_compares_nothing_and_could_sign_is_told_of_the_past():
    text = "Under cross-examination Ms Nance agreed that at least two others could sign cheques."
    assert weigh(text).reasons == ("an act on record",)
    assert "a comparison" in weigh("It is the least that they have paid.").reasons
    assert "about the future" in weigh("The wall could fall this winter.").reasons


def test_the_first_witness_is_no_comparison_and_the_first_bridge_is():
    assert "a comparison" not in weigh("The first witness was heard.").reasons
    assert "a comparison" in weigh("It was the first bridge of its kind.").reasons


def test_a_telephone_number_is_no_figure_to_check():
    assert weigh("Call the desk on 01632 960 114 or +44 1632 960 114.").kind != "figure"
