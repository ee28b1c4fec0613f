"""A turn belongs to one at a time, and comes back by itself."""

import time
from concurrent.futures import ThreadPoolExecutor

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


def test_who_is_patient_gets_the_turn_when_it_is_given_back(settings, tmp_path):
    settings.HOME = tmp_path
    order = []

    def wait():
        try:
            with turns.turn_of("figures-3", patience=20):
                order.append("second")
        finally:
            turns.connection.close()

    with ThreadPoolExecutor(1) as pool:
        with turns.turn_of("figures-3"):
            waiting = pool.submit(wait)
            time.sleep(4 * turns.PAUSE)
            order.append("first")
        waiting.result(20)
    assert order == ["first", "second"]
