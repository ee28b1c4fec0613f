"""Telephone numbers, made comparable; texts, counted as they are paid for."""

import pytest

from belvedere.contacts.validators import count_texts, normal_phone, odd_signs, telephone_text


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("06.12.34.56.78", "", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "FR", "+33612345678"),
        ("0033612345678", "BE", "+33612345678"),
        ("612345678", "FR", "+33612345678"),
        ("0692 12 34 56", "FR", "+262692123456"),
        ("0470 12 34 56", "BE", "+32470123456"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("312 345 6789", "IT", "+393123456789"),
        ("(212) 555-0123", "US", "+12125550123"),
    ],
)
def test_a_number_is_kept_in_one_form(typed: str, country: str, kept: str) -> None:
    assert normal_phone(typed, country) == kept


@pytest.mark.parametrize(
    "typed", ["", "12", "3117", "non", "+33 612 34", "06 12 34 56 78 poste 3", "+33 6 12 34 56 78 99"]
)
def test_what_cannot_be_dialled_is_no_number(typed: str) -> None:
    assert normal_phone(typed) == ""


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("é" * 306, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ê" * 70, 1),
        ("ê" * 71, 2),
        ("🎉" * 35, 1),
    ],
)
def test_texts_are_counted_as_they_are_paid_for(text, count):
    assert count_texts(text) == count


def test_good_typography_does_not_double_the_price_of_a_text():
    said = "L’été\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}fête\N{NO-BREAK SPACE}»…"
    assert telephone_text(said) == 'L\'été : "fête"...'
    assert odd_signs(telephone_text(said)) == "ê"
