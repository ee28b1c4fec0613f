"""Dashboards: composed by the office, read by whom they are shared with, figure by figure as far as it is published."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from belvedere.cockpit import access
from belvedere.cockpit.actions import dashboards
from belvedere.cockpit.models import Dashboard, Tile
from belvedere.cockpit.queries import grounds, specs, tiles
from belvedere.observatory import access as observatory
from belvedere.observatory.models import Series
from tests.factories.catalogue import OfferFactory
from tests.factories.cockpit import DashboardFactory, TileFactory
from tests.factories.observatory import SeriesFactory, fill
from tests.factories.territories import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(office):
    return DashboardFactory(destination=office, title="La saison", slug="saison", sharing="public", words="Pour tous.")


def drawn(dashboard, series=None):
    drawer = tiles.Drawer(dashboard.destination, series if series is not None else observatory.published(), "/c.json")
    return drawer.draw(tiles.tiles_of(dashboard))


def page(client, name, *args):
    return client.get(reverse(f"cockpit:{name}", args=args))


def test_a_tile_is_a_chart_over_its_table_with_its_source(client, board, nights):
    tile = TileFactory(dashboard=board, series=nights, span="2", against="last_year", words="À lire ainsi.")
    text = page(client, "dashboard", "saison").content.decode()
    for words in ("Nuitées du pays", "Enquête de fréquentation", "Licence Ouverte", "À lire ainsi.", "décembre 2025"):
        assert words in text
    assert text.count('data-island="chart"') == 1
    assert f"/integrer/saison/{tile.pk}/" in text
    picture = reverse("cockpit:tile_svg", args=["saison", tile.pk])
    assert f'<noscript><img class="tile-picture" src="{picture}"' in text


@pytest.mark.parametrize("drawing", ["line", "bars", "months", "number", "table"])
@pytest.mark.parametrize("against", ["", "last_year", "2019", "both"])
def test_every_drawing_shows_the_same_figures(board, nights, drawing, against):
    TileFactory(dashboard=board, series=nights, span="5", drawing=drawing, against=against)
    (one,) = drawn(board)
    assert one.rows[0][0] == "décembre 2025"
    assert len(one.rows) == 60
    assert (one.spec is None) == (drawing in ("number", "table"))
    assert len(one.head) == {"": 1, "both": 3}.get(against, 2)
    if one.spec and drawing != "months":
        shown = [row["v"] for row in one.spec["data"]["values"]][-1:]
        assert shown[0] == one.rows[0][1][-1]


def test_public_figures_only_and_secrets_stay_secret(client, board, nights, source, office, people):
    hidden = SeriesFactory(source=source, territory=office.territory, name="À garder", is_public=False)
    fill(hidden, [731.0] * 24)
    small = SeriesFactory(source=source, territory=office.territory, name="Petits comptes", is_public=True, secrecy=50)
    fill(small, [731.0] * 23 + [7.0])
    kept, open_ = (TileFactory(dashboard=board, series=one, drawing="bars") for one in (hidden, small))
    text = page(client, "dashboard", "saison").content.decode()
    assert "À garder" not in text
    assert "Petits comptes" in text
    assert page(client, "tile_csv", "saison", kept.pk).status_code == 404
    assert page(client, "embed", "saison", kept.pk).status_code == 404
    assert page(client, "tile_csv", "saison", open_.pk).content.decode().splitlines()[1].endswith(";")
    (_one, seen) = drawn(board, observatory.visible_to(people.anne, Series))
    assert seen.rows[0][1] == (None,)
    assert drawn(board, observatory.visible_to(people.anne, Series))[0].rows


@pytest.mark.slow
def test_pictures_and_papers_are_drawn_from_the_same_specification(client, board, nights):
    tile = TileFactory(dashboard=board, series=nights, drawing="months", against="both")
    TileFactory(dashboard=board, series=None, subject="indicator", indicator="nights")
    picture = page(client, "tile_png", "saison", tile.pk)
    assert Image.open(io.BytesIO(picture.content)).width > 600
    assert "août" in page(client, "tile_svg", "saison", tile.pk).content.decode()
    with translation.override("en"):
        assert ">Aug.<" in page(client, "tile_svg", "saison", tile.pk).content.decode()
    assert page(client, "dashboard_pdf", "saison").content.startswith(b"%PDF")


def test_an_indicator_leaves_out_the_year_under_way(board, nights):
    fill(nights, [100.0] * 125, first=2016)
    TileFactory(dashboard=board, series=None, subject="indicator", indicator="nights", span="10")
    (one,) = drawn(board)
    assert one.rows[0][0] == "2025"
    assert one.note


def test_communes_are_coloured_and_say_that_they_are_sketched(client, board, people):
    people.here.lon, people.here.lat = 2.5, 45.1
    people.here.save()
    OfferFactory(commune=people.here)
    TileFactory(dashboard=board, series=None, subject="map", mapped="offers")
    (one,) = drawn(board)
    assert one.rows == ((people.here.name, (1.0,)),)
    shapes = page(client, "shapes", "saison").json()
    assert [feature["id"] for feature in shapes["features"]] == [people.here.pk]
    assert shapes[grounds.SKETCHED]
    assert "dessinées autour de leurs bourgs" in page(client, "dashboard", "saison").content.decode()
    inside = specs.with_shapes(one.spec, shapes["features"])
    assert inside["data"]["values"] == shapes["features"]


def test_a_map_of_figures_adds_each_commune_s_last_year(board, source, people, office):
    other = CommuneFactory()
    office.territory.communes.add(other)
    first, second = (
        SeriesFactory(source=source, commune=one, measure="visits", unit="visits", is_public=True)
        for one in (people.here, other)
    )
    fill(first, [10.0] * 24)
    fill(second, [30.0] * 12)
    TileFactory(dashboard=board, series=first, subject="map", mapped="figures")
    (one,) = drawn(board)
    assert [values for _name, values in one.rows] == [(360.0,), (120.0,)]


def test_shades_hold_as_many_communes_each_and_equal_values_together():
    values = {str(k): (f"C{k}", float(value)) for k, value in enumerate([1, 1, 1, 1, 2, 3, 5, 8, 13, 400])}
    spec = specs.communes(values, unit="offres", url="/c.json")
    rows = spec["layer"][1]["transform"][0]["from"]["data"]["values"]
    labels = spec["layer"][1]["encoding"]["color"]["sort"]
    assert {row["k"] for row in rows} == set(labels)
    assert len({row["k"] for row in rows if row["v"] == 1}) == 1
    assert labels[0] == "1"


def test_embedding_is_open_to_other_sites_and_the_rest_is_not(client, board, nights):
    tile = TileFactory(dashboard=board, series=nights)
    framed = page(client, "embed", "saison", tile.pk)
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    plain = page(client, "dashboard", "saison")
    assert "frame-ancestors 'self'" in plain["Content-Security-Policy"]
    assert plain["X-Frame-Options"] == "SAMEORIGIN"


def test_what_is_not_public_does_not_exist_outside(client, office, nights, people):
    own = DashboardFactory(destination=office, slug="interne", sharing="office")
    elsewhere = DashboardFactory(destination=people.neighbour, slug="voisin", sharing="public")
    tile = TileFactory(dashboard=own, series=nights)
    for dashboard in (own, elsewhere):
        for name in ("dashboard", "dashboard_pdf", "shapes"):
            assert page(client, name, dashboard.slug).status_code == 404
    assert page(client, "tile_png", "interne", tile.pk).status_code == 404
    assert "Tableau" not in page(client, "dashboards").content.decode().partition("<h1>")[2].partition("</h1>")[2]


def test_who_reads_what(people):
    office = DashboardFactory(destination=people.office, slug="a")
    below = DashboardFactory(destination=people.region, slug="b", sharing="below")
    region = DashboardFactory(destination=people.region, slug="c")
    seen = {
        name: set(access.visible_to(getattr(people, name), Dashboard).values_list("slug", flat=True))
        for name in ("anne", "chloe", "denis", "paul")
    }
    assert seen == {"anne": {"a", "b"}, "chloe": {"b"}, "denis": {"a", "b", "c"}, "paul": set()}
    assert access.can_compose(people.bruno, office)
    assert not access.can_compose(people.denis, office)
    assert not access.can_compose(people.anne, below)
    assert access.can_compose(people.denis, region)


def test_the_office_composes_without_a_script(client, office, nights, people):
    client.force_login(people.anne)
    given = {"destination": office.pk, "title": "La saison", "slug": "saison", "sharing": "public", "rank": 0}
    client.post(reverse("dashboard:add"), given)
    board = Dashboard.everything.get()
    tile = {"subject": "series", "series": nights.pk, "span": "2", "drawing": "bars", "size": "half"}
    url = reverse("dashboard:add_tile", args=[board.pk])
    assert client.post(url, {**tile, "series": ""}).status_code == 200
    for title in ("Une", "Deux"):
        assert client.post(url, {**tile, "title": title}).status_code == 302
    one, two = Tile.everything.order_by("rank")
    client.post(reverse("dashboard:move_tile", args=[two.pk]), {"way": "up"})
    assert [tile.title for tile in tiles.tiles_of(board)] == ["Deux", "Une"]
    client.post(reverse("dashboard:move_tile", args=[two.pk]), {"way": "up"})
    client.post(reverse("dashboard:change_tile", args=[one.pk]), {**tile, "title": "Trois"})
    client.post(reverse("dashboard:remove_tile", args=[two.pk]))
    assert [tile.title for tile in tiles.tiles_of(board)] == ["Trois"]
    nights.is_public = False
    nights.save()
    text = client.get(reverse("dashboard:inspect", args=[board.pk])).content.decode()
    assert "ne paraissent pas sur la page publique" in text
    client.post(reverse("dashboard:add"), given)
    assert Dashboard.everything.count() == 1
    client.post(reverse("dashboard:delete", args=[board.pk]))
    assert not Dashboard.everything.exists()


def test_others_neither_compose_nor_see(client, office, nights, people):
    board = DashboardFactory(destination=office)
    tile = TileFactory(dashboard=board, series=nights)
    names = [("change_tile", tile.pk), ("move_tile", tile.pk), ("remove_tile", tile.pk), ("add_tile", board.pk)]
    # Wagtail sends whoever may look but not write back to its first page.
    for who, status in ((people.chloe, 404), (people.denis, 302)):
        client.force_login(who)
        for name, key in names:
            assert client.post(reverse(f"dashboard:{name}", args=[key])).status_code == status
    foreign = SeriesFactory(name="Chez la voisine", territory=people.neighbour.territory)
    fill(foreign, [1.0] * 12)
    client.force_login(people.anne)
    assert "Chez la voisine" not in client.get(reverse("dashboard:add_tile", args=[board.pk])).content.decode()


def test_twenty_four_tiles_at_most(office, people):
    board = DashboardFactory(destination=office)
    for _ in range(dashboards.MOST):
        dashboards.save_tile(tile=Tile(dashboard=board, subject="words"), by=people.anne, now=timezone.now())
    with pytest.raises(dashboards.Refused):
        dashboards.save_tile(tile=Tile(dashboard=board, subject="words"), by=people.anne, now=timezone.now())


def test_queries_do_not_grow_with_tiles(client, board, office, source):
    def asked(count):
        while board.tiles.count() < count:
            one = SeriesFactory(source=source, territory=office.territory, is_public=True)
            fill(one, [100.0] * 24)
            TileFactory(dashboard=board, series=one)
        page(client, "dashboard", "saison")
        with CaptureQueriesContext(connection) as found:
            page(client, "dashboard", "saison")
        return len(found)

    assert asked(1) == asked(3) == 7
