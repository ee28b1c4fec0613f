"""Who goes where: deliveries, zones shared by partners, pages and files; nothing hidden is found in all of them."""

import csv
import io
from datetime import date

import numpy as np
import pyarrow.parquet as pq
import pytest
from django.urls import reverse
from django.utils import timezone

from belvedere.engines.flows.generate import Plan, generate
from belvedere.engines.flows.publication import read_releases
from belvedere.observatory import access
from belvedere.observatory.actions import flows as actions
from belvedere.observatory.enums import SourceKind
from belvedere.observatory.imports import files
from belvedere.observatory.models import FlowZone, Series
from belvedere.observatory.queries import facts, flow_charts, flows, published, school_zones, whereabouts
from belvedere.territories.models import Destination
from tests.engines.flows.outsider import Outsider
from tests.engines.flows.test_publication import PROVENANCES, delivery
from tests.factories.observatory import DataSourceFactory
from tests.factories.people import OrganisationFactory
from tests.factories.territories import DepartmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:fetch_arrow_table")]
ZONES = ("Lac", "Val")
DEPARTMENTS = {"15": "Cantal", "30": "Gard", "34": "Hérault", "63": "Puy-de-Dôme", "69": "Rhône", "75": "Paris"}


@pytest.fixture
def subscription(people):
    Destination.everything.filter(pk=people.office.pk).update(is_default=True)
    return DataSourceFactory(
        destination=people.office, name="Flux partagés", kind=SourceKind.FLUX_VISION, secrecy=20, is_public=True
    )


@pytest.fixture
def signed_in(client, people):
    def sign(name):
        client.force_login(getattr(people, name))
        return client

    return sign


def take(source, data, name="flux.zip"):
    return files.take_file(
        name=name, data=data, source=source, delivered_on=date(2025, 1, 15), by=None, now=timezone.now(),
        progress=lambda _done, _total, _sentence: None,
    )  # fmt: skip


def small_counts(seed, days=5):
    rng = np.random.default_rng(seed)
    return {
        (f"2024-07-{day:02d}", zone, provenance): int(rng.poisson(rng.lognormal(3.2, 1.1)))
        for day in range(1, days + 1)
        for zone in ZONES
        for provenance in PROVENANCES
    }


@pytest.fixture
def taken(subscription):
    take(subscription, delivery(small_counts(1)))
    return subscription


def zone(source, key):
    return FlowZone.everything.get(source=source, key=key)


def give(one, destinations=(), organisations=(), public=False):
    one.is_public = public
    actions.save_zone(zone=one, destinations=destinations, organisations=organisations, by=None, now=timezone.now())


def address(name="flows", *args, **query):
    return reverse(f"observatory:{name}", args=args, query=query)


def test_a_delivery_names_its_zones_once(taken):
    assert set(FlowZone.everything.values_list("key", flat=True)) == set(ZONES)
    take(taken, delivery(small_counts(2), stamp=2026))
    assert FlowZone.everything.count() == 2


@pytest.mark.slow
def test_nothing_hidden_is_found_in_all_that_a_visitor_can_get(client, taken):
    """Files, then every page of every question, then the series: two deliveries long."""
    for one in FlowZone.everything.all():
        give(one, public=True)
    attacker, hidden = Outsider(ZONES), set()
    for rank, held in enumerate((small_counts(1), small_counts(1, 6))):
        if rank:
            take(taken, delivery(held, stamp=2026))
        truth = releases(taken)
        rows = list(
            csv.DictReader(
                io.StringIO(client.get(address("flows_csv", taken.pk)).content.decode("utf-8-sig")), delimiter=";"
            )
        )
        table = [
            {"month": row["mois"], "kind": row["detail"], "zone": row["zone"], "part": row["part"], "day": row["jour"],
             "volume": int(row["volume"]) if row["volume"] else None}
            for row in rows if row["famille"] == "nuitee"
        ]  # fmt: skip
        version = lambda cell, truth=truth: truth.get(cell[1:])  # noqa: E731
        attacker.look(table, version)
        cells = {(row["month"], row["kind"], row["zone"], row["part"], row["day"]): row["volume"] for row in table}
        hidden |= {(*cell, version(cell)) for cell, value in cells.items() if value is None}
        see_series(attacker, taken, cells, version)
        see_pages(client, attacker, taken, version)
    assert len(hidden) > 10
    assert attacker.found(sorted(hidden)) == []


def releases(source):
    (file,) = (facts.flows_folder(source) / "releases").glob("nuitee-*.json.gz")
    return {tuple(map(str, name)): value for name, value in read_releases(file)[-1].block.values.items()}


def see_series(attacker, source, cells, version):
    """The daily series: each point shown is an equation more, and says what the file says."""
    sides = {"all": "all", "residents": "residents", "non_residents": "non_residents"}
    for shown in published.shown(list(Series.everything.filter(source=source, measure="nights").with_places())):
        name = shown.series.key.split("/")[2]
        for point in shown.points:
            cell = ("2024-07-01", "day", name, sides[shown.series.audience], point.period.isoformat())
            assert point.value == cells.get(cell)
        for year in shown.years():
            cell = ("2024-07-01", "month", name, sides[shown.series.audience], "")
            assert year.value == cells[cell]


