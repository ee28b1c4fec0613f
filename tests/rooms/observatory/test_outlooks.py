"""What is foreseen: made once from what is known, kept as it was, added up, scored in public."""

from datetime import date

import numpy as np
import pytest
from django.utils import timezone

from belvedere.kit.models import Job
from belvedere.observatory import events
from belvedere.observatory.actions import outlooks as actions
from belvedere.observatory.actions import sources
from belvedere.observatory.models import ForecastRun, Series, SeriesForecast
from belvedere.observatory.queries import outlooks
from belvedere.observatory.templatetags.outlook import span_name
from tests.factories.observatory import EventEditionFactory, EventFactory, SeriesFactory, fill, months
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def seasonal(count, seed=0, size=1000.0, noise=0.03):
    """Months with a summer and one in a hundred more each year."""
    chance, rank = np.random.default_rng(seed), np.arange(count)
    shape = 1 + 0.8 * np.exp(-(((rank % 12 - 6.5) / 1.5) ** 2))
    return size * shape * 1.01 ** (rank / 12) * np.exp(chance.normal(0, noise, count))


def daily(first, count, seed=0, size=200.0):
    """Days with a weekend and a summer, from the day ``first``."""
    chance = np.random.default_rng(seed)
    days = np.datetime64(first) + np.arange(count)
    weekend = 1 + 0.5 * ((days.astype(int) + 3) % 7 >= 5)
    year = 1 + 0.4 * np.cos(2 * np.pi * (days.astype(int) - 200) / 365.25)
    return days, np.round(size * weekend * year * np.exp(chance.normal(0, 0.08, count)))


@pytest.fixture
def known(nights):
    fill(nights, seasonal(72), first=2019)
    return nights


def test_a_series_is_foreseen_with_its_season_in_words(known):
    run = actions.foresee(source=known.source, frequency="M", now=NOW)
    found = outlooks.outlook(SeriesForecast.everything.get(run=run))
    assert [step.period for step in found.steps][:2] == [date(2025, 1, 1), date(2025, 2, 1)]
    assert len(found.steps) == 18
    for step in found.steps:
        assert step.lo95 <= step.lo80 <= step.mean <= step.hi80 <= step.hi95
    assert [(span.start, span.end) for span in found.spans] == [
        (date(2025, 1, 1), date(2025, 3, 1)), (date(2025, 7, 1), date(2025, 8, 1)),
    ]  # fmt: skip
    assert found.spans[1].low < 0.01 < found.spans[1].high
    assert {"trend", "recent"} <= {move["kind"] for move in found.spans[1].moves}


def test_the_same_question_is_asked_once_and_a_new_figure_asks_another(known):
    first = actions.foresee(source=known.source, frequency="M", now=NOW)
    stamp = outlooks.file_of(first).read_bytes()
    assert actions.foresee(source=known.source, frequency="M", now=NOW) == first
    fill(known, [1234.0], periods=np.array(["2025-01-01"], "datetime64[D]"), delivery=2)
    second = actions.foresee(source=known.source, frequency="M", now=NOW)
    assert second != first
    assert outlooks.file_of(first).read_bytes() == stamp
    assert outlooks.latest(Series.everything.all()).get().run == second


def test_a_series_too_short_says_what_it_lacks(nights):
    fill(nights, [10, 20, 30])
    actions.foresee(source=nights.source, frequency="M", now=NOW)
    assert "il en faut au moins 24" in SeriesForecast.everything.get().lack
    assert outlooks.season(Series.everything.all()).lacking[0].series == nights


def test_a_source_without_figures_makes_no_run(source):
    assert actions.foresee(source=source, frequency="M", now=NOW) is None
    assert not ForecastRun.everything.exists()


