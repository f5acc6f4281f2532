"""Figures, dates and units: what is read from a text, and what may stand for what."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.quantities import compare, days, find, same, stands_for


def one(text: str, language: str = "en"):
    (quantity,) = find(text, language)
    return quantity


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("1,187,345", "number", 1187345, ""),
        ("1.2 million", "number", 1.2e6, ""),
        ("twelve hundred", "number", 1200, ""),
        ("two hundred and fifty thousand", "number", 250_000, ""),
        ("two and a half million", "number", 2.5e6, ""),
        ("half a million", "number", 5e5, ""),
        ("twenty-five", "number", 25, ""),
        ("a dozen", "number", 12, ""),
        ("$5m", "money", 5e6, "$"),
        ("US$5.5 billion", "money", 5.5e9, "USD"),
        ("300,000 euros", "money", 3e5, "EUR"),
        ("30 pence", "money", 0.3, "GBP"),
        ("4.5%", "percent", 4.5, ""),
        ("10 per cent", "percent", 10, ""),
        ("0.5 percentage points", "points", 0.5, ""),
        ("25 basis points", "points", 0.25, ""),
        ("two-thirds", "fraction", 2 / 3, ""),
        ("one in five", "fraction", 0.2, ""),
        ("18-fold", "times", 18, ""),
        ("doubled", "times", 2, ""),
        ("60th", "ordinal", 60, ""),
        ("twenty-first", "ordinal", 21, ""),
        ("3 weeks", "duration", 21, "day"),
        ("14-year", "duration", 168, "month"),
        ("5 km", "measure", 5000, "metre"),
        ("-5 °C", "measure", -5, "°C"),
        ("5.30pm", "time", 1050, "minute"),
        ("1990s", "decade", 1990, ""),
    ],
)
def test_a_quantity_is_read(text, kind, value, unit):
    found = one(text)
    assert (found.kind, found.unit) == (kind, unit)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("May 18, 2015", (2015, 5, 18)),
        ("18 May 2015", (2015, 5, 18)),
        ("the 18th of May", (0, 5, 18)),
        ("Sept. 3", (0, 9, 3)),
        ("in May", (0, 5, 0)),
        ("May 2009", (2009, 5, 0)),
        ("2015-05-18", (2015, 5, 18)),
        ("18/05/2015", (2015, 5, 18)),
        ("in 2009", (2009, 0, 0)),
    ],
)
def test_a_date_is_read(text, date):
    assert one(text).date == date


@pytest.mark.parametrize("text", ["he may go", "a march past", "Covid-19", "an IE6 page", "open 24/7", "a 5G mast"])
def test_what_only_looks_like_a_quantity_is_not_one(text):
    assert find(text) == ()


@pytest.mark.parametrize(("text", "figures"), [("2. Two ferries", ["Two"]), ("(3) It rose.", []), ("12 boats", ["12"])])
def test_the_number_of_an_item_in_a_list_is_not_a_quantity(text, figures):
    assert [found.text for found in find(text)] == figures


def test_a_range_carries_both_ends_in_its_unit():
    found = one("27–49%")
    assert (found.kind, found.value, found.upto) == ("percent", 27, 49)
    assert (one("5-6 million").value, one("5-6 million").upto) == (5e6, 6e6)


def test_a_score_is_not_a_range():
    assert [(q.kind, q.value, q.upto) for q in find("won 1–2 away")] == [("score", 1, 2)]


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_groups_of_two_digits_are_one_number_in_every_language(language):
    (found,) = find("12,34,567 Rupien", language)
    assert (found.value, found.grain) == (1234567, 1)


def test_what_is_too_large_to_be_a_number_is_none():
    assert find("9" * 400 + "th") == find("9" * 5000 + "th") == ()
    assert find("9 " + "trillion " * 30) == find("nine " + "trillion " * 30) == ()


def test_a_comma_is_a_decimal_point_where_the_language_writes_it_so():
    assert one("1.234,5", "de").value == 1234.5
    assert one("12.000", "de").value == 12_000


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("about 1.2 million", "1,187,345"),
        ("1.2 million", "1,187,345"),
        ("more than 1,000", "1,187"),
        ("nearly 1,200", "1,187"),
        ("two weeks", "14 days"),
        ("14", "14 days"),
        ("a third of", "34%"),
        ("3 miles", "4.8 km"),
        ("May 2009", "8 May 2009"),
        ("1990s", "1994"),
        ("2–1 win", "1–2 defeat"),
        ("$5 million", "US$5m"),
        ("40%", "between 30 and 45 per cent"),
    ],
)
def test_one_may_stand_for_the_other(said, source):
    assert stands_for(find(said)[0], find(source)[0])
    assert same(find(source)[0], find(said)[0])


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("1.8 million", "1,187,345"),
        ("238", "251"),
        ("5%", "5 percentage points"),
        ("8 May 2009", "11 May 2009"),
        ("£5 million", "€5 million"),
        ("5 years", "5 months"),
        ("nearly 1,200", "1,300"),
        ("40%", "38%"),
        ("20", "18"),
    ],
)
def test_one_differs_from_the_other(said, source):
    assert compare(find(said)[0], find(source)[0]) == "differs"


def test_a_text_may_round_but_not_sharpen():
    assert not stands_for(one("1,187,345"), one("1.2 million"))


def test_a_price_and_a_weekday_are_not_compared():
    assert compare(one("$5"), one("Monday")) == "apart"


def test_weekdays_and_relative_dates_are_counted_from_the_anchor():
    anchor = datetime.date(2015, 5, 18)  # a Monday
    assert days(one("on Friday"), anchor) == (datetime.date(2015, 5, 15),) * 2
    assert days(one("next Friday"), anchor) == (datetime.date(2015, 5, 22),) * 2
    assert days(one("yesterday"), anchor) == (datetime.date(2015, 5, 17),) * 2
    assert days(one("last month"), anchor) == (datetime.date(2015, 4, 1), datetime.date(2015, 4, 30))
    assert same(one("yesterday"), one("17 May 2015"), anchor)
    assert compare(one("yesterday"), one("16 May 2015"), anchor) == "differs"


@given(st.text(max_size=200), st.sampled_from(["en", "de", "und", "ar"]))
def test_any_text_is_read_and_places_are_exact(text, language):
    found = find(text, language)
    assert all(text[q.start : q.end] == q.text for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


_words = st.sampled_from(
    "one two twenty hundred million and a half 3 1,200 2015 May 18 , - % to km $ first of Friday in per cent".split()
)


@given(st.lists(_words, max_size=14), st.lists(_words, max_size=14))
def test_any_two_quantities_can_be_compared(left, right):
    for a in find(" ".join(left)):
        assert same(a, a)
        for b in find(" ".join(right)):
            assert compare(a, b) == compare(b, a)


@pytest.mark.parametrize("name", ["A672", "M4", "B-17", "G7", "S4", "C14", "B4471"])
def test_the_number_of_a_road_or_a_form_is_no_figure(name):
    assert find(f"Kelby Road and the {name} remain closed.") == ()


@pytest.mark.parametrize(
    "rate", ["£40,000 a year", "9 million loaves a week", "10 per cent a year", "six people a day"]
)
def test_the_span_that_a_figure_is_for_is_a_rate_and_no_figure_of_its_own(rate):
    figure, span = find(rate)
    assert figure.kind != "duration"
    assert span.kind == "rate"


@pytest.mark.parametrize(
    "text", ["They waited for a year.", "He won 3 medals a year after the crash.", "£5 a year ago"]
)
def test_a_span_of_time_is_no_rate(text):
    assert find(text)[-1].kind == "duration"


def test_a_rate_for_another_span_differs():
    (_, yearly), (_, monthly) = find("£40,000 a year"), find("£40,000 a month")
    (within,) = find("within a year")
    assert compare(yearly, monthly) == "differs"
    assert compare(yearly, within) == "same"
