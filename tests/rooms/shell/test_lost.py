"""Pages of breakdown: drawn without the request, yet in the visitor's language."""

import pytest
from django.utils import translation
from django.views import defaults


@pytest.mark.parametrize(("language", "words", "home"), [("fr", "cassé chez nous", "/"), ("en", "broke", "/en/")])
def test_a_breakdown_is_told_in_the_language_of_the_page(rf, language, words, home):
    with translation.override(language):
        text = defaults.server_error(rf.get("/")).content.decode()
        assert defaults.bad_request(rf.get("/"), ValueError()).status_code == 400
    assert f'<html lang="{language}">' in text
    assert words in text
    assert f'href="{home}"' in text
