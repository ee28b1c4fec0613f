import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from belvedere.people.validators import clean_siret


@pytest.mark.parametrize("value", ["732 829 320 00074", "73282932000074", "35600000000048", "356 000 000 49837"])
def test_good_numbers_pass_without_their_spaces(value):
    assert clean_siret(value) == value.replace(" ", "")


@pytest.mark.parametrize("value", ["73282932000075", "732829320", "7328293200007A", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤"])
def test_wrong_numbers_are_refused(value):
    with pytest.raises(ValidationError):
        clean_siret(value)


def test_empty_means_not_known():
    assert clean_siret("  ") == ""


@given(st.text(alphabet="0123456789", min_size=13, max_size=13).filter(lambda n: not n.startswith("356000000")))
def test_exactly_one_key_fits_a_number(number):
    fitting = []
    for key in "0123456789":
        try:
            fitting.append(clean_siret(number + key))
        except ValidationError:
            continue
    assert len(fitting) == 1
