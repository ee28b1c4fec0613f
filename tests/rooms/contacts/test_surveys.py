"""Surveys answered by nobody in particular: what is kept, what is not, and what they say."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from belvedere.contacts.actions import erasure, sign_up, surveys, wordings
from belvedere.contacts.actions.surveys import Given, SurveyRefused
from belvedere.contacts.enums import ActKind, AnswerPath, ErasureCause, Purpose, QuestionKind, SendingState, Source
from belvedere.contacts.models import Act, Answer, Invitation, OptIn, Person, Sheet
from belvedere.contacts.queries import export, messages, questions, survey_results
from belvedere.contacts.queries.writing import writing_of
from tests.factories.contacts import PersonFactory
from tests.factories.mailings import LetterFactory, SendingFactory
from tests.factories.surveys import (
    ALONE,
    CSAT,
    FAMILY,
    FREE,
    NPS,
    ONE,
    SEVERAL,
    WALK,
    AnswerFactory,
    AnswerSheetFactory,
    InvitationFactory,
    VisitorSurveyFactory,
)

from .conftest import NOW

pytestmark = pytest.mark.django_db
HAPPY = [Given(NPS, QuestionKind.NPS, mark=9), Given(FREE, QuestionKind.FREE, words="Merci à Jeanne.")]


@pytest.fixture
def survey(people):
    return VisitorSurveyFactory(destination=people.office)


@pytest.fixture
def copy(survey):
    """A letter that leads to the survey, sent to somebody."""
    button = {"type": "survey", "value": {"label": "Mon avis", "survey": survey.pk}}
    version = {"language": "fr", "subject": "Alors ?", "preview": "", "body": [button]}
    letter = LetterFactory(destination=survey.destination, versions=[{"type": "version", "value": version}])
    return SendingFactory(
        mailing__letter=letter, destination=survey.destination, person=PersonFactory(destination=survey.destination),
        state=SendingState.SENT, sent_at=NOW, language="fr",
    )  # fmt: skip


def filled(survey, *, sheets=40, mark=9, on=date(2026, 7, 1), path=AnswerPath.QR, csat=5):
    rows = [AnswerSheetFactory(survey=survey, on=on, path=path) for _ in range(sheets)]
    Answer.everything.bulk_create(
        answer
        for rank, sheet in enumerate(rows)
        for answer in (
            Answer(sheet=sheet, question=NPS, kind="nps", mark=mark),
            Answer(sheet=sheet, question=CSAT, kind="csat", mark=csat),
            Answer(sheet=sheet, question=ONE, kind="one", choice=FAMILY if rank % 4 else ALONE),
        )
    )


def record(survey, given=HAPPY, **about):
    told = {"language": "fr", "path": AnswerPath.QR, "now": NOW} | about
    return surveys.record_sheet(survey=survey, given=given, **told)


def test_a_sheet_bears_a_day_and_nobody(survey):
    sheet = record(survey)
    assert (sheet.person, sheet.optin, sheet.on) == (None, None, date(2026, 11, 2))
    assert sorted(sheet.answers.values_list("kind", "mark", "words")) == [
        ("free", None, "Merci à Jeanne."),
        ("nps", 9, ""),
    ]
    assert not Act.everything.exists()
    # Neither an hour, nor an address, nor a rank that would tell in what order people answered.
    assert {field.name for field in Sheet._meta.concrete_fields} == {
        "id", "survey", "on", "language", "path", "person", "optin",
    }  # fmt: skip
    assert len({record(survey).pk for _ in range(5)}) == 5


@pytest.mark.parametrize(
    ("change", "given", "sentence"),
    [
        ({"opens_on": date(2027, 1, 1)}, HAPPY, "n’est pas ouverte"),
        ({"closes_on": date(2026, 11, 1)}, HAPPY, "n’est pas ouverte"),
        ({}, [], "une seule suffit"),
    ],
)
def test_what_is_refused(survey, change, given, sentence):
    for name, value in change.items():
        setattr(survey, name, value)
    survey.save()
    with pytest.raises(SurveyRefused, match=sentence):
        record(survey, given)


def test_a_machine_that_answers_is_stopped(survey, monkeypatch):
    monkeypatch.setattr(surveys, "DAY_MOST", 2)
    record(survey)
    record(survey)
    with pytest.raises(SurveyRefused, match="Trop de réponses"):
        record(survey)


def test_a_letter_serves_once_and_tells_that_she_answered_not_what(survey, copy):
    sheet = record(survey, sending=copy)
    assert (sheet.path, sheet.on, sheet.person) == (AnswerPath.MAIL, date(2026, 11, 1), None)
    act = Act.everything.get(person=copy.person, kind=ActKind.ANSWERED)
    assert act.label == survey.name
    with pytest.raises(surveys.AlreadyAnswered):
        record(survey, sending=copy)
    assert Sheet.everything.count() == 1


@pytest.mark.parametrize("measured", [False, True])
def test_each_copy_of_a_letter_leads_to_the_survey_by_its_own_address(survey, copy, measured):
    message = messages.Press(NOW).message(copy, writing_of(copy.destination), measured=measured)
    own = reverse("contacts:survey_copy", args=[survey.code, messages.token_of(copy.identifier)])
    assert own in message.body
    assert own in message.alternatives[0].content
    assert messages.sending_behind(messages.token_of(copy.identifier)) == copy


def test_asking_to_be_contacted_makes_the_sheet_hers_once_confirmed(survey):
    shown = wordings.shown(destination=survey.destination, purposes=[Purpose.CONTACT], language="fr", now=NOW)
    sheet = record(survey, email="jeanne@exemple.fr", wordings=shown)
    assert Sheet.everything.get().person is None
    optin = OptIn.everything.get()
    person = sign_up.confirm_sign_up(optin=optin, number="", same_browser=True, now=NOW)
    sheet.refresh_from_db()
    assert (sheet.person, sheet.optin, person.source) == (person, None, Source.SURVEY)
    told = export.file_of(person, now=NOW)["feuilles de réponses"]
    assert told[0]["réponses"]["Ce qui vous a plu, ce qui vous a manqué\N{NO-BREAK SPACE}:"] == ["Merci à Jeanne."]
    before = survey_results.results_of(survey)
    erasure.erase_person(person=person, cause=ErasureCause.ASKED, by=None, now=NOW)
    after = survey_results.results_of(survey)
    assert (after.total, [line.count for line in after.lines][:4]) == (
        before.total,
        [line.count for line in before.lines][:4],
    )
    assert Answer.everything.get(kind="free").words == ""


def test_a_sign_up_without_follow_up_leaves_the_sheet_to_nobody(survey):
    shown = wordings.shown(destination=survey.destination, purposes=[Purpose.CONTACT], language="fr", now=NOW)
    record(survey, email="jeanne@exemple.fr", wordings=shown)
    OptIn.everything.all().delete()
    sheet = Sheet.everything.get()
    assert (sheet.optin, sheet.person) == (None, None)
    assert not Person.everything.filter(email="jeanne@exemple.fr").exists()


def test_invitations_are_counted_by_who_runs_the_survey(people, survey):
    given = {"survey": survey, "path": AnswerPath.DESK, "on": date(2026, 7, 1), "now": NOW}
    surveys.count_invitation(count=30, by=people.anne, **given)
    surveys.count_invitation(count=50, by=people.anne, **given)
    assert Invitation.everything.get().count == 50
    for by, change, sentence in (
        (people.chloe, {}, "ressort"),
        (people.anne, {"path": AnswerPath.MAIL}, "elles-mêmes"),
        (people.anne, {"on": date(2027, 1, 1)}, "pas encore venu"),
    ):
        with pytest.raises(SurveyRefused, match=sentence):
            surveys.count_invitation(count=1, by=by, **given | change)


def test_results_have_margins_and_say_who_kept_silent(survey, copy):
    filled(survey, sheets=30, mark=10, path=AnswerPath.DESK)
    filled(survey, sheets=15, mark=3, on=date(2026, 8, 1), path=AnswerPath.DESK, csat=2)
    InvitationFactory(survey=survey, count=450)
    found = survey_results.results_of(survey)
    by_key = {line.question.key: line for line in found.lines}
    assert found.total == 45
    assert by_key[NPS].score.value == pytest.approx(100 / 3)
    assert by_key[NPS].score.low < 33 < by_key[NPS].score.high
    assert by_key[CSAT].happy.value == pytest.approx(2 / 3)
    assert [choice.count for choice in by_key[ONE].choices] == [33, 12]
    assert [(month.day.month, month.nps.told) for month in found.months] == [(7, True), (8, False)]
    assert "15 réponses, il en faut 30" in found.months[1].nps.reason
    mail, desk = found.reached
    assert (mail.heard.asked, mail.answered) == (1, 0)
    assert (desk.heard.rate, "90" in desk.heard.warning) == (0.1, True)
    low, high = found.edges
    assert low < by_key[CSAT].happy.low < by_key[CSAT].happy.high < high


def test_too_few_answers_conclude_nothing(survey):
    filled(survey, sheets=29)
    line = survey_results.results_of(survey).lines[0]
    assert line.score.value is None
    assert "il en faut 30" in line.score.reason


def test_more_answers_than_people_asked_is_said(survey):
    filled(survey, sheets=5, path=AnswerPath.DESK)
    InvitationFactory(survey=survey, count=2)
    reached = survey_results.results_of(survey).reached[0]
    assert reached.heard is None
    assert "vérifiez les deux nombres" in reached.fault


@pytest.mark.parametrize("sheets", [1, 3])
def test_results_ask_the_same_queries_whatever_was_answered(survey, copy, sheets, django_assert_num_queries):
    filled(survey, sheets=sheets)
    InvitationFactory(survey=survey)
    with django_assert_num_queries(8):
        survey_results.results_of(survey)


def test_words_are_searched(survey):
    AnswerFactory(sheet__survey=survey, words="Le buron était fermé.")
    AnswerFactory(sheet__survey=survey, words="Parfait.")
    assert [one.words for one in survey_results.words_of(survey, "BURON")] == ["Le buron était fermé."]
    assert survey_results.words_of(survey).count() == 2


def test_marks_on_ten_for_the_house_s_figures(survey):
    filled(survey, sheets=2, csat=5)
    filled(survey, sheets=2, csat=3)
    found = survey_results.monthly_marks(survey.destination_id)
    assert found[date(2026, 7, 1)] == survey_results.Monthly(7.5, 4)
    assert survey_results.destinations_heard() == [survey.destination_id]


def test_questions_are_in_the_visitor_s_language(survey):
    german = {one.key: one for one in questions.questions_of(survey, "de")}
    assert german[NPS].text.startswith("Würden Sie")
    # Worded by the office in French and English only.
    assert german[CSAT].text == "Our welcome?"
    assert [one.label for one in german[ONE].options] == ["With family", "Alone"]
    assert german[SEVERAL].options[0].label == "Marcher"


# --- The public page ------------------------------------------------------------------------------------------------


def address(survey, name="survey", **query):
    told = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"contacts:{name}", args=[survey.code]) + (f"?{told}" if told else "")


@pytest.fixture
def opened(survey):
    survey.opens_on = timezone.localdate() - timedelta(days=3)
    survey.save()
    return survey


def stamp_of(page):
    return page.context["form"].initial["stamp"]


def test_a_page_is_answered_without_script_nor_name(client, opened):
    url = address(opened, par="qr")
    page = client.get(url)
    assert "noindex" in page.content.decode()
    answers = {
        "stamp": stamp_of(page),
        f"q-{NPS}": "10",
        f"q-{CSAT}": "4",
        f"q-{SEVERAL}": [WALK],
        f"q-{FREE}": " Bravo ",
    }
    done = client.post(url, answers)
    assert done.url.startswith(reverse("contacts:survey_thanks", args=[opened.code]))
    sheet = Sheet.everything.get()
    assert sheet.path == AnswerPath.QR
    assert set(sheet.answers.values_list("kind", flat=True)) == {"nps", "csat", "several", "free"}
    assert "Merci" in client.get(done.url).content.decode()


def test_nothing_answered_a_robot_and_half_an_address_are_refused(client, opened):
    url = address(opened)
    stamp = stamp_of(client.get(url))
    assert "une seule suffit" in client.post(url, {"stamp": stamp}).content.decode()
    assert "rechargez" in client.post(url, {"stamp": stamp, "site": "x", f"q-{NPS}": "1"}).content.decode()
    assert "rechargez" in client.post(url, {"stamp": "x", f"q-{NPS}": "1"}).content.decode()
    half = client.post(url, {"stamp": stamp, f"q-{NPS}": "1", "email": "a@exemple.fr"}).content.decode()
    assert "Cochez la case" in half
    half = client.post(url, {"stamp": stamp, f"q-{NPS}": "1", "agree": "on"}).content.decode()
    assert "décochez la case" in half
    assert not Sheet.everything.exists()


def test_a_browser_in_german_reads_german(client, opened):
    here, own = address(opened, par="qr"), address(opened, langue="fr")
    first = client.get(here, headers={"accept-language": "de-DE,de;q=0.9"})
    assert first.status_code == 302
    page = client.get(first.url, headers={"accept-language": "de"}).content.decode()
    assert 'lang="de"' in page
    assert "Ihre Meinung" in page
    # Whoever has chosen on the page keeps what she chose.
    chosen = client.get(own, headers={"accept-language": "de"}).content.decode()
    assert "Votre avis" in chosen


def test_a_tablet_asks_no_address_and_begins_again(client, opened):
    url = address(opened, par="desk")
    page = client.get(url)
    assert "email" not in page.context["form"].fields
    done = client.post(url, {"stamp": stamp_of(page), f"q-{NPS}": "7"})
    thanks = client.get(done.url).content.decode()
    assert 'http-equiv="refresh"' in thanks
    assert Sheet.everything.get().path == AnswerPath.DESK


def test_a_closed_survey_says_so_and_an_unknown_one_is_not_found(client, survey):
    survey.closes_on = timezone.localdate() - timedelta(days=1)
    survey.opens_on = survey.closes_on
    survey.save()
    assert "n’est pas ouverte" in client.get(address(survey)).content.decode()
    assert client.get("/contact/avis/nullepart/").status_code == 404


def test_a_letter_s_address_serves_once(client, opened, copy):
    url = reverse("contacts:survey_copy", args=[opened.code, messages.token_of(copy.identifier)])
    answers = {"stamp": stamp_of(client.get(url)), f"q-{NPS}": "8"}
    assert client.post(url, answers).status_code == 302
    again = client.post(url, answers)
    assert "déjà répondu" in again.content.decode()
    assert Sheet.everything.count() == 1
