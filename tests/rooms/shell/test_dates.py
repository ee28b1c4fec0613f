from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, translation


def test_the_first_of_a_month_bears_its_sign_in_french_alone():
    with translation.override("fr"):
        assert formats.date_format(date(2026, 5, 1), "l j F Y") == "vendredi 1er mai 2026"
        assert formats.date_format(date(2026, 5, 11), "j F") == "11 mai"
        assert formats.date_format(date(2026, 5, 1), "d/m/Y") == "01/05/2026"
    with translation.override("en"):
        assert formats.date_format(date(2026, 5, 1), "j F") == "1 May"


@pytest.mark.parametrize(
    ("language", "whole", "day", "month"),
    [
        ("de", "Freitag, 1. Mai 2026", "1. Mai", "Mai 2026"),
        ("nl", "vrijdag 1 mei 2026", "1 mei", "mei 2026"),
        ("es", "viernes 1 de mayo de 2026", "1 de mayo", "mayo de 2026"),
        ("it", "venerdì 1º maggio 2026", "1º maggio", "maggio 2026"),
    ],
)
def test_each_language_has_its_order_and_its_signs(language, whole, day, month):
    asked = ("l j F Y", "j F", "F Y")
    with translation.override(language):
        assert [formats.date_format(date(2026, 5, 1), one) for one in asked] == [whole, day, month]
        assert formats.date_format(date(2026, 5, 11), "DATE_FORMAT").count("11") == 1


@pytest.mark.parametrize("field", [forms.DateField(), forms.DateTimeField()])
def test_a_year_typed_in_haste_is_refused_in_every_form(field):
    assert field.clean("2026-02-28").year == 2026
    for day in ("0026-02-28", "9999-12-31"):
        with pytest.raises(ValidationError, match=f"L’année {day[:4]} n’est pas possible"):
            field.clean(day)
