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
