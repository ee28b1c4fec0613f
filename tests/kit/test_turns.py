"""A turn belongs to one at a time, and comes back by itself."""

import pytest

from belvedere.kit import turns

pytestmark = pytest.mark.django_db


def test_a_turn_is_held_by_one_at_a_time_and_given_back(settings, tmp_path):
    settings.HOME = tmp_path
    with turns.turn_of("figures-1"):
        if turns.connection.vendor == "sqlite":
            with pytest.raises(turns.Busy), turns.turn_of("figures-1"):
                pytest.fail("two of them held it")
        with turns.turn_of("figures-2"):
            pass
    with turns.turn_of("figures-1"):
        pass
