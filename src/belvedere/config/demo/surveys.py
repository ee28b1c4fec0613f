"""A year of visitors' opinions, and image studies of four markets over three years; all of it drawn with a seed.

The truth is known: who comes in August is a little less happy, who comes in autumn a little more; a campaign of the
second year raises what the Dutch know of the place, and nothing else moves.
"""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import numpy as np
from django.utils import timezone

from belvedere.cockpit.actions import satisfaction
from belvedere.config.bootstrap import say
from belvedere.contacts.actions import ready_surveys, studies
from belvedere.contacts.enums import AnswerPath, MailingStatus, Purpose, QuestionKind, SendingState
from belvedere.contacts.models import (
    Answer,
    Invitation,
    Letter,
    Mailing,
    Person,
    Respondent,
    Sending,
    Sheet,
    Study,
    Survey,
    Wave,
)
from belvedere.contacts.queries import guard
from belvedere.contacts.queries.addresses import fingerprint
from belvedere.contacts.queries.survey_results import letters_of
from belvedere.territories.models import Destination

from .desk import ORIGINS, SEASON, pick, weighted

SEED, BATCH = 2029, 2000
#: Slug → sheets of the year.
SURVEYS = {"clermont-auvergne-volcans": 1300, "pays-de-salers": 420}
PATHS = weighted({AnswerPath.QR: 38, AnswerPath.DESK: 44, AnswerPath.SITE: 18})
COUNTRIES = weighted({code: share for code, (share, _language) in ORIGINS.items()})
#: What is added to the happiness of who comes that month, January first.
MOOD = (0.0, 0.0, 0.0, 0.05, 0.1, 0.05, -0.15, -0.45, 0.15, 0.35, 0.1, 0.0)
#: Shares of those who missed something, in the order of the survey's own answers.
MISSED = (0.24, 0.2, 0.17, 0.09, 0.38)
WORDS = {
    "fr": (
        "Un accueil chaleureux, la conseillère a pris le temps.", "Aucun bus le dimanche pour le puy de Dôme.",
        "Les horaires du restaurant n’étaient pas à jour.", "Des paysages magnifiques, nous reviendrons en automne.",
        "Trop de monde au sommet à midi, on devrait nous dire de venir tôt.", "Le marché du samedi, un vrai bonheur.",
        "Pas grand-chose à faire avec des petits quand il pleut.", "Sentiers bien balisés, merci aux bénévoles.",
        "Le parking est cher pour une visite d’une heure.", "La visite guidée en famille était parfaite.",
        "Difficile de trouver un restaurant ouvert le lundi soir.", "La carte en papier reste la meilleure idée.",
    ),
    "en": ("Lovely people at the desk, great tips for walking.", "Hard to find anything open on Monday evening.",
           "Beautiful and quiet, better than we hoped."),
    "de": ("Sehr freundliche Beratung, tolle Wanderwege.", "Am Sonntag fährt kein Bus."),
    "nl": ("Prachtige natuur en heel rustig.", "Weinig informatie in het Nederlands."),
}  # fmt: skip

#: Markets of the study → share that cites the place by itself, then share that knows it by its name.
MARKETS = {"FR": (0.34, 0.86), "BE": (0.16, 0.55), "NL": (0.12, 0.44), "DE": (0.08, 0.36)}
CAMPAIGN, LIFT = "NL", 0.13
MARGINS = {
    "âge": {"18-34 ans": 27.0, "35-54 ans": 34.0, "55 ans et plus": 39.0},
    "sexe": {"femmes": 51.5, "hommes": 48.5},
    "voyage en famille": {"oui": 31.0, "non": 69.0},
}
#: Whom an institute finds more easily: shares of its sample.
FOUND = {"âge": (0.19, 0.33, 0.48), "sexe": (0.58, 0.42), "voyage en famille": (0.26, 0.74)}
#: What age adds to what one knows, the youngest first.
AGE = (-0.07, 0.0, 0.05)
TRAITS = {"nature préservée": 0.62, "volcans": 0.71, "gastronomie": 0.38, "pour les familles": 0.33, "animé": 0.19,
          "cher": 0.14}  # fmt: skip