def test_parts_add_up_to_their_total(known):
    parts = [SeriesFactory(source=known.source, total=known, lodging=kind) for kind in ("hotel", "camping")]
    values = seasonal(72)
    share = np.random.default_rng(3).uniform(0.3, 0.6, 72)
    fill(parts[0], np.round(values * share), first=2019)
    fill(parts[1], values - np.round(values * share), first=2019)
    actions.foresee(source=known.source, frequency="M", now=NOW)
    whole, hotel, camping = (
        np.array([step.mean for step in outlooks.outlook(SeriesForecast.everything.get(series=one)).steps])
        for one in (known, *parts)
    )
    np.testing.assert_allclose(hotel + camping, whole, rtol=1e-9)
    assert SeriesForecast.everything.filter(reconciled=True).count() == 3


def test_parts_that_never_added_up_are_left_alone(known):
    for kind in ("hotel", "camping"):
        fill(SeriesFactory(source=known.source, total=known, lodging=kind), seasonal(72, 5, 300), first=2019)
    actions.foresee(source=known.source, frequency="M", now=NOW)
    assert not SeriesForecast.everything.filter(reconciled=True).exists()


def test_a_closure_that_ends_teaches_nothing(known, people):
    values = seasonal(72)
    values[14:30] *= 0.05
    fill(known, values, first=2019, delivery=2)
    hurt = outlooks.outlook(
        SeriesForecast.everything.get(run=actions.foresee(source=known.source, frequency="M", now=NOW))
    )
    sources.add_break(
        series=known, day=date(2020, 3, 1), until=date(2021, 6, 30), sentence="Crise", by=people.anne, now=NOW
    )
    healed = outlooks.outlook(
        SeriesForecast.everything.get(run=actions.foresee(source=known.source, frequency="M", now=NOW))
    )
    truth = seasonal(90, noise=0)[72:]
    off = [np.abs(np.array([step.mean for step in one.steps]) / truth - 1).mean() for one in (hurt, healed)]
    assert off[1] < 0.06
    assert off[1] < off[0]


def test_what_came_before_a_change_of_method_is_left_out_when_enough_followed(known, people):
    values = seasonal(72)
    values[:30] *= 5
    fill(known, values, first=2019, delivery=2)
    sources.add_break(series=known, day=date(2021, 7, 1), sentence="Nouvelle enquête", by=people.anne, now=NOW)
    run = actions.foresee(source=known.source, frequency="M", now=NOW)
    steps = outlooks.outlook(SeriesForecast.everything.get(run=run)).steps
    assert sum(step.mean for step in steps) == pytest.approx(seasonal(90, noise=0)[72:].sum(), rel=0.1)
    sources.add_break(series=known, day=date(2024, 7, 1), sentence="Encore", by=people.anne, now=NOW)
    late = SeriesForecast.everything.get(run=actions.foresee(source=known.source, frequency="M", now=NOW))
    assert "trop récent" in " ".join(late.notes)


def test_weeks_are_foreseen_and_compared_with_the_same_week(source):
    series = SeriesFactory(source=source, frequency="W", measure="counts", unit="visits")
    mondays = np.datetime64("2020-01-06") + 7 * np.arange(52 * 5)
    values = 200 + 120 * np.cos(2 * np.pi * np.arange(len(mondays)) / 52)
    fill(series, values, periods=mondays.astype("datetime64[D]"))
    actions.foresee(source=source, frequency="W", now=NOW)
    found = outlooks.outlook(SeriesForecast.everything.get())
    assert len(found.steps) == 78
    assert {step.period.weekday() for step in found.steps} == {0}
    assert found.steps[0].before == pytest.approx(values[-52])
    actions.foresee(source=source, frequency="W", now=NOW, until=mondays[-27].astype(object))
    (score,) = outlooks.scores([series])
    assert (score.count, score.naive) == (26, pytest.approx(0, abs=1e-6))
    assert span_name(date(2025, 7, 7), date(2025, 7, 14), "W") == "du 7 juillet au 20 juillet 2025"


