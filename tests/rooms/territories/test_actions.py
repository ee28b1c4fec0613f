import pytest
from django.utils import timezone, translation

from belvedere.kit.models import Entry
from belvedere.territories.actions import brands, destinations
from belvedere.territories.enums import DestinationKind
from belvedere.territories.models import Brand, Destination, Territory
from tests.factories import people
from tests.factories.territories import BrandFactory, CommuneFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def cast():
    return people.cast()


def save(destination, by):
    return destinations.save_destination(destination=destination, by=by, now=NOW)


def child_of(mother, territory, **fields):
    return Destination(
        name="Fille", slug="fille", kind=DestinationKind.OFFICE, parent=mother, territory=territory, **fields
    )


def test_the_technician_and_the_machine_do_everything(cast):
    technician = people.AccountFactory(is_superuser=True)
    made = save(child_of(None, TerritoryFactory(), hostname="fille.exemple.fr", is_default=True), technician)
    assert made.collection.name == "Fille"
    made.name = "Grande fille"
    save(made, None)
    made.collection.refresh_from_db()
    assert made.collection.name == "Grande fille"
    assert [e.verb for e in Entry.objects.filter(noun="territories.Destination").order_by("pk")] == [
        "create_destination", "change_destination",
    ]  # fmt: skip


def test_the_pictures_of_a_child_are_kept_inside_its_mothers(cast):
    mother = save(child_of(None, TerritoryFactory()), None)
    child = save(
        Destination(name="Petite", slug="petite", kind="office", parent=mother, territory=mother.territory), None
    )
    assert child.collection.get_parent() == mother.collection


def test_a_manager_opens_a_child_on_her_own_ground(cast):
    made = save(child_of(cast.office, cast.office.territory), cast.anne)
    assert made.parent == cast.office


def test_nobody_widens_his_own_rights(cast):
    """A child, a territory or a place in the tree that reached chloe's ground would show it to anne."""
    for attempt in (
        child_of(cast.office, cast.neighbour.territory),
        child_of(cast.neighbour, cast.neighbour.territory),
        child_of(None, cast.neighbour.territory),
    ):
        with pytest.raises(destinations.Refused):
            save(attempt, cast.anne)
    for field, value in (
        ("territory", cast.neighbour.territory),
        ("parent", cast.neighbour),
        ("kind", DestinationKind.REGION),
    ):
        moved = Destination.everything.get(pk=cast.office.pk)
        setattr(moved, field, value)
        with pytest.raises(destinations.Refused):
            save(moved, cast.anne)
    stolen = Destination.everything.get(pk=cast.neighbour.pk)
    stolen.parent = cast.office
    with pytest.raises(destinations.Refused):
        save(stolen, cast.anne)
    assert Destination.everything.count() == 3


def test_the_region_places_its_offices_on_its_own_ground(cast):
    place = Destination.everything.get(pk=cast.office.pk)
    place.territory = cast.neighbour.territory
    save(place, cast.denis)
    place.territory = TerritoryFactory(communes=[CommuneFactory(name="Ailleurs")])
    with pytest.raises(destinations.Refused, match="Ailleurs"):
        save(place, cast.denis)


@pytest.mark.parametrize("field", ["slug", "hostname", "is_default"])
def test_public_addresses_are_the_technicians(cast, field):
    place = Destination.everything.get(pk=cast.office.pk)
    setattr(place, field, True if field == "is_default" else "localhost")
    with pytest.raises(destinations.Refused):
        save(place, cast.anne)


@pytest.mark.parametrize("slug", ["bureau", "pro", "api", "compte", "agenda", "en", "static"])
def test_an_address_of_the_platform_is_no_destination(cast, slug):
    with pytest.raises(destinations.Refused, match="déjà"):
        save(Destination(name="X", slug=slug, kind="office", territory=TerritoryFactory()), None)