TARGET = 400


def load_surveys() -> None:
    """Made once."""
    if Study.everything.exists():
        return
    say("Des avis de visiteurs et une étude d’image…")
    rng, now = np.random.default_rng(SEED), timezone.localtime()
    for destination in Destination.everything.filter(slug__in=SURVEYS).order_by("slug"):
        survey = ready_surveys.provide_survey(destination=destination, by=None, now=now)
        Survey.everything.filter(pk=survey.pk).update(opens_on=now.date() - timedelta(days=365))
        answered(rng, survey, SURVEYS[destination.slug], now)
        asked_by_letter(rng, survey, now)
        satisfaction.push_satisfaction(destination=destination, now=now)
    owner = Destination.everything.filter(slug="clermont-auvergne-volcans").first()
    if owner is not None:
        study_markets(rng, owner, now)


# --- Opinions -------------------------------------------------------------------------------------------------------


def answered(rng: np.random.Generator, survey: Survey, count: int, now: datetime) -> None:
    """Sheets over twelve months, as visitors come, and how many were asked each month at the desk."""
    days = [now.date() - timedelta(days=back) for back in range(365)]
    weight = np.array([SEASON[day.month - 1] for day in days])
    moments = [days[int(k)] for k in rng.choice(365, count, p=weight / weight.sum())]
    sheets = [_sheet(rng, survey, on, AnswerPath(pick(rng, PATHS))) for on in moments]
    keep(rng, survey, sheets)
    held: dict[date, int] = {}
    for sheet in sheets:
        if sheet.path == AnswerPath.DESK:
            month = max(sheet.on.replace(day=1), survey.opens_on)
            held[month] = held.get(month, 0) + 1
    Invitation.everything.bulk_create(
        Invitation(survey=survey, path=AnswerPath.DESK, on=on, count=round(number * rng.uniform(2.2, 3.4)))
        for on, number in held.items()
    )


def _sheet(rng: np.random.Generator, survey: Survey, on: date, path: AnswerPath) -> Sheet:
    language = ORIGINS[pick(rng, COUNTRIES)][1]
    return Sheet(
        id=int(rng.integers(1, 2**53)), survey=survey, on=on, path=path, language=language if language != "xx" else "en"
    )


def keep(rng: np.random.Generator, survey: Survey, sheets: list[Sheet]) -> None:
    Sheet.everything.bulk_create(sheets, batch_size=BATCH)
    Answer.everything.bulk_create(
        [answer for sheet in sheets for answer in opinion(rng, survey, sheet)], batch_size=BATCH
    )


def opinion(rng: np.random.Generator, survey: Survey, sheet: Sheet) -> Iterator[Answer]:
    """One visitor's: the happier, the higher every mark; the month has its mood."""
    happy = rng.normal(MOOD[sheet.on.month - 1], 1.0)
    for question in survey.questions:
        kind, about = QuestionKind(question.block_type), {"sheet": sheet, "question": question.id}
        if kind == QuestionKind.NPS:
            yield Answer(kind=kind, mark=int(np.clip(round(8.3 + 1.5 * happy), 0, 10)), **about)
        elif kind == QuestionKind.CSAT and rng.random() < 0.9:
            easier = -0.35 if question.value["stage"] else 0.0
            mark = int(np.clip(round(4.25 + easier + 0.75 * happy + rng.normal(0, 0.3)), 1, 5))
            yield Answer(kind=kind, mark=mark, **about)
        elif kind == QuestionKind.SEVERAL:
            keys = [one.id for one in question.value["answers"].bound_blocks]
            yield from (
                Answer(kind=kind, choice=key, **about)
                for key, share in zip(keys, MISSED, strict=True)
                if rng.random() < share
            )
        elif kind == QuestionKind.FREE and rng.random() < 0.16:
            said = WORDS.get(sheet.language, WORDS["en"])
            yield Answer(kind=kind, words=said[int(rng.integers(len(said)))], **about)


