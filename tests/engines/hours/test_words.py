"""Hours said in words, French typography included."""

from datetime import date, datetime
from pathlib import Path

import pytest

from belvedere.engines.hours import Rule, Schedule, now_words, rule_words, summary, weekdays_words
from belvedere.engines.hours.__main__ import main

SEASON = (date(2026, 4, 1), date(2026, 9, 30))
MUSEUM = Schedule(
    (Rule(*SEASON, 125, ((600, 1140),)), Rule(date(2026, 10, 1), date(2026, 12, 31), 96, ((570, 720), (840, 1050)))),
    (Rule(date(2026, 5, 1), date(2026, 5, 1), closed=True),),
)


def spaced(text: str) -> str:
    """No-break spaces written ~, to read the expected sentences."""
    return text.replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("moment", "french", "english"),
    [
        ("2026-07-15T18:00", "ouvert aujourd’hui jusqu’à 19~h", "open today until 7~pm"),
        ("2026-07-15T08:00", "fermé, ouvre à 10~h", "closed, opens at 10~am"),
        ("2026-07-15T20:00", "fermé, ouvre demain à 10~h", "closed, opens tomorrow at 10~am"),
        ("2026-07-13T20:00", "fermé, ouvre mercredi à 10~h", "closed, opens on Wednesday at 10~am"),
        (
            "2026-02-13T20:00",
            "fermé, ouvre le mercredi~1er~avril à 10~h",
            "closed, opens on Wednesday~1~April at 10~am",
        ),
        ("2026-10-02T20:00", "fermé, ouvre demain à 9~h~30", "closed, opens tomorrow at 9:30~am"),
        ("2027-10-02T20:00", "fermé, pas d’ouverture annoncée", "closed, no opening announced"),
    ],
)
def test_now(moment: str, french: str, english: str) -> None:
    when = datetime.fromisoformat(moment)
    assert spaced(now_words(MUSEUM, when)) == french
    assert spaced(now_words(MUSEUM, when, "en")) == english


def test_now_of_special_schedules() -> None:
    when = datetime.fromisoformat("2026-07-17T23:00")
    assert spaced(now_words(Schedule((Rule(spans=((1200, 1560),)),)), when)) == "ouvert aujourd’hui jusqu’à 2~h"
    assert now_words(Schedule((Rule(spans=((0, 1440),)),)), when) == "ouvert jour et nuit"
    assert now_words(Schedule((Rule(),)), when) == "ouvert aujourd’hui, horaires non précisés"
    assert now_words(Schedule(), when) == "horaires non communiqués"
    assert now_words(Schedule((Rule(spans=((1230, None),)),)), when) == "ouvert aujourd’hui"
    dates = Schedule((Rule(date(2026, 7, 20), date(2026, 7, 25)),))
    assert now_words(dates, when) == "fermé, ouvre lundi"


def test_rules() -> None:
    season = MUSEUM.rules[0]
    assert (
        spaced(rule_words(season, year=2026))
        == "tous les jours sauf le mardi, de 10~h à 19~h, du 1er~avril au 30~septembre"
    )
    assert spaced(rule_words(season)).endswith("du 1er~avril~2026 au 30~septembre~2026")
    yearly = Rule(date(2000, 7, 1), date(2000, 8, 31), 31, ((0, 1440),), yearly=True)
    assert spaced(rule_words(yearly)) == "du lundi au vendredi, jour et nuit, du 1er~juillet au 31~août chaque année"
    market = Rule(weekdays=32, spans=((480, None),), note="place du Foirail")
    assert spaced(rule_words(market)) == "le samedi, à partir de 8~h (place du Foirail)"
    assert rule_words(Rule(weekdays=1, closed=True)) == "fermé le lundi"


@pytest.mark.parametrize(
    ("mask", "french", "english"),
    [
        (127, "tous les jours", "every day"),
        (96, "le samedi et le dimanche", "Saturday and Sunday"),
        (0b0111110, "du mardi au samedi", "Tuesday to Saturday"),
        (0b1101101, "tous les jours sauf le mardi et le vendredi", "every day except Tuesday and Friday"),
        (0b0010101, "le lundi, le mercredi et le vendredi", "Monday, Wednesday and Friday"),
    ],
)
def test_weekdays(mask: int, french: str, english: str) -> None:
    assert (weekdays_words(mask), weekdays_words(mask, "en")) == (french, english)


@pytest.mark.parametrize(
    ("language", "now", "season", "closed"),
    [
        (
            "de",
            "geschlossen, öffnet am Mittwoch, 1.~April um 10~Uhr",
            "täglich außer dienstags, von 10~Uhr bis 19~Uhr, vom 1.~April bis 30.~September",
            "geschlossen am 8.~Mai",
        ),
        (
            "nl",
            "gesloten, opent op woensdag~1~april om 10~uur",
            "elke dag behalve dinsdag, van 10~uur tot 19~uur, van 1~april tot en met 30~september",
            "gesloten op 8~mei",
        ),
        (
            "es",
            "cerrado, abre el miércoles~1~de~abril a las 10:00",
            "todos los días excepto los martes, de 10:00 a 19:00, del 1~de~abril al 30~de~septiembre",
            "cerrado el 8~de~mayo",
        ),
        (
            "it",
            "chiuso, apre mercoledì~1º~aprile alle 10:00",
            "tutti i giorni tranne il martedì, dalle 10:00 alle 19:00, dal 1º~aprile al 30~settembre",
            "chiuso l’8~maggio",
        ),
    ],
)
def test_other_languages_keep_their_grammar(language: str, now: str, season: str, closed: str) -> None:
    assert spaced(now_words(MUSEUM, datetime.fromisoformat("2026-02-13T20:00"), language)) == now
    assert spaced(rule_words(MUSEUM.rules[0], language, 2026)) == season
    assert spaced(rule_words(Rule(date(2026, 5, 8), date(2026, 5, 8), closed=True), language, 2026)) == closed


def test_one_o_clock_is_singular_in_spanish_and_midnight_has_a_name() -> None:
    late = Schedule((Rule(spans=((1200, 1500),)),))
    when = datetime.fromisoformat("2026-07-17T23:00")
    assert now_words(late, when, "es") == "abierto hoy hasta la 1:00"
    assert spaced(rule_words(Rule(spans=((1200, 1440),)), "nl")) == "elke dag, van 20~uur tot middernacht"


def test_a_year_in_short_lines() -> None:
    assert [spaced(line) for line in summary(MUSEUM, 2026)] == [
        "tous les jours sauf le mardi, de 10~h à 19~h, du 1er~avril au 30~septembre",
        "le samedi et le dimanche, de 9~h~30 à midi et de 14~h à 17~h~30, du 1er~octobre au 31~décembre",
        "fermé le 1er~mai",
    ]
    assert summary(MUSEUM, 2028) == ()


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "musee.json"
    path.write_text('{"r": [{"w": 125, "s": [[600, 1140]]}]}')
    assert main([str(path), "--at", "2026-07-15T18:00"]) == 0
    told = capsys.readouterr().out
    assert "ouvert aujourd’hui jusqu’à 19" in told
    assert "2026-07-16T10:00:00+02:00" in told
    for text in ("{", '{"r": 3}', "é"):
        path.write_text(text, encoding="latin-1")
        assert main([str(path), "--at", "2026-07-15T18:00"]) == 2
        assert capsys.readouterr().err.count("\n") == 1
    assert main([str(path), "--at", "demain"]) == 2
    assert main([str(path) + ".absent", "--at", "2026-07-15"]) == 2
