"""Telephone numbers, made comparable."""

import pytest

from belvedere.contacts.validators import normal_phone


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