def see_pages(client, attacker, source, version):
    """Sums that the pages print for each question; « at least » is the sum of what is shown, hence nothing new."""
    for chosen in ("", *FlowZone.everything.values_list("pk", flat=True)):
        page = client.get(address(zone=str(chosen))).context["look"].page
        zone_key = page.zone.key if page.zone else ""
        for one in page.days:
            if one.value is not None:
                cell = ("2024-07-01", "day", zone_key, "all", one.day.isoformat())
                attacker.equals(attacker.atom(*cell, version(cell)), one.value)
        for row in page.zones:
            if not row.everybody.partial:
                cell = ("2024-07-01", "month", row.name, "all", "")
                attacker.equals(attacker.atom(*cell, version(cell)), row.everybody.value)
        for one in page.links:
            if not one.amount.partial:
                cell = ("2024-07-01", one.kind, one.zone, one.origin, "")
                attacker.equals(attacker.atom(*cell, version(cell)), one.amount.value)


def test_a_partner_sees_its_zone_in_detail_and_of_the_others_the_common_view(client, people, taken):
    house = OrganisationFactory(name="Office voisin", destination=people.neighbour)
    house.memberships.create(account=people.paul)
    give(zone(taken, "Lac"), [people.neighbour], [house])
    own = zone(taken, "Lac").pk
    seen = {
        name: list(access.zones_seen_by(getattr(people, name)).values_list("key", flat=True))
        for name in ("anne", "chloe", "paul", "rose")
    }
    assert seen == {"anne": ["Lac", "Val"], "chloe": ["Lac"], "paul": ["Lac"], "rose": []}
    for name, detail in (("paul", True), ("rose", False)):
        client.force_login(getattr(people, name))
        assert (client.get(address(zone=own)).context["look"].page.zone is not None) is detail
        rows = client.get(address("flows_csv", taken.pk)).content.decode()
        assert (";day;Lac;" in rows) is detail
        assert ";day;Val;" not in rows
        assert ";month;Val;" in rows
    client.force_login(people.paul)
    assert "Flux de visiteurs" in client.get(reverse("people:home")).content.decode()


def test_a_subscription_that_is_not_published_is_for_its_partners_only(client, people, taken):
    type(taken).everything.filter(pk=taken.pk).update(is_public=False)
    give(zone(taken, "Val"), [people.neighbour], public=True)
    assert client.get(address()).context["look"] is None
    assert client.get(address("flows_csv", taken.pk)).status_code == 404
    client.force_login(people.chloe)
    assert client.get(address()).context["look"].source == taken
    table = pq.read_table(io.BytesIO(client.get(address("flows_parquet", taken.pk)).content))
    assert table.column_names[:4] == ["famille", "categorie", "detail", "zone"]


@pytest.mark.parametrize("query", [{"zone": "9999"}, {"zone": "x", "de": "2024-13", "a": "0000-01"}, {"sujet": "rien"}])
def test_an_unknown_choice_falls_back_on_the_common_view(client, taken, query):
    assert client.get(address(**query)).context["look"].page.zone is None


def test_the_page_costs_the_same_however_many_zones(client, taken, django_assert_max_num_queries):
    client.get(address())
    with django_assert_max_num_queries(16):
        client.get(address())


def test_every_figure_of_a_season_is_reckoned_from_what_is_published(client, subscription):
    made = generate(5, Plan(ZONES, np.datetime64("2024-07-01"), 21))
    take(subscription, made.data)
    give(zone(subscription, "Lac"), public=True)
    text = client.get(address()).content.decode()
    for words in (
        "Zone de chalandise",
        "La semaine type",
        "Selon les vacances scolaires",
        "Jour après jour",
    ):
        assert words in text
    page = client.get(address()).context["look"].page
    assert sum(row.everybody.value for row in page.zones) == made.truth["nuitee"][:, :, 0].sum()
    by_weekday = made.truth["nuitee"][:, :, 0].sum(axis=(1, 2)).reshape(3, 7).mean(axis=0)
    assert [one.everybody for one in page.week] == pytest.approx(by_weekday)
    assert [amount.value for _monday, amount in page.weeks] == made.truth["nuitee"][:, :, 0].reshape(3, -1).sum(
        axis=1
    ).tolist()
    assert page.origins[-1].running <= 1
    own = client.get(address(zone=zone(subscription, "Lac").pk)).context["look"].page
    assert sum(part for _length, part in own.stays) == pytest.approx(1)
    stay = Series.everything.get(source=subscription, measure="stay_length", key__endswith="/Lac")
    lengths = made.truth["sejourduree"][:, 0]
    (shown,) = published.shown([stay])
    expected = (lengths * np.arange(1, 8)).sum(axis=1) / lengths.sum(axis=1)
    for point, mean in zip(shown.points, expected, strict=True):
        assert point.value is None or point.value == pytest.approx(mean, abs=0.01)
    assert any(point.value for point in shown.points)


