"""Segments written, read and taken away from the office, by those who keep the file and nobody else."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from belvedere.contacts.actions import members, ready_segments
from belvedere.contacts.enums import ActKind
from belvedere.contacts.forms.segments import Rows
from belvedere.contacts.models import Segment
from belvedere.engines import segments as engine
from belvedere.kit.models import Entry
from tests.factories.contacts import ActFactory, PersonFactory
from tests.factories.segments import ActFactsFactory, SegmentFactory

pytestmark = pytest.mark.django_db

#: Two rows, as the page sends them.
ROWS = {
    "name": "Néerlandophones en famille", "about": "", "join": "all", "row": ["0:language", "1:acts"],
    "r0-values": ["nl"], "r1-kinds": ["stayed"], "r1-measure": "count", "r1-op": ">=", "r1-value": "1",
    "r1-oldest": "365", "r1-children_min": "1",
}  # fmt: skip


@pytest.fixture
def dutch(people):
    person = PersonFactory(destination=people.office, language="nl", last_name="Visser")
    act = ActFactory(person=person, kind=ActKind.STAYED, at=timezone.now() - timedelta(days=20))
    ActFactsFactory(act=act, adults=2, children=2)
    PersonFactory(destination=people.office, language="nl", last_name="Bakker")
    return person


@pytest.fixture
def segment(people, dutch):
    made = SegmentFactory(
        destination=people.office, name="Néerlandophones", condition={"field": "language", "one_of": ["nl"]}
    )
    members.fill_segments(segments=[made], now=timezone.now(), progress=lambda _done, _total: None)
    return made


def as_(client, person):
    client.force_login(person)
    return client


def test_rows_are_added_and_removed_without_keeping_anything(client, people):
    anne, address = as_(client, people.anne), reverse("segment:compose")
    page = anne.post(address, ROWS | {"verb": "add", "criterion": "birth_year"})
    assert [mark for mark, _name, _row in page.context["rows"]] == ["0:language", "1:acts", "2:birth_year"]
    assert "2:birth_year" in page.content.decode()
    page = anne.post(address, ROWS | {"verb": "remove:0:language"})
    assert [mark for mark, _name, _row in page.context["rows"]] == ["1:acts"]
    page = anne.post(address, ROWS | {"verb": "add", "criterion": "rien"})
    assert len(page.context["rows"]) == 2
    assert not Segment.everything.exists()


def test_a_preview_says_how_many_who_and_why(client, people, dutch):
    page = as_(client, people.bruno).post(reverse("segment:compose"), ROWS | {"verb": "look"})
    said = page.content.decode()
    assert "1 personne sur 2" in said
    assert "Visser" in said
    assert "Langue\u202f: néerlandais (néerlandais)." in said
    assert "Séjours ou visites (enfants ≥\xa01) depuis 1 an\u202f: au moins 1 (0)." in said
    assert not Segment.everything.exists()


def test_a_segment_is_kept_then_shown_again_as_it_was_written(client, people, dutch):
    anne = as_(client, people.anne)
    done = anne.post(reverse("segment:compose"), ROWS | {"verb": "keep"})
    kept = Segment.everything.get()
    assert done.url == reverse("segment:inspect", args=[kept.pk])
    assert kept.destination == people.office
    page = anne.get(reverse("segment:conditions", args=[kept.pk]))
    again = {}
    for mark, _name, row in page.context["rows"]:
        again.setdefault("row", []).append(mark)
        again |= {
            f"{row.prefix}-{name}": value for name, field in row.fields.items()
            if (value := row.get_initial_for_field(field, name)) not in (None, False, [])
        }  # fmt: skip
    start = page.context["form"].initial
    anne.post(reverse("segment:conditions", args=[kept.pk]), again | start | {"verb": "keep"})
    before = kept.condition
    kept.refresh_from_db()
    assert kept.condition == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"r0-values": []}, "Complétez les conditions."),
        ({"r1-value": "-1"}, "Complétez les conditions."),
        ({"r1-measure": "last", "r1-op": "="}, "Complétez les conditions."),
        ({"r1-measure": "share", "r1-children_min": ""}, "Complétez les conditions."),
        ({"row": []}, "Ajoutez une condition."),
        ({"row": ["x:language", "9999:rien"]}, "Ajoutez une condition."),
        ({"name": ""}, "Champ requis."),
    ],
)
def test_what_is_not_whole_is_not_kept(client, people, change, said):
    page = as_(client, people.anne).post(reverse("segment:compose"), ROWS | {"verb": "keep"} | change)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert not Segment.everything.exists()


@pytest.mark.parametrize(
    "condition",
    [
        engine.Any((engine.Not(engine.Starts("postcode", ("63", "15"))), engine.Age("created", ">=", 30))),
        engine.All((engine.Flag("news_mail"), engine.Compare("birth_year", "<", 1980))),
        engine.All((engine.Acts(("bought",), ">", 5_000, "sum", "amount", (engine.Flag("dog"),), engine.Window(90)),)),
        engine.All((engine.Acts((), ">=", 50, "share", None, (engine.OneOf("themes", ("walk", "bike")),)),)),
        engine.All((engine.Acts((), "<", 30, "last", None, (engine.OneOf("commune", ("Salers",)),)),)),
    ],
)
def test_rows_say_back_what_was_kept(condition):
    rows = Rows([])
    assert rows.show(condition)
    data = {}
    for _mark, row in ((mark, row) for mark, _name, row in rows):
        for name, field in row.fields.items():
            if (value := row.get_initial_for_field(field, name)) not in (None, False):
                data[f"{row.prefix}-{name}"] = value
    again = Rows([])
    again.read(MultiDict(data), [mark for mark, _name, _row in rows])
    assert again.condition("any" if isinstance(condition, engine.Any) else "all") == condition


class MultiDict(dict):
    """As Django's own, for widgets that read several values."""

    def getlist(self, name):
        found = self.get(name, [])
        return found if isinstance(found, list) else [found]