def asked_by_letter(rng: np.random.Generator, survey: Survey, now: datetime) -> None:
    """A mailing of six weeks ago to those who agree to be asked; one in four has answered."""
    letter = Letter.everything.filter(pk__in=letters_of(survey)).select_related("destination").first()
    if letter is None:
        return
    moment = now - timedelta(days=45)
    mailing = Mailing.everything.create(
        letter=letter, destination=letter.destination, name="Votre avis sur l’été", status=MailingStatus.DONE,
        created_at=moment, starts_at=moment, done_at=moment + timedelta(minutes=4),
    )  # fmt: skip
    people = Person.everything.present().filter(destination=letter.destination).exclude(email="")
    willing = people.filter(guard.consenting(Purpose.SURVEY, "pk")).order_by("pk").values_list("pk", "email")
    rows = [
        Sending(
            person_id=person, letter=letter, destination=letter.destination, mailing=mailing, language="fr",
            address_key=fingerprint(email), identifier=uuid.UUID(bytes=rng.bytes(16)).hex, state=SendingState.SENT,
            not_before=moment, sent_at=moment + timedelta(seconds=rank), expires_at=moment + timedelta(days=3),
        )
        for rank, (person, email) in enumerate(willing)
    ]  # fmt: skip
    Sending.everything.bulk_create(rows, batch_size=BATCH)
    Mailing.everything.filter(pk=mailing.pk).update(tally={"people": people.count(), "ready": len(rows)})
    month = moment.date().replace(day=1)
    keep(rng, survey, [_sheet(rng, survey, month, AnswerPath.MAIL) for row in rows if rng.random() < 0.24])


# --- Image ----------------------------------------------------------------------------------------------------------


def study_markets(rng: np.random.Generator, owner: Destination, now: datetime) -> None:
    study = Study(destination=owner, name="Notoriété et image", traits="\n".join(TRAITS))
    studies.save_study(study=study, by=None, now=now)
    rows: list[Respondent] = []
    for market in MARKETS:
        for rank, year in enumerate(range(now.year - 2, now.year + 1)):
            # The last wave of one market is still being asked.
            under_way = market == "BE" and year == now.year
            wave = Wave(
                study=study, market=market, year=year, institute="Institut de démonstration", target=TARGET,
                asked_on=date(year, 2, 3), contacted=round(TARGET * rng.uniform(4, 6)), margins=MARGINS,
            )  # fmt: skip
            studies.save_wave(wave=wave, by=None, now=now)
            for number, said in enumerate(draw_wave(rng, market, rank, 230 if under_way else TARGET + 20), start=1):
                rows.append(Respondent(wave=wave, number=f"{market}{number:04d}", **said))
    Respondent.everything.bulk_create(rows, batch_size=BATCH)


def draw_wave(rng: np.random.Generator, market: str, rank: int, size: int) -> list[dict[str, object]]:
    """What an institute's sample answers in the ``rank``-th year: too many women, too many old people."""
    drawn = {trait: rng.choice(len(shares), size, p=shares) for trait, shares in FOUND.items()}
    cites, knows = knowing(market, rank)
    ages = np.array(AGE)[drawn["âge"]]
    spontaneous = rng.random(size) < cites + ages
    assisted = spontaneous | (rng.random(size) < (knows - cites) / (1 - cites) + ages)
    thinks = {trait: rng.random(size) < share for trait, share in TRAITS.items()}
    names = {trait: list(cells) for trait, cells in MARGINS.items()}
    return [
        {
            "cells": {trait: names[trait][int(drawn[trait][k])] for trait in names},
            "spontaneous": bool(spontaneous[k]), "assisted": bool(assisted[k]),
            "traits": [trait for trait, said in thinks.items() if assisted[k] and said[k]],
        }
        for k in range(size)
    ]  # fmt: skip


def knowing(market: str, rank: int) -> tuple[float, float]:
    """Shares that cite and that know the place, of somebody between 35 and 54."""
    cites, knows = MARKETS[market]
    lift = LIFT if market == CAMPAIGN and rank >= 1 else 0.0
    return cites + lift, knows + lift


def true_awareness(market: str, rank: int) -> float:
    """Share of the market that cites the place by itself."""
    ages = [share / 100 for share in MARGINS["âge"].values()]
    return knowing(market, rank)[0] + sum(share * more for share, more in zip(ages, AGE, strict=True))
