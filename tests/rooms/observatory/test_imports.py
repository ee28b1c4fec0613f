"""A delivery of figures: said twice it changes nothing, cut short it goes on, and nothing in it is silent."""

from collections import Counter
from datetime import UTC, date, datetime

import numpy as np
import pytest

from belvedere.engines import flows
from belvedere.engines.flows.generate import Plan, generate
from belvedere.kit import http, turns
from belvedere.observatory import events
from belvedere.observatory.actions import deliveries, sources
from belvedere.observatory.enums import DeliveryStatus, ItemStatus, SourceKind
from belvedere.observatory.imports import files, remote
from belvedere.observatory.models import Delivery, DeliveryItem, Series
from belvedere.observatory.queries import facts
from tests.factories.observatory import DataSourceFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 3, 1, 9, 0, tzinfo=UTC)
DAY = date(2024, 3, 1)
TAX = "Mois;INSEE;Euros;État\n{}\n"
TAX_MAPPING = {
    "period": "Mois", "values": {"Euros": {"measure": "tourist_tax", "unit": "euros"}}, "place": "INSEE",
    "provisional": "État",
}  # fmt: skip


def silent(_done, _total, _sentence=""):
    pass


def take(source, text, *, name="taxe.csv", day=DAY):
    data = text if isinstance(text, bytes) else text.encode()
    return files.take_file(
        name=name, data=data, source=source, delivered_on=day, by=None, now=NOW, progress=silent
    )  # fmt: skip


@pytest.fixture
def tax(people):
    source = DataSourceFactory(slug="taxe", kind=SourceKind.TOURIST_TAX, destination=people.office, secrecy=5)
    sources.save_mapping(source=source, columns=TAX_MAPPING, by=None, now=NOW)
    return source


def rows(*lines):
    return TAX.format("\n".join(lines))


def test_a_table_becomes_series_in_their_places(tax, people):
    summary = take(tax, rows(f"2024-01;{people.here.pk};1 200,50;", f"2024-02;{people.here.pk};900;provisoire"))
    assert summary.counts["created"] == 1
    assert summary.failures == []
    (found,) = Series.everything.all()
    assert (found.commune, found.measure, found.unit, found.frequency) == (people.here, "tourist_tax", "euros", "M")
    assert (found.secrecy, found.is_public, found.points, found.provisional_points) == (5, False, 2, 1)
    assert facts.points([found])["value"].to_pylist() == [1200.5, 900.0]


def test_the_same_file_twice_changes_nothing_and_a_revision_is_told(tax, people):
    code = people.here.pk
    take(tax, rows(f"2024-01;{code};100;provisoire"))
    again = take(tax, rows(f"2024-01;{code};100;provisoire"))
    assert again.counts == Counter(created=0, updated=0, unchanged=1, skipped=0, failed=0)
    revised = take(tax, rows(f"2024-01;{code};110;", f"2024-02;{code};50;"), day=date(2024, 6, 1))
    (item,) = DeliveryItem.everything.filter(delivery=revised.delivery)
    assert (item.status, item.new, item.revised) == (ItemStatus.UPDATED, 1, 1)
    assert item.sentence == "1 période ajoutée ; 1 période révisée."
    late = take(tax, rows(f"2024-01;{code};100;provisoire"))
    assert DeliveryItem.everything.get(delivery=late.delivery).sentence == (
        "1 provisoire ignorée : le chiffre définitif est connu."
    )


def test_what_staff_have_described_is_not_written_over(tax, people):
    take(tax, rows(f"2024-01;{people.here.pk};100;"))
    series = Series.everything.get()
    series.name, series.is_public = "Notre taxe", True
    sources.describe_series(series=series, by=None, now=NOW)
    take(tax, rows(f"2024-01;{people.here.pk};120;"))
    series.refresh_from_db()
    assert (series.name, series.is_public, series.last) == ("Notre taxe", True, date(2024, 1, 1))


def test_nothing_is_silent(tax, people):
    code = people.here.pk
    summary = take(
        tax,
        rows(f"2024-01;{code};cent;", f"2024-02;{code};90;", "hier;1;3;", f"2024-01;{people.there.pk};nd;"),
    )
    assert summary.counts == Counter(created=1, updated=0, unchanged=0, skipped=1, failed=2)
    told = {item.place: (item.status, item.sentence) for item in DeliveryItem.everything.all()}
    assert told["taxe.csv, ligne 2, colonne « Euros »"] == ("failed", "« cent » n’est pas un nombre")
    assert told["taxe.csv, ligne 4, colonne « Mois »"][0] == "failed"
    assert told[f"Euros / {people.there.pk}"] == ("skipped", "Aucune période chiffrée.")


