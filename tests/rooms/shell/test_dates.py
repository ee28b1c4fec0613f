from datetime import date

from django.utils import formats, translation


def test_the_first_of_a_month_bears_its_sign_in_french_alone():
    with translation.override("fr"):
        assert formats.date_format(date(2026, 5, 1), "l j F Y") == "vendredi 1er mai 2026"
        assert formats.date_format(date(2026, 5, 11), "j F") == "11 mai"
        assert formats.date_format(date(2026, 5, 1), "d/m/Y") == "01/05/2026"
    with translation.override("en"):
        assert formats.date_format(date(2026, 5, 1), "j F") == "1 May"