def test_whoever_works_in_english_takes_no_address_of_the_platform_either(cast):
    with translation.override("en"), pytest.raises(destinations.Refused, match="agenda"):
        save(Destination(name="X", slug="agenda", kind="office", territory=TerritoryFactory()), None)


def test_two_destinations_share_no_address(cast):
    with pytest.raises(destinations.Refused, match="autre destination"):
        save(Destination(name="X", slug=cast.office.slug, kind="office", territory=TerritoryFactory()), None)


def test_the_tree_has_no_cycle(cast):
    cast.region.parent = cast.office
    with pytest.raises(destinations.Refused, match="elle-même"):
        save(cast.region, None)


def test_a_perimeter_is_redrawn_from_above_and_inside_its_mothers(cast):
    ground = cast.office.territory
    ground.managed_by = cast.office
    ground.save()
    redraw = {"territory": ground, "now": NOW}
    with pytest.raises(destinations.Refused):
        destinations.save_territory(communes=[cast.here.pk, cast.there.pk], by=cast.anne, **redraw)
    with pytest.raises(destinations.Refused):
        destinations.save_territory(communes=[], by=cast.denis, **redraw | {"territory": TerritoryFactory()})
    destinations.save_territory(communes=[cast.here.pk, cast.there.pk], by=cast.denis, **redraw)
    assert ground.communes.count() == 2
    with pytest.raises(destinations.Refused):
        destinations.save_territory(communes=[CommuneFactory().pk], by=cast.denis, **redraw)


def test_an_unused_territory_is_drawn_freely_by_whoever_owns_it(cast):
    drawn = destinations.save_territory(
        territory=Territory(name="Vallée", slug="vallee", managed_by=cast.office),
        communes=[cast.there.pk],
        by=cast.anne,
        now=NOW,
    )
    assert drawn.communes.get() == cast.there
    with pytest.raises(destinations.Refused, match=r"inconnus.*99999"):
        destinations.save_territory(territory=drawn, communes=["99999"], by=cast.anne, now=NOW)
    with pytest.raises(destinations.Refused):
        destinations.save_territory(territory=drawn, communes=[], by=cast.chloe, now=NOW)


def test_a_brand_is_saved_clean(cast):
    logo = '<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script><path d="M0 0"/></svg>'
    brand = brands.save_brand(
        brand=Brand(destination=cast.office, logo=logo, palette={"primary": "#1f5a54"}), by=cast.anne, now=NOW
    )
    assert "script" not in brand.logo
    assert "path" in brand.logo


@pytest.mark.parametrize("who", ["bruno", "chloe", "paul"])
def test_a_brand_is_its_managers(cast, who):
    with pytest.raises(brands.Refused):
        brands.save_brand(brand=Brand(destination=cast.office), by=getattr(cast, who), now=NOW)


def test_what_is_held_back_above_is_refused(cast):
    BrandFactory(destination=cast.region, child_may_override=["signature"])
    brands.save_brand(brand=Brand(destination=cast.office, signature="À nous"), by=cast.anne, now=NOW)
    with pytest.raises(brands.Refused, match="palette"):
        brands.save_brand(
            brand=Brand(destination=cast.neighbour, palette={"primary": "#112233"}), by=cast.chloe, now=NOW
        )


def test_one_brand_a_destination(cast):
    brands.save_brand(brand=Brand(destination=cast.office), by=cast.anne, now=NOW)
    with pytest.raises(brands.Refused, match="déjà une marque"):
        brands.save_brand(brand=Brand(destination=cast.office), by=cast.anne, now=NOW)


@pytest.mark.parametrize("palette", [{"primary": "rouge"}, {"fond": "#112233"}, ["#112233"], {"primary": 3}])
def test_a_colour_that_is_none_is_refused(cast, palette):
    with pytest.raises(brands.Refused):
        brands.save_brand(brand=Brand(destination=cast.office, palette=palette), by=cast.anne, now=NOW)