def test_another_frequency_fails_its_series(tax, people):
    take(tax, rows(f"2024-01;{people.here.pk};100;"))
    summary = take(tax, rows(f"2024;{people.here.pk};1200;"))
    assert summary.counts["failed"] == 1
    assert "« année » dans le fichier, « mois » chez nous" in summary.failures[0][1]


def test_a_file_that_cannot_be_read_is_refused_whole(tax):
    with pytest.raises(files.DeliveryRefused, match="colonne « Mois » absente"):
        take(tax, "Jour;INSEE\n2024-01-01;3\n")
    delivery = Delivery.everything.get()
    assert (delivery.status, Series.everything.count()) == (DeliveryStatus.REFUSED, 0)
    assert "colonne « Mois » absente" in delivery.sentence


def test_a_delivery_cut_short_goes_on_where_it_stood(tax, people, monkeypatch):
    monkeypatch.setattr(files, "BATCH", 1)
    text = rows(*(f"2024-01;{code};{k};" for k, code in enumerate(("63001", "63002", "63003"), start=6)))
    apply, calls = deliveries.apply_batch, []

    def cut(**options):
        calls.append(options["position"])
        if len(calls) == 2:
            raise KeyboardInterrupt
        return apply(**options)

    monkeypatch.setattr(deliveries, "apply_batch", cut)
    with pytest.raises(KeyboardInterrupt):
        take(tax, text)
    assert Delivery.everything.get().position == 1
    summary = take(tax, text)
    assert summary.counts == Counter(created=3, updated=0, unchanged=0, skipped=0, failed=0)
    assert calls == [1, 2, 2, 3]
    assert Delivery.everything.get().status == DeliveryStatus.DONE


