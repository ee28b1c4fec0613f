"""Surveys and image studies from the office, by those who keep the file and nobody else."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from belvedere.contacts.actions import studies
from belvedere.contacts.actions import terrain as files
from belvedere.contacts.actions.studies import StudyRefused
from belvedere.contacts.enums import AnswerPath
from belvedere.contacts.imports import studies as imports
from belvedere.contacts.models import Invitation, Respondent, Study, Survey, Wave
from belvedere.contacts.queries import studies as reads
from belvedere.kit import jobs
from tests.factories.surveys import (
    CSAT,
    NPS,
    AnswerFactory,
    AnswerSheetFactory,
    InvitationFactory,
    RespondentFactory,
    StudyFactory,
    VisitorSurveyFactory,
    WaveFactory,
)

from .conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(people):
    return VisitorSurveyFactory(destination=people.office, name="Votre séjour")


@pytest.fixture
def wave(people):
    return WaveFactory(study=StudyFactory(destination=people.office), year=2025, target=50)


def as_(client, person):
    client.force_login(person)
    return client


def answered(survey, count=1):
    for rank in range(count):
        sheet = AnswerSheetFactory(survey=survey)
        AnswerFactory(sheet=sheet, question=NPS, kind="nps", mark=10, words="")
        AnswerFactory(sheet=sheet, words=f"=Très bien {rank}")


def terrain(wave, count=60):
    for rank in range(count):
        RespondentFactory(
            wave=wave, number=str(rank), spontaneous=rank % 5 == 0, traits=["cher"] if rank % 2 else [],
            cells={"sexe": "F" if rank % 3 else "H", "âge": "jeune" if rank % 2 else "âgé"},
        )  # fmt: skip


# --- Surveys --------------------------------------------------------------------------------------------------------


def test_a_survey_is_written_by_who_keeps_the_file(client, people):
    today = timezone.localdate()
    form = {
        "destination": people.office.pk, "name": "Après la visite", "stage": "stay", "opens_on": today,
        "closes_on": today - timedelta(days=1), "population": "", "questions-count": "1", "questions-0-deleted": "",
        "questions-0-order": "0", "questions-0-type": "nps", "questions-0-id": NPS,
    } | {f"questions-0-value-words-{code}": "" for code in ("fr", "en", "de", "nl", "es", "it")}  # fmt: skip
    anne = as_(client, people.anne)
    refused = anne.post(reverse("survey:add"), form)
    assert "fermerait avant d’ouvrir" in refused.content.decode()
    done = anne.post(reverse("survey:add"), form | {"closes_on": ""})
    assert done.status_code == 302
    assert [child.block_type for child in Survey.everything.get().questions] == ["nps"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_sheet_of_a_survey_asks_the_same_queries(client, people, survey, rows, django_assert_max_num_queries):
    answered(survey, rows)
    InvitationFactory(survey=survey)
    anne = as_(client, people.anne)
    anne.get(reverse("survey:index"))
    with django_assert_max_num_queries(34):
        page = anne.get(reverse("survey:inspect", args=[survey.pk])).content.decode()
    assert "Trop peu de réponses pour conclure" in page
    assert "data:image/svg+xml" in page
    assert page.count("Très bien") == rows


def test_words_are_searched_and_people_asked_are_counted(client, people, survey):
    answered(survey, 2)
    anne, url = as_(client, people.anne), reverse("survey:inspect", args=[survey.pk])
    assert anne.get(url, {"q": "bien 1"}).content.decode().count("Très bien") == 1
    told = {"path": AnswerPath.DESK, "on": timezone.localdate(), "count": "12"}
    assert anne.post(url, told).status_code == 302
    assert Invitation.everything.get().count == 12
    assert "0" in anne.post(url, told | {"count": "0"}).content.decode()
    assert as_(client, people.chloe).post(url, told).status_code in (302, 403, 404)
    assert Invitation.everything.get().count == 12


def test_a_survey_is_looked_at_as_visitors_see_it(client, people, survey):
    anne = as_(client, people.anne)
    page = anne.get(reverse("survey:preview", args=[survey.pk, "nl"])).content.decode()
    assert "Zou u" in page
    assert "disabled" in page
    assert anne.get(reverse("survey:preview", args=[survey.pk, "zz"])).status_code == 404
    assert as_(client, people.chloe).get(reverse("survey:preview", args=[survey.pk, "fr"])).status_code == 404


def test_answers_are_taken_away_without_a_name_nor_a_formula(client, people, survey):
    answered(survey, 2)
    anne = as_(client, people.anne)
    text = anne.get(reverse("survey:answers", args=[survey.pk, "csv"])).content.decode("utf-8-sig")
    head, first, _second = csv.reader(StringIO(text), delimiter=";")
    assert head[:3] == ["Le", "Langue", "Par où"]
    assert first[3] == "10"
    assert first[-1].startswith("'=")
    book = load_workbook(BytesIO(anne.get(reverse("survey:answers", args=[survey.pk, "xlsx"])).content))
    assert book.active.max_row == 3
    assert anne.get(reverse("survey:answers", args=[survey.pk, "doc"])).status_code == 404
    assert as_(client, people.chloe).get(reverse("survey:answers", args=[survey.pk, "csv"])).status_code in (302, 403)


# --- Image studies --------------------------------------------------------------------------------------------------


def test_quotas_fill_as_answers_come(wave):
    terrain(wave, 12)
    found = {(quota.trait, quota.cell): quota for quota in reads.quotas_of(wave)}
    men = found["sexe", "H"]
    assert (men.wanted, men.have, men.missing, men.percent) == (24, 4, 20, 17)
    assert reads.one_reading(wave).fault.startswith("Trop peu de réponses")


def test_a_wave_is_weighted_before_anything_is_said(wave):
    terrain(wave)
    reading = reads.one_reading(wave)
    assert reading.raking.design_effect > 1
    assert reading.spontaneous.value == pytest.approx(0.2, abs=0.03)
    assert reading.assisted.value == 1
    assert [name for name, _share in reading.traits] == ["nature préservée", "cher"]
    wave.margins = {"sexe": {"F": 50.0, "H": 40.0, "autre": 10.0}}
    assert "personne dans «\N{NO-BREAK SPACE}autre\N{NO-BREAK SPACE}»" in reads.one_reading(wave).fault


@pytest.mark.parametrize("count", [1, 3])
def test_curves_by_market_and_year(wave, count, django_assert_num_queries):
    terrain(wave)
    for rank in range(1, count):
        later = WaveFactory(study=wave.study, year=2025 + rank, target=50)
        terrain(later)
    with django_assert_num_queries(2):
        found = reads.curves_of(wave.study, ("Spontanée", "Assistée"))
    name, points = found.curves[0]
    assert (name, len(points)) == ("Spontanée", count)
    assert [point.change.verdict for point in points[1:]] == [0] * (count - 1)


def test_the_study_and_the_wave_are_shown(client, people, wave):
    terrain(wave)
    anne = as_(client, people.anne)
    assert "France 2025" in anne.get(reverse("study:inspect", args=[wave.study_id])).content.decode()
    page = anne.get(reverse("wave:inspect", args=[wave.pk])).content.decode()
    assert "Effet de plan" in page
    assert 'type="file"' in page


def test_a_wave_is_written_line_by_line(client, people, wave):
    anne = as_(client, people.anne)
    form = {"study": wave.study_id, "market": "BE", "year": "2025", "institute": "", "asked_on": "", "target": "100",
            "contacted": "", "shares": "sexe ; F ; 51,6\nsexe ; H ; 48,4\n"}  # fmt: skip
    assert anne.post(reverse("wave:add"), form | {"shares": "sexe ; F"}).context["form"].errors["shares"]
    refused = anne.post(reverse("wave:add"), form | {"shares": "sexe ; F ; 51,6"}).content.decode()
    assert "les parts font 51,6\N{NO-BREAK SPACE}%" in refused
    assert anne.post(reverse("wave:add"), form).status_code == 302
    assert Wave.everything.get(market="BE").margins == {"sexe": {"F": 51.6, "H": 48.4}}
    again = anne.post(reverse("wave:add"), form)
    assert again.status_code == 200
    shown = anne.get(reverse("wave:edit", args=[wave.pk])).content.decode()
    assert "sexe ; F ; 52" in shown


def test_studies_and_waves_of_others_are_not_written(people, wave):
    with pytest.raises(StudyRefused, match="ressort"):
        studies.save_wave(wave=wave, by=people.chloe, now=NOW)
    with pytest.raises(StudyRefused, match="rédigez"):
        studies.save_study(study=wave.study, by=people.chloe, now=NOW)
    with pytest.raises(StudyRefused, match="trait d’image"):
        studies.save_study(study=Study(destination=people.office, name="x", traits=" \n"), by=None, now=NOW)


FILE = (
    "Identifiant;Sexe;Âge;Spontanée;Assistée;Nature préservée;Cher\n"
    "1;F;jeune;oui;oui;1;0\n2;h;ÂGÉ;non;oui;0;1\n3;X;jeune;non;non;0;0\n4;F;jeune;peut-être;non;0;0\n;F;jeune;non;non;;\n"
)


def test_an_institute_s_file_is_tried_then_brought_in(client, people, wave):
    anne = as_(client, people.anne)
    sent = SimpleUploadedFile("terrain.csv", FILE.encode())
    anne.post(reverse("wave:receive", args=[wave.pk]), {"sent": sent})
    wave.refresh_from_db()
    assert wave.columns["cell:sexe"] == "Sexe"
    assert wave.columns["trait:nature préservée"] == "Nature préservée"
    columns = {f"column-{rank}": wave.columns[key] for rank, (key, _label) in enumerate(imports.wanted(wave))}
    url = reverse("wave:bring", args=[wave.pk])
    tried = anne.post(url, columns | {"verb": "try"}).content.decode()
    assert "n’est pas une modalité de" in tried
    assert "ni oui ni non" in tried
    assert not Respondent.everything.exists()
    assert anne.post(url, columns | {"verb": "bring"}).status_code == 302
    wave.refresh_from_db()
    assert not Respondent.everything.exists(), "the worker brings them in, not the request"
    assert "<progress" in anne.get(reverse("wave:inspect", args=[wave.pk])).content.decode()
    with pytest.raises(StudyRefused, match="en cours d’importation"):
        imports.receive_file(wave=wave, name="b.csv", content=FILE.encode(), by=people.anne, now=NOW)
    jobs.run(wave.job_id)
    first, second = Respondent.everything.order_by("number")
    assert (first.cells, first.spontaneous, first.traits) == ({"sexe": "F", "âge": "jeune"}, True, ["nature préservée"])
    assert (second.cells, second.assisted, second.traits) == ({"sexe": "H", "âge": "âgé"}, True, ["cher"])
    wave.refresh_from_db()
    assert wave.content is None
    assert wave.counts == {"created": 2, "failed": 3}
    shown = anne.get(reverse("wave:inspect", args=[wave.pk])).content.decode()
    assert "n’est pas une modalité de" in shown
    jobs.run(wave.job_id)
    assert Respondent.everything.count() == 2


def test_an_import_killed_on_the_way_goes_on_where_it_was(wave, monkeypatch):
    monkeypatch.setattr(files, "BATCH", 2)
    lines = "".join(f"{rank};F;jeune;non;oui;1;0\n" for rank in range(7))
    imports.receive_file(wave=wave, name="a.csv", content=(FILE[: FILE.index("1;")] + lines).encode(), by=None, now=NOW)

    def stop(done, total, sentence):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        imports.bring_file(wave=wave, by=None, now=NOW, report=stop)
    wave = Wave.everything.get(pk=wave.pk)
    assert (wave.read, Respondent.everything.count()) == (4, 4)
    imports.bring_file(wave=wave, by=None, now=NOW)
    assert (wave.counts, Respondent.everything.count()) == ({"created": 7}, 7)


def test_a_fuller_file_adds_only_what_is_new(wave):
    imports.receive_file(wave=wave, name="a.csv", content=FILE.encode(), by=None, now=NOW)
    imports.bring_file(wave=wave, by=None, now=NOW)
    imports.receive_file(wave=wave, name="b.csv", content=(FILE + "9;F;jeune;non;oui;1;1\n").encode(), by=None, now=NOW)
    tried = imports.try_file(wave=wave)
    assert [one.status for one in tried] == ["unchanged", "unchanged", "failed", "failed", "failed", "created"]
    imports.bring_file(wave=wave, by=None, now=NOW)
    assert wave.counts == {"unchanged": 2, "failed": 3, "created": 1}
    assert Respondent.everything.count() == 3


def test_a_file_without_its_columns_is_refused_whole(wave):
    with pytest.raises(StudyRefused, match="Déposez d’abord"):
        imports.try_file(wave=wave)
    imports.receive_file(wave=wave, name="a.csv", content=b"Nom;Sexe\nx;F\n", by=None, now=NOW)
    with pytest.raises(StudyRefused, match="Dites quelle colonne donne"):
        imports.ask_file(wave=wave, by=None, now=NOW)


def test_questions_of_a_survey_keep_their_answers_when_it_is_worded_again(survey):
    answered(survey)
    stream = list(survey.questions.raw_data)
    stream[1]["value"]["words"]["fr"] = "Notre accueil\N{NO-BREAK SPACE}?"
    survey.questions = stream
    survey.save()
    assert {child.id for child in Survey.everything.get().questions} >= {NPS, CSAT}
