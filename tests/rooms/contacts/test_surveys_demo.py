"""The demo's studies tell the truth that they were drawn from."""

import numpy as np
import pytest

from belvedere.config.demo import surveys as demo
from belvedere.contacts.actions import ready_journeys, ready_surveys
from belvedere.contacts.enums import AnswerPath, Purpose
from belvedere.contacts.models import Survey
from belvedere.contacts.queries.questions import questions_of
from belvedere.contacts.queries.survey_results import letters_of, results_of
from belvedere.engines import surveys as engine
from tests.factories.contacts import ConsentFactory, PersonFactory

from .conftest import NOW

MARGINS = [engine.Margin(trait, {cell: share / 100 for cell, share in cells.items()})
           for trait, cells in demo.MARGINS.items()]  # fmt: skip


def awareness(rng, market, rank):
    rows = demo.draw_wave(rng, market, rank, 420)
    raking = engine.rake([row["cells"] for row in rows], MARGINS)
    return engine.share([row["spontaneous"] for row in rows], raking)


@pytest.mark.parametrize("market", list(demo.MARKETS))
def test_awareness_is_found_again_within_its_interval(market):
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(40):
        found = awareness(rng, market, 0)
        held += found.low <= demo.true_awareness(market, 0) <= found.high
    assert held >= 35


def test_only_the_campaign_s_market_has_moved():
    rng = np.random.default_rng(4)
    moves = {market: engine.change(awareness(rng, market, 0), awareness(rng, market, 1)) for market in demo.MARKETS}
    assert {market: move.verdict for market, move in moves.items()} == {"FR": 0, "BE": 0, "NL": 1, "DE": 0}


@pytest.mark.django_db
def test_a_destination_starts_with_a_survey_that_a_journey_leads_to(people):
    survey = ready_surveys.provide_survey(destination=people.office, by=people.anne, now=NOW)
    assert ready_surveys.provide_survey(destination=people.office, by=people.anne, now=NOW) == survey
    ready_journeys.give_journeys(destination=people.office, by=people.anne, now=NOW)
    assert Survey.everything.count() == 1
    assert len(letters_of(survey)) == 1
    dutch = [question.text for question in questions_of(survey, "nl")]
    assert len(dutch) == 5
    assert all(dutch)


@pytest.mark.django_db
def test_letters_of_the_demo_are_answered(people):
    survey = ready_surveys.provide_survey(destination=people.office, by=None, now=NOW)
    ready_journeys.give_journeys(destination=people.office, by=None, now=NOW)
    for _ in range(12):
        ConsentFactory(person=PersonFactory(destination=people.office), purpose=Purpose.SURVEY)
    rng = np.random.default_rng(5)
    demo.asked_by_letter(rng, survey, NOW)
    demo.answered(rng, survey, 60, NOW)
    found = results_of(survey)
    mail = next(one for one in found.reached if one.label == AnswerPath.MAIL.label)
    assert mail.heard.asked == 12
    assert 60 <= found.total == 60 + mail.answered
    assert all(one.heard is None or one.heard.rate <= 1 for one in found.reached)
    assert not any(one.fault for one in found.reached)
