"""What visitors answer joins the figures of the destination, and its indicator."""

from datetime import UTC, date, datetime

import pytest

from belvedere.cockpit import tasks
from belvedere.cockpit.actions import satisfaction
from belvedere.contacts.models import Answer
from belvedere.observatory.enums import Measure
from belvedere.observatory.models import Delivery, Series
from belvedere.observatory.queries import indicators
from tests.factories.people import cast
from tests.factories.surveys import CSAT, AnswerSheetFactory, VisitorSurveyFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def survey():
    return VisitorSurveyFactory(destination=cast().office)


def marked(survey, on, *marks):
    rows = [AnswerSheetFactory(survey=survey, on=on) for _ in marks]
    Answer.everything.bulk_create(
        Answer(sheet=sheet, question=CSAT, kind="csat", mark=mark) for sheet, mark in zip(rows, marks, strict=True)
    )


def test_marks_of_each_month_are_pushed_once(survey):
    for month in range(1, 13):
        marked(survey, date(2025, month, 3), 5, 4)
    marked(survey, date(2025, 8, 3), 1, 1, 1, 1)
    assert satisfaction.push_satisfaction(destination=survey.destination, now=NOW) is not None
    assert satisfaction.push_satisfaction(destination=survey.destination, now=NOW) is None
    found = {one.measure: one for one in Series.everything.filter(source__slug__startswith="avis-")}
    assert set(found) == {Measure.SATISFACTION, Measure.ANSWERS}
    board = indicators.board(survey.destination.territory, Series.everything.all(), year=2025)
    read = next(one for one in board.found if one.indicator.key == "satisfaction")
    # 24 marks of 8.75 on ten, 4 of 0.
    assert read.value == pytest.approx(8.75 * 24 / 28, abs=0.01)


def test_every_night_each_destination_heard_is_pushed(survey, django_capture_on_commit_callbacks):
    marked(survey, date(2025, 8, 3), 5)
    for _night in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            tasks.push_the_day.call_local()
    assert Delivery.everything.filter(source__slug=f"avis-{survey.destination.slug}").count() == 1