def test_a_soft_type_shows_its_clues_and_moves_its_threshold(client, people, dutch):
    ready_segments.provide_segments(destination=people.office, now=timezone.now())
    family = Segment.everything.get(key="familles", destination=people.office)
    anne = as_(client, people.anne)
    assert anne.get(reverse("segment:conditions", args=[family.pk])).url == reverse("segment:inspect", args=[family.pk])
    said = anne.get(reverse("segment:inspect", args=[family.pk])).content.decode()
    assert "Avec des enfants, le plus souvent" in said
    anne.post(reverse("segment:threshold", args=[family.pk]), {"threshold": "85"})
    family.refresh_from_db()
    assert engine.condition_of(family.condition).threshold == 85
    anne.post(reverse("segment:threshold", args=[family.pk]), {"threshold": "850"})
    family.refresh_from_db()
    assert engine.condition_of(family.condition).threshold == 85


def test_one_person_is_explained_before_every_segment(client, people, segment, dutch):
    address = reverse("segment:why", args=[segment.pk])
    said = as_(client, people.denis).get(address, {"personne": dutch.pk}).content.decode()
    assert "Elle en est" in said
    assert "Langue\u202f: néerlandais (néerlandais)." in said
    foreign = PersonFactory(destination=people.neighbour)
    assert client.get(address, {"personne": foreign.pk}).status_code == 404
    assert client.get(address, {"personne": "x"}).status_code == 404
    assert as_(client, people.chloe).get(address, {"personne": dutch.pk}).status_code == 404


def test_members_leave_in_a_file_for_whoever_keeps_it(client, people, segment, dutch):
    address = reverse("segment:members", args=[segment.pk])
    answer = as_(client, people.bruno).get(address)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert [row[2] for row in rows[1:]] == ["Visser", "Bakker"]
    assert rows[1][-1] == "Langue\u202f: néerlandais (néerlandais)."
    assert Entry.objects.filter(verb="export_segment", by=people.bruno).count() == 1
    assert as_(client, people.denis).get(address).status_code in (302, 403)
    assert as_(client, people.chloe).get(address).status_code == 404
    assert Entry.objects.filter(verb="export_segment").count() == 1


def test_who_only_looks_changes_nothing(client, people, segment):
    denis = as_(client, people.denis)
    said = denis.get(reverse("segment:inspect", args=[segment.pk])).content.decode()
    assert "Changer les conditions" not in said
    assert "Emporter" not in said
    denis.post(reverse("segment:conditions", args=[segment.pk]), ROWS | {"verb": "keep"})
    segment.refresh_from_db()
    assert segment.condition == {"field": "language", "one_of": ["nl"]}


def test_the_sheet_asks_as_much_for_one_as_for_several(client, people):
    made = SegmentFactory(destination=people.office, condition={"field": "language", "one_of": ["nl"]})
    anne = as_(client, people.anne)
    sheet = reverse("segment:inspect", args=[made.pk])

    def queries() -> int:
        members.fill_segments(segments=[made], now=timezone.now(), progress=lambda _done, _total: None)
        anne.get(sheet)
        with CaptureQueriesContext(connection) as asked:
            anne.get(sheet)
        return len(asked)

    PersonFactory(destination=people.office, language="nl")
    alone = queries()
    PersonFactory.create_batch(2, destination=people.office, language="nl")
    assert queries() == alone <= 40