def test_the_chord_gives_each_zone_its_share_of_the_ring():
    moves = [whereabouts.Link("a", "b", whereabouts.Amount(30)), whereabouts.Link("b", "b", whereabouts.Amount(10))]
    drawn = flow_charts.chord(moves)
    assert [one.name for one in drawn.arcs] == ["b", "a"]
    assert len(drawn.ribbons) == 2
    assert flow_charts.chord([]) is None


def test_a_zone_does_not_lie_in_itself_nor_in_another_subscription(people, taken):
    lake, valley = zone(taken, "Lac"), zone(taken, "Val")
    valley.around = lake
    give(valley)
    lake.around = valley
    with pytest.raises(actions.WrongNest):
        give(lake)
    other = FlowZone.everything.create(source=DataSourceFactory(), key="x", name="x")
    lake.around = other
    with pytest.raises(actions.WrongNest):
        give(lake)


def test_the_office_gives_zones_and_looks(signed_in, people, taken):
    own = zone(taken, "Lac")
    page = signed_in("anne").get(reverse("flowzone:look"), {"zone": own.pk})
    assert page.context["look"].page.zone == own
    data = {"name": "Le lac", "destinations": [], "organisations": [people.inn.pk], "territory": "", "around": ""}
    assert signed_in("anne").post(f"/bureau/flowzone/edit/{own.pk}/", data).status_code == 302
    own.refresh_from_db()
    assert own.name == "Le lac"
    assert list(own.organisations.all()) == [people.inn]
    assert signed_in("chloe").post(f"/bureau/flowzone/edit/{own.pk}/", data | {"name": "À moi"}).status_code == 404
    own.refresh_from_db()
    assert own.name == "Le lac"


def test_a_matrix_is_shown_from_its_threshold_up(client, people):
    Destination.everything.filter(pk=people.office.pk).update(is_default=True)
    people.here.lon, people.here.lat, people.there.lon, people.there.lat = 2.4, 45.1, 3.1, 45.7
    people.here.save()
    people.there.save()
    source = DataSourceFactory(destination=people.office, kind=SourceKind.COMMUTING, secrecy=50, is_public=True)
    head = "CODGEO;LIBGEO;DCLT;L_DCLT;NBFLUX_C14_ACTOCC15P\n"
    rows = f"{people.here.pk};Ici;{people.there.pk};Là;1204,5\n{people.there.pk};Là;{people.here.pk};Ici;12\n"
    take(source, (head + rows).encode(), "mobpro.csv")
    look = client.get(address()).context["look"]
    assert [row["volume"] for row in look.foremost] == [1204.5]
    assert len(look.lines["flows"]) == 1
    assert "1204.5" in client.get(address("flows_csv", source.pk)).content.decode()


def test_each_file_bears_the_licence_of_what_is_in_it(client, people, taken):
    """Partners' own zones keep the subscription's licence; what everybody gets has one that everybody may use."""
    taken.licence, taken.public_licence = "Réservé aux partenaires", "Licence Ouverte / Etalab"
    taken.save()
    address = reverse("observatory:flows_csv", args=[taken.pk])

    def licences():
        rows = csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig")), delimiter=";")
        return {row["licence"] for row in rows}

    assert licences() == {"Licence Ouverte / Etalab"}
    assert "Réservé aux partenaires" not in client.get(reverse("observatory:flows")).content.decode()
    catalogue = client.get(reverse("observatory:catalogue")).json()
    (flows,) = [one for one in catalogue["dcat:dataset"] if one["dct:identifier"].endswith(":flux")]
    assert flows["dcat:distribution"][0]["dct:license"]["@id"].endswith("LICENCE_OUVERTE_2_0")
    assert client.get(flows["dcat:distribution"][0]["dcat:downloadURL"]["@id"]).status_code == 200
    client.force_login(people.anne)
    assert licences() == {"Réservé aux partenaires"}


def test_origins_are_gathered_by_their_school_zone_beside_its_holidays(client, subscription):
    departments = [DepartmentFactory(code=code, name=name) for code, name in DEPARTMENTS.items()]
    made = generate(5, Plan(ZONES, np.datetime64("2024-07-01"), 31))
    take(subscription, made.data)
    page = client.get(address()).context["look"].page
    (july,) = page.schools
    known = {one.name for one in departments}
    told = sum(row.amount.value for row in page.origins if row.name in known)
    assert sum(amount.value for amount in july.amounts) == told > 0
    held = flows.calendar(subscription)
    assert july.days == tuple(sum(day[f"school_{letter}"] for day in held.values()) for letter in "abc")
    assert "Selon les vacances de ceux qui viennent" in client.get(address()).content.decode()


def test_every_department_of_the_mainland_has_one_school_zone():
    counted = [code for codes in school_zones.DEPARTMENTS.values() for code in codes.split()]
    assert len(counted) == len(set(counted)) == 94
    assert set(counted) == {f"{number:02d}" for number in range(1, 96)} - {"20"}
