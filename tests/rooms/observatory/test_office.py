"""The office's screens: everyone sees her own, writes her own, and hands over a file without a command line."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from belvedere.observatory.enums import SourceKind
from belvedere.observatory.models import DataSource, Delivery, Mapping, Series, SeriesBreak
from tests.factories.observatory import DataSourceFactory, DeliveryFactory, SeriesFactory, fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, people):
    def sign(name):
        client.force_login(getattr(people, name))
        return client

    return sign


def test_the_list_is_narrowed_searched_and_exported(signed_in, nights, source):
    SeriesFactory(source=source, name="Taxe", measure="tourist_tax")
    anne = signed_in("anne")
    assert "Nuitées du territoire" in anne.get("/bureau/series/").content.decode()
    assert "Nuitées du territoire" not in anne.get("/bureau/series/?measure=tourist_tax").content.decode()
    exported = b"".join(anne.get("/bureau/series/?export=csv").streaming_content).decode()
    assert "nuitées" in exported


def test_a_sheet_shows_the_chart_over_its_table_and_hides_what_is_secret(signed_in, nights):
    Series.everything.filter(pk=nights.pk).update(secrecy=20)
    fill(nights, [731.0, 7.0, 90.0])
    text = signed_in("anne").get(f"/bureau/series/inspect/{nights.pk}/").content.decode()
    assert 'data-island="chart"' in text
    assert "731" in text
    assert "masqué" in text
    assert "2 périodes masquées par le secret" in text
    assert signed_in("chloe").get(f"/bureau/series/inspect/{nights.pk}/").status_code == 404


def test_a_series_is_described_without_its_facts_being_touched(signed_in, nights, people):
    fill(nights, [100])
    data = {
        "name": "Nuitées marchandes", "measure": "nights", "unit": "nights", "audience": "all", "market": "",
        "lodging": "", "territory": people.office.territory_id, "total": "", "method": "Enquête", "secrecy": 11,
        "is_public": "on",
    }  # fmt: skip
    answer = signed_in("bruno").post(f"/bureau/series/edit/{nights.pk}/", data)
    assert answer.status_code == 302
    nights.refresh_from_db()
    assert (nights.name, nights.secrecy, nights.is_public, nights.points) == ("Nuitées marchandes", 11, True, 1)
    for who in ("denis", "chloe"):
        signed_in(who).post(f"/bureau/series/edit/{nights.pk}/", data | {"name": "Pris"})
    nights.refresh_from_db()
    assert nights.name == "Nuitées marchandes"


def test_a_break_is_noted_once_a_day_and_removed(signed_in, nights):
    anne, url = signed_in("anne"), reverse("series:break", args=[nights.pk])
    given = {"day": "2020-03-17", "sentence": "Crise sanitaire"}
    anne.post(url, given)
    anne.post(url, given)
    found = SeriesBreak.everything.get()
    assert found.sentence == "Crise sanitaire"
    anne.post(url, {"remove": found.pk})
    assert not SeriesBreak.everything.exists()
    assert signed_in("chloe").post(url, given).status_code == 404


def test_a_break_refused_comes_back_as_it_was_typed_and_once(signed_in, nights):
    anne, sheet = signed_in("anne"), reverse("series:inspect", args=[nights.pk])
    back = anne.post(reverse("series:break", args=[nights.pk]), {"day": "0026-03-17", "sentence": "Crise"}, follow=True)
    form = back.context["break_form"]
    assert (form["sentence"].value(), form["day"].value()) == ("Crise", "0026-03-17")
    assert "L’année 0026" in str(form.errors["day"])
    assert str(form.errors["day"]) in back.content.decode()
    assert not anne.get(sheet).context["break_form"].is_bound


def test_a_source_is_added_in_one_s_own_destination_only(signed_in, people):
    data = {
        "name": "Compteurs", "slug": "compteurs", "kind": "counters", "destination": people.office.pk, "producer": "",
        "licence": "LO", "page": "", "method": "", "address": "", "secrecy": 0,
    }  # fmt: skip
    assert signed_in("bruno").post("/bureau/datasource/new/", data).status_code == 302
    assert DataSource.everything.get().destination == people.office
    signed_in("chloe").post("/bureau/datasource/new/", data | {"slug": "pris"})
    assert DataSource.everything.count() == 1


def test_a_mapping_is_saved_and_a_wrong_one_said(signed_in, source):
    anne = signed_in("anne")
    wrong = anne.post("/bureau/mapping/new/", {"source": source.pk, "columns": '{"period": "Mois"}'})
    assert "sont nécessaires" in wrong.content.decode()
    broken = anne.post("/bureau/mapping/new/", {"source": source.pk, "columns": "{"})
    assert "ce n’est pas du JSON" in broken.content.decode()
    columns = '{"period": "Jour", "values": {"Passages": {"unit": "visits"}}}'
    assert anne.post("/bureau/mapping/new/", {"source": source.pk, "columns": columns}).status_code == 302
    assert Mapping.everything.get().columns["period"] == "Jour"


def upload(text="Jour;Passages\n2024-01-01;12\n"):
    return SimpleUploadedFile("compteur.csv", text.encode(), content_type="text/csv")


def test_a_file_is_rehearsed_then_handed_over(signed_in, people):
    source = DataSourceFactory(destination=people.office, kind=SourceKind.COUNTERS)
    bruno, given = signed_in("bruno"), {"source": source.pk, "delivered_on": "2024-03-01"}
    text = bruno.post("/bureau/delivery/livrer/", given | {"file": upload(), "rehearse": "on"}).content.decode()
    assert "Ce que ferait cette livraison" in text
    assert Delivery.everything.count() == 0
    answer = bruno.post("/bureau/delivery/livrer/", given | {"file": upload()})
    delivery = Delivery.everything.get()
    assert answer.headers["Location"] == f"/bureau/delivery/inspect/{delivery.pk}/"
    assert (delivery.by, delivery.counts["created"]) == (people.bruno, 1)
    assert "1 période ajoutée" in bruno.get(answer.headers["Location"]).content.decode()
    refused = bruno.post("/bureau/delivery/livrer/", given | {"file": upload("rien")})
    assert "aucun tableau" in refused.content.decode()


def test_nobody_hands_a_file_to_somebody_else_s_source(signed_in, source):
    chloe = signed_in("chloe")
    assert chloe.get("/bureau/delivery/livrer/").status_code in (302, 403)
    DataSourceFactory(destination=chloe_destination(source), slug="a-elle")
    given = {"source": source.pk, "delivered_on": "2024-03-01", "file": upload()}
    assert "choix" in chloe.post("/bureau/delivery/livrer/", given).content.decode().lower()
    assert Delivery.everything.count() == 0


def chloe_destination(source):
    return source.destination.parent.children.exclude(pk=source.destination_id).get()


def test_lists_cost_the_same_with_one_row_or_three(signed_in, source, django_assert_max_num_queries):
    anne = signed_in("anne")
    for rows in (1, 2):
        for _ in range(rows):
            DeliveryFactory(source=SeriesFactory(source=source).source)
        for address in ("/bureau/series/", "/bureau/delivery/", "/bureau/datasource/"):
            anne.get(address)
            with django_assert_max_num_queries(32):
                anne.get(address)