def test_days_know_the_calendar_and_the_events_announced(source):
    series = SeriesFactory(source=source, frequency="D", measure="counts", unit="visits")
    days, values = daily("2022-01-01", 900)
    event = EventFactory(series=series, name="Foire")
    for year in (2022, 2023, 2024):
        start = date(year, 5, 24)
        EventEditionFactory(event=event, start=start, end=date(year, 5, 26))
        values[(days >= np.datetime64(start)) & (days <= np.datetime64(f"{year}-05-26"))] *= 3
    EventEditionFactory(event=event, start=date(2025, 5, 24), end=date(2025, 5, 26))
    fill(series, values, periods=days)
    actions.foresee(source=source, frequency="D", now=NOW)
    steps = {step.period: step.mean for step in outlooks.outlook(SeriesForecast.everything.get()).steps}
    assert len(steps) == 365
    assert steps[date(2025, 5, 24)] > 1.8 * steps[date(2025, 5, 31)]


def test_former_words_are_scored_against_what_came_and_last_year(known):
    for until in (date(2023, 12, 31), date(2024, 6, 30)):
        actions.foresee(source=known.source, frequency="M", now=NOW, until=until)
    (score,) = outlooks.scores([known])
    assert (score.replayed, score.runs, score.count) == (True, 2, 12 + 6)
    assert 0 < score.error < 0.1
    assert score.naive > 0
    assert 0 <= score.inside80 <= score.inside95 <= 1
    said = outlooks.said_of(known)
    assert said[0].step.period == date(2024, 12, 1)
    assert said[0].came == pytest.approx(seasonal(72)[71])
    assert outlooks.latest(Series.everything.all()).count() == 0


def test_a_secret_series_is_neither_foreseen_nor_scored_in_public(known):
    actions.foresee(source=known.source, frequency="M", now=NOW, until=date(2023, 12, 31))
    actions.foresee(source=known.source, frequency="M", now=NOW)
    Series.everything.filter(pk=known.pk).update(secrecy=1100)
    known.refresh_from_db()
    page = outlooks.season(Series.everything.all())
    assert (page.outlook, page.hidden) == (None, True)
    assert outlooks.scores([known]) == []
    assert outlooks.said_of(known) == []


def test_the_season_is_told_by_measure_then_zone(known, people):
    whole = known
    Series.everything.filter(pk=whole.pk).update(territory=people.office.territory)
    zone = SeriesFactory(source=known.source, name="Vallée", zone="Vallée")
    fill(zone, seasonal(72, 4), first=2019)
    web = SeriesFactory(source=known.source, measure="web", unit="sessions", name="Site")
    fill(web, seasonal(72, 9), first=2019)
    actions.foresee(source=known.source, frequency="M", now=NOW)
    page = outlooks.season(Series.everything.all())
    assert [value for value, _label in page.measures] == ["nights", "web"]
    assert (page.outlook.series, {row.series for row in page.rows}) == (whole, {whole, zone})
    assert outlooks.season(Series.everything.all(), number=zone.pk).outlook.series == zone
    assert outlooks.season(Series.everything.all(), measure="web").outlook.series == web
    other = TerritoryFactory()
    Series.everything.filter(pk=zone.pk).update(territory=other)
    assert outlooks.season(Series.everything.all(), ground=other.pk).outlook.series == zone


def test_a_delivery_has_its_series_foreseen(known):
    events.series_changed.send(sender=Series, ids=[known.pk], delivery=1)
    job = Job.objects.get(name="observatory.foresee")
    assert job.arguments == {"source": known.source_id, "frequency": "M"}


def test_the_first_word_on_a_source_has_its_past_two_years_replayed(known):
    actions.foresee(source=known.source, frequency="M", now=NOW)
    replays = Job.objects.filter(name="observatory.foresee")
    asked = [job.arguments["until"] for job in replays]
    assert sorted(asked) == ["2022-12-02", "2023-06-03", "2023-12-02", "2024-06-02"]
    fill(known, [1234.0], periods=np.array(["2025-01-01"], "datetime64[D]"), delivery=2)
    actions.foresee(source=known.source, frequency="M", now=NOW)
    assert replays.count() == 4


def test_months_given_in_another_order_change_nothing(known):
    run = actions.foresee(source=known.source, frequency="M", now=NOW)
    fill(known, seasonal(72)[::-1], periods=months(2019, 72)[::-1], delivery=3)
    assert actions.foresee(source=known.source, frequency="M", now=NOW) == run
