"""Surveys, their sheets, image studies and their waves."""

import uuid
from datetime import date

import factory

from belvedere.contacts import models
from belvedere.contacts.enums import AnswerPath, QuestionKind
from belvedere.territories.enums import Language

from .territories import DestinationFactory

#: Keys of the questions and answers of ``VisitorSurveyFactory``.
NPS, CSAT, ONE, SEVERAL, FREE = (str(uuid.UUID(int=rank)) for rank in range(1, 6))
FAMILY, ALONE, WALK, BATHE = (str(uuid.UUID(int=rank)) for rank in range(11, 15))


def words(french, **others):
    return dict.fromkeys(("en", "de", "nl", "es", "it"), "") | {"fr": french} | others


def answer(key, french, **others):
    return {"type": "item", "id": key, "value": words(french, **others)}


def questions():
    """One of each kind."""
    return [
        {"type": "nps", "id": NPS, "value": {"words": words("")}},
        {"type": "csat", "id": CSAT, "value": {"stage": "", "words": words("Votre accueil ?", en="Our welcome?")}},
        {
            "type": "one",
            "id": ONE,
            "value": {
                "words": words("Vous étiez…", en="You were…"),
                "answers": [answer(FAMILY, "En famille", en="With family"), answer(ALONE, "Seul", en="Alone")],
            },
        },
        {
            "type": "several",
            "id": SEVERAL,
            "value": {
                "words": words("Qu’avez-vous fait ?"),
                "answers": [answer(WALK, "Marcher"), answer(BATHE, "Nager")],
            },
        },
        {"type": "free", "id": FREE, "value": {"words": words("")}},
    ]


class VisitorSurveyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Survey

    destination = factory.SubFactory(DestinationFactory)
    name = factory.Sequence(lambda n: f"Votre séjour {n}")
    opens_on = date(2026, 1, 1)
    questions = factory.LazyFunction(questions)


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Invitation

    survey = factory.SubFactory(VisitorSurveyFactory)
    path = AnswerPath.DESK
    on = date(2026, 7, 1)
    count = 40


class AnswerSheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Sheet

    survey = factory.SubFactory(VisitorSurveyFactory)
    on = date(2026, 7, 1)
    language = Language.FRENCH
    path = AnswerPath.QR


class AnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Answer

    sheet = factory.SubFactory(AnswerSheetFactory)
    question = FREE
    kind = QuestionKind.FREE
    words = "Très bel accueil."


class StudyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Study

    destination = factory.SubFactory(DestinationFactory)
    name = "Image et notoriété"
    traits = "nature préservée\ncher"


class WaveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Wave

    study = factory.SubFactory(StudyFactory)
    market = "FR"
    year = factory.Sequence(lambda n: 2000 + n % 60)
    target = 100
    margins = factory.LazyFunction(lambda: {"sexe": {"F": 52.0, "H": 48.0}, "âge": {"jeune": 40.0, "âgé": 60.0}})


class RespondentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Respondent

    wave = factory.SubFactory(WaveFactory)
    number = factory.Sequence(str)
    cells = factory.LazyFunction(lambda: {"sexe": "F", "âge": "jeune"})
    spontaneous = False
    assisted = True