def test_killed_between_the_facts_and_their_outcome_it_says_what_it_did(tax, people, monkeypatch):
    text = rows(f"2024-01;{people.here.pk};100;")
    note = deliveries.facts.note_extents

    def cut(**_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(deliveries.facts, "note_extents", cut)
    with pytest.raises(KeyboardInterrupt):
        take(tax, text)
    assert DeliveryItem.everything.count() == 0
    monkeypatch.setattr(deliveries.facts, "note_extents", note)
    summary = take(tax, text)
    assert summary.counts["created"] == 1
    assert DeliveryItem.everything.get().new == 1


def test_another_file_replaces_a_delivery_left_unfinished(tax, people):
    deliveries.begin_delivery(source=tax, file="a.csv", digest="a", delivered_on=DAY, by=None, now=NOW)
    take(tax, rows(f"2024-01;{people.here.pk};100;"))
    assert sorted(Delivery.everything.values_list("status", flat=True)) == ["done", "interrupted"]


def test_one_delivery_of_a_source_at_a_time(tax, monkeypatch):
    def taken(_name):
        raise turns.Busy

    monkeypatch.setattr(turns, "turn_of", taken)
    with pytest.raises(files.SourceBusy, match="est déjà en cours"):
        take(tax, rows("2024-01;63001;1;"))


def test_a_rehearsal_says_the_same_and_writes_nothing(tax, people):
    code, other = people.here.pk, people.there.pk
    take(tax, rows(f"2024-01;{code};100;"))
    before = facts.file_of(tax.pk, "M").read_bytes()
    text = rows(f"2024-01;{code};110;", f"2024-01;{other};7;", "hier;1;2;").encode()
    rehearsed = files.rehearse(name="taxe.csv", data=text, source=tax)
    assert (Series.everything.count(), Delivery.everything.count()) == (1, 1)
    assert facts.file_of(tax.pk, "M").read_bytes() == before
    real = take(tax, text)
    assert +rehearsed.counts == +real.counts
    assert rehearsed.failures == real.failures


def test_who_listens_is_told_of_the_series_that_changed(tax, people, django_capture_on_commit_callbacks):
    heard = []

    def listen(ids, delivery, **_rest):
        heard.append((ids, delivery))

    events.series_changed.connect(listen)
    try:
        first = take(tax, rows(f"2024-01;{people.here.pk};100;"))
        take(tax, rows(f"2024-01;{people.here.pk};100;"))
    finally:
        events.series_changed.disconnect(listen)
    assert heard == [([Series.everything.get().pk], first.delivery.pk)]


@pytest.fixture
def flux(people):
    people.office.territory.name = "Sancy"
    people.office.territory.save()
    TerritoryFactory(name="Autre")
    return DataSourceFactory(slug="flux", kind=SourceKind.FLUX_VISION, destination=people.region, secrecy=20)


def test_a_delivery_of_flows_keeps_its_detail_and_becomes_daily_series(flux, people):
    made = generate(1, Plan(("Sancy", "Artense"), np.datetime64("2024-07-01"), 5, wrong_rows=1))
    summary = take(flux, made.data, name="livraison.zip")
    assert summary.counts["created"] == 14
    assert summary.counts["failed"] == 2  # one wrong row in each of the two plain files
    nights = Series.everything.get(key="nuitee/TOURISTE/Sancy")
    assert (nights.territory, nights.measure, nights.frequency, nights.secrecy) == (
        people.office.territory, "nights", "D", 20,
    )  # fmt: skip
    truth = made.truth["nuitee"][:, 0, 0, :].sum(axis=1)
    assert facts.points([nights])["value"].to_pylist() == truth.tolist()
    parts = Series.everything.filter(total=nights)
    assert {one.audience for one in parts} == {"residents", "non_residents"}
    assert flows.open_facts(facts.flows_folder(flux)).count().to_pyarrow().as_py() > 100
    assert take(flux, made.data, name="livraison.zip").counts["unchanged"] == 14


def test_a_rehearsed_delivery_of_flows_leaves_no_fact(flux):
    made = generate(1, Plan(("Sancy",), np.datetime64("2024-07-01"), 2))
    assert files.rehearse(name="l.zip", data=made.data, source=flux).counts["created"] == 7
    assert not facts.flows_folder(flux).exists()


def test_a_commuting_matrix_is_kept_whole(people):
    source = DataSourceFactory(kind=SourceKind.COMMUTING, destination=people.office)
    text = "CODGEO;LIBGEO;DCLT;L_DCLT;NBFLUX_C20\n63001;A;63002;B;120,5\n63002;B;63001;A;40\n"
    summary = take(source, text, name="mobpro.csv")
    assert summary.counts["created"] == 1
    assert DeliveryItem.everything.get().sentence == "2 flux, 160 personnes."
    assert facts.matrix_file(source).exists()
    assert take(source, text, name="mobpro.csv").counts["unchanged"] == 1
    with pytest.raises(files.DeliveryRefused, match="colonne « DCLT » absente"):
        take(source, "CODGEO;LIBGEO\n1;2\n")


def test_a_subscribed_address_is_fetched_and_taken_like_a_file(tax, people):
    tax.address = "https://observatoire.example/chiffres/taxe.csv"
    answer = http.Answer(tax.address, 200, "text/csv", rows(f"2024-01;{people.here.pk};100;").encode())
    summary = remote.take_subscription(source=tax, by=None, now=NOW, progress=silent, fetch=lambda url: answer)
    assert (summary.counts["created"], summary.delivery.file) == (1, "taxe.csv")


def test_an_address_of_our_own_network_is_refused(tax):
    tax.address = "http://127.0.0.1/chiffres.csv"
    with pytest.raises(files.DeliveryRefused, match="adresse interne"):
        remote.take_subscription(source=tax, by=None, now=NOW, progress=silent)
    tax.address = ""
    with pytest.raises(files.DeliveryRefused, match="pas d’adresse d’abonnement"):
        remote.take_subscription(source=tax, by=None, now=NOW, progress=silent)


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"period": "Mois"}, "sont nécessaires"),
        (TAX_MAPPING | {"values": {"Euros": {"measure": "rêves"}}}, "« rêves »"),
    ],
)
def test_a_mapping_that_cannot_be_read_is_not_saved(tax, columns, sentence):
    with pytest.raises(sources.BadMapping, match=sentence):
        sources.save_mapping(source=tax, columns=columns, by=None, now=NOW)
    tax.refresh_from_db()
    assert tax.mapping.columns == TAX_MAPPING
