"""The page of loyalty and value, its file, and the expenses, by those who keep the file and those who look at it."""

import csv
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from belvedere.contacts.actions import value
from belvedere.contacts.models import Expense, ValueRun
from tests.factories.contacts import PersonFactory
from tests.factories.value import ExpenseFactory, ValueRunFactory

pytestmark = pytest.mark.django_db
EXPENSE = {
    "name": "Salon", "purpose": "acquisition", "euros": "1 250,50", "start": "2026-03-01", "end": "2026-03-03",
    "supplier": "", "source": "mandat 12", "mailing": "",
}  # fmt: skip


def as_(client, who):
    client.force_login(who)
    return client


@pytest.fixture
def run(people):
    PersonFactory(destination=people.office)
    row = ValueRunFactory(destination=people.office, asked_at=timezone.now())
    return value.reckon_value(run=row, now=timezone.now())


def test_the_page_says_what_is_missing_and_offers_a_new_reckoning(client, people, run):
    text = as_(client, people.anne).get(reverse("value:index")).content.decode()
    assert "Pas assez de données pour refaire le calcul du «\N{NO-BREAK SPACE}4 fois\N{NO-BREAK SPACE}»" in text
    assert "aucune dépense pour faire revenir n’est notée" in text
    assert "Recalculer" in text
    answer = client.post(reverse("value:index"), {"fichier": people.office.pk})
    assert answer.status_code == 302
    assert ValueRun.everything.filter(made_at=None).count() == 1
    assert "Un calcul est en cours" in client.get(answer.url).content.decode()


def test_who_only_looks_gets_no_button_and_a_stranger_gets_nothing(client, people, run):
    denis = as_(client, people.denis)
    assert "Recalculer" not in denis.get(reverse("value:index")).content.decode()
    assert denis.post(reverse("value:index"), {"fichier": people.office.pk}).status_code != 200
    chloe = as_(client, people.chloe)
    assert chloe.get(reverse("value:tables", args=[run.pk])).status_code == 404
    chloe.post(reverse("value:index"), {"fichier": people.office.pk})
    assert not ValueRun.everything.filter(made_at=None).exists()


def test_the_tables_are_taken_away(client, people, run):
    answer = as_(client, people.anne).get(reverse("value:tables", args=[run.pk]))
    rows = list(csv.reader(StringIO(answer.content.decode().removeprefix("\ufeff")), delimiter=";"))
    assert rows[0] == ["Tableau", "Ligne", "Mesure", "Valeur", "Au moins", "Au plus"]
    assert ["Coûts", "Faire venir de nouvelles personnes", "dépenses", "0", "", ""] in rows


def test_the_page_asks_as_much_for_one_segment_as_for_three(client, people, run, django_assert_max_num_queries):
    anne = as_(client, people.anne)
    anne.get(reverse("value:index"))
    with django_assert_max_num_queries(24):
        anne.get(reverse("value:index"))


def test_an_expense_is_typed_in_euros_and_kept_in_cents(client, people):
    anne = as_(client, people.anne)
    answer = anne.post(reverse("expense:add"), EXPENSE | {"destination": people.office.pk})
    assert answer.status_code == 302
    row = Expense.everything.get()
    assert (row.amount, row.noted_at is not None) == (125_050, True)
    page = anne.get(reverse("expense:edit", args=[row.pk])).content.decode()
    assert "1250,50" in page or "1\N{NARROW NO-BREAK SPACE}250,50" in page or "1\N{NO-BREAK SPACE}250,50" in page
    anne.post(reverse("expense:edit", args=[row.pk]), EXPENSE | {"destination": people.office.pk, "euros": "10"})
    row.refresh_from_db()
    assert row.amount == 1_000
    anne.post(reverse("expense:delete", args=[row.pk]))
    assert not Expense.everything.exists()


def test_dates_that_cross_are_said_above_the_form(client, people):
    crossed = EXPENSE | {"destination": people.office.pk, "end": "2026-02-01"}
    text = as_(client, people.anne).post(reverse("expense:add"), crossed).content.decode()
    assert "La fin précède le début" in text
    assert not Expense.everything.exists()


@pytest.mark.parametrize("several", [1, 3])
def test_the_list_asks_as_much_for_one_as_for_several(client, people, several, django_assert_max_num_queries):
    ExpenseFactory.create_batch(several, destination=people.office)
    anne = as_(client, people.anne)
    anne.get(reverse("expense:index"))
    with django_assert_max_num_queries(22):
        text = anne.get(reverse("expense:index")).content.decode()
    assert text.count("1\N{NARROW NO-BREAK SPACE}200") + text.count("1\N{NO-BREAK SPACE}200") == several
