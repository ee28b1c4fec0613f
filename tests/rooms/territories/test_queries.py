import pytest
from django.test.utils import override_script_prefix

from belvedere.territories import queries
from belvedere.territories.enums import BrandField
from belvedere.territories.models import Area, Brand, Destination
from tests.factories.territories import (
    BrandFactory,
    CommuneFactory,
    DepartmentFactory,
    DestinationFactory,
    EpciFactory,
    RegionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """region › department › office, only the first with a brand."""
    region = DestinationFactory(name="Région")
    department = DestinationFactory(name="Département", parent=region)
    office = DestinationFactory(name="Office", parent=department)
    BrandFactory(
        destination=region,
        display_name="La Région",
        signature="Respirez",
        palette={"primary": "#123456"},
        tone="Simple",
    )
    return region, department, office


def test_lineage_goes_up_in_one_query(tree, django_assert_num_queries):
    region, _department, office = tree
    with django_assert_num_queries(1):
        chain = queries.lineage(office)
        assert [place.name for place in chain] == ["Office", "Département", "Région"]
        assert queries.brand_of(chain[2]).signature == "Respirez"
        assert queries.brand_of(chain[0]) is None
    assert queries.lineage(region) == [region]


def test_a_brand_is_resolved_once_a_request(tree, django_assert_num_queries):
    office = Destination.everything.get(pk=tree[2].pk)
    with django_assert_num_queries(1):
        first = queries.resolved_brand(office)
        assert queries.resolved_brand(office) is first
    assert (first.name, first.signature, first.palette) == ("Office", "Respirez", {"primary": "#123456"})


def test_without_a_destination_the_house_speaks(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert queries.resolved_brand(None).name == "Belvédère"


def test_a_child_changes_what_it_may_and_no_more(tree):
    region, _department, office = tree
    Brand.everything.filter(destination=region).update(child_may_override=[BrandField.SIGNATURE])
    BrandFactory(destination=office, display_name="Chez nous", signature="Grimpez", palette={"primary": "#ff0000"})
    brand = queries.resolved_brand(office)
    assert (brand.name, brand.signature, brand.palette) == ("Chez nous", "Grimpez", {"primary": "#123456"})
    assert queries.held_back_from(office) == {
        field: region for field in BrandField.values if field != BrandField.SIGNATURE
    }
    assert queries.held_back_from(region) == {}


def test_a_brand_is_previewed_before_it_is_saved(tree):
    office = tree[2]
    draft = Brand(destination=office, signature="Plus haut")
    assert queries.inherited_brand(queries.lineage(office), own=draft).signature == "Plus haut"
    assert queries.resolved_brand(office).signature == "Respirez"


@pytest.mark.parametrize(
    ("host", "path", "found", "prefix"),
    [
        ("salers.exemple.fr", "/agenda/", "salers", ""),
        ("autre.exemple.fr", "/salers/agenda/", "salers", "/salers"),
        ("autre.exemple.fr", "/agenda/", "auvergne", ""),
        ("salers.exemple.fr", "/auvergne/", "salers", ""),
    ],
)
def test_whose_site_it_is(host, path, found, prefix, django_assert_num_queries):
    DestinationFactory(slug="auvergne", is_default=True)
    DestinationFactory(slug="salers", hostname="salers.exemple.fr")
    with django_assert_num_queries(1):
        place = queries.site_for(host=host, path=path)
    assert (place.destination.slug, place.prefix) == (found, prefix)


def test_paths_of_the_tree_sort_as_the_tree(tree):
    DestinationFactory(name="Abbaye")
    assert sorted(queries.tree_paths().values()) == [
        "Abbaye", "Région", "Région › Département", "Région › Département › Office",
    ]  # fmt: skip


def test_communes_of_areas():
    epci = EpciFactory()
    inside = CommuneFactory(epci=epci)
    other = CommuneFactory()
    CommuneFactory(epci=epci, until_year=2020)
    far = CommuneFactory(department=DepartmentFactory(code="46", name="Lot", parent=RegionFactory(code="76")))
    assert set(queries.communes_of_areas(Area.objects.filter(pk=epci.pk))) == {inside}
    assert set(queries.communes_of_areas(Area.objects.filter(code="84"))) == {inside, other}
    assert set(queries.communes_of_areas(Area.objects.filter(code="46"))) == {far}


def test_old_codes_lead_to_todays_communes():
    today = CommuneFactory(code="15174")
    middle = CommuneFactory(code="15238", successor=today, until_year=2020)
    CommuneFactory(code="15001", successor=middle, until_year=2010)
    CommuneFactory(code="75056")
    asked = ["15174", "15238", "15001", "75113", "99999", "x"]
    assert queries.current_codes(asked) == {
        "15174": "15174", "15238": "15174", "15001": "15174", "75113": "75056",
    }  # fmt: skip


def test_an_address_is_under_the_destinations_own_name_whatever_site_it_was_asked_from(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://demo.example:8000/"
    first = DestinationFactory(slug="auvergne", is_default=True)
    below = DestinationFactory(slug="salers")
    named = DestinationFactory(slug="vichy", hostname="vichy.example")
    said = [queries.address_of(one, "/agenda/") for one in (first, below, named)]
    assert said == [
        "https://demo.example:8000/agenda/", "https://demo.example:8000/salers/agenda/",
        "https://vichy.example:8000/agenda/",
    ]  # fmt: skip
    with override_script_prefix("/vichy/"):
        assert queries.address_of(below, "/vichy/agenda/") == "https://demo.example:8000/salers/agenda/"
    assert queries.address_of(below, "https://ailleurs.example/") == "https://ailleurs.example/"
