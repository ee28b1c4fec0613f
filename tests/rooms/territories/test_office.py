import pytest
from django.urls import reverse

from belvedere.territories.models import Brand, Destination, Territory
from tests.factories import people
from tests.factories.territories import BrandFactory, CommuneFactory, DestinationFactory, EpciFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return people.cast()


@pytest.fixture
def anne(cast, client):
    client.force_login(cast.anne)
    return client


QUERIES = {"destination": 12, "brand": 11, "territory": 11, "commune": 11}


def more(cast, name):
    if name == "commune":
        CommuneFactory(epci=EpciFactory())
        return
    child = DestinationFactory(parent=cast.office, territory=TerritoryFactory(managed_by=cast.office))
    BrandFactory(destination=child)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", list(QUERIES))
def test_a_list_costs_the_same_with_one_row_and_with_three(cast, anne, name, count, django_assert_num_queries):
    BrandFactory(destination=cast.office)
    for _ in range(count - 1):
        more(cast, name)
    anne.get(reverse(f"{name}:index"))
    with django_assert_num_queries(QUERIES[name]):
        page = anne.get(reverse(f"{name}:index"))
    assert page.status_code == 200


def test_destinations_are_listed_as_a_tree(cast, anne):
    Destination.everything.filter(pk=cast.office.pk).update(name="Zèbre")
    DestinationFactory(name="Abeille", parent=cast.office)
    page = anne.get(reverse("destination:index")).text
    assert page.index("Zèbre › Abeille") > page.index("Zèbre")
    assert "Région" not in page


def test_a_manager_writes_her_brand_and_sees_how_it_reads(cast, anne):
    sheet = {
        "destination": cast.office.pk,
        "display_name": "Chez nous",
        "primary": "#FFE08A",
        "child_may_override": ["tone"],
    }
    assert anne.post(reverse("brand:add"), sheet).status_code == 302
    brand = Brand.everything.get(destination=cast.office)
    assert brand.palette == {"primary": "#ffe08a"}
    page = anne.get(reverse("brand:edit", args=[brand.pk])).text
    assert "il en faut 4,5" in page
    fragment = anne.get(reverse("brand:contrasts"), {"primary": "#1f5a54", "accent": "<script>"})
    assert "suffisant" in fragment.text
    assert "script" not in fragment.text


def test_what_is_inherited_is_shown_and_what_is_held_back_is_closed(cast, anne):
    BrandFactory(destination=cast.region, signature="Respirez", child_may_override=["signature"])
    brand = BrandFactory(destination=cast.office)
    form = anne.get(reverse("brand:edit", args=[brand.pk])).context["form"]
    assert "Respirez" in form.fields["signature"].help_text
    assert form.fields["tone"].disabled
    assert form.fields["primary"].disabled


def test_a_refusal_is_said_above_the_form(cast, anne):
    brand = BrandFactory(destination=cast.office)
    page = anne.post(reverse("brand:edit", args=[brand.pk]), {"logo": "<p>"})
    assert page.status_code == 200
    assert "Le logo" in page.text


def test_a_territory_is_drawn_from_areas_and_codes(cast, anne):
    epci = EpciFactory()
    inside, alone = CommuneFactory(epci=epci), CommuneFactory()
    sheet = {
        "name": "Vallée",
        "slug": "vallee",
        "managed_by": cast.office.pk,
        "areas": [epci.pk],
        "codes": f"{alone.pk}, ",
    }
    assert anne.post(reverse("territory:add"), sheet).status_code == 302
    assert set(Territory.everything.get(slug="vallee").communes.all()) == {inside, alone}
    wrong = anne.post(reverse("territory:add"), sheet | {"slug": "autre", "codes": "99999"})
    assert "99999" in wrong.text
    assert not Territory.everything.filter(slug="autre").exists()


def test_one_does_not_redraw_ones_own_ground(cast, anne):
    answer = anne.post(reverse("territory:edit", args=[cast.office.territory_id]), {"name": "Pris", "codes": ""})
    assert answer.url == reverse("wagtailadmin_home")
    assert cast.office.territory.communes.count() == 1


def test_communes_are_only_looked_at(cast, anne):
    assert anne.get(reverse("commune:inspect", args=[cast.here.pk])).status_code == 200
    answer = anne.post(reverse("commune:edit", args=[cast.here.pk]), {"name": "Pris"})
    assert answer.url == reverse("wagtailadmin_home")
    assert anne.get(reverse("commune:index"), {"past": "true"}).status_code == 200
