"""Forms of the office: every list of choices holds only what the person filling it in may see."""

import pytest
from django.forms import ModelChoiceField
from django.test import Client, RequestFactory

from belvedere.kit import scope
from belvedere.people.models import Organisation
from belvedere.shell.surfaces import OfficeModelViewSet
from tests.factories import people as factories

from .addresses import every_address
from .test_strangers import LEFT_OUT, Walk

pytestmark = pytest.mark.django_db

#: An offer may be lent to any destination: their names are public.
OPEN_TO_ALL = {"ShareForm.destination"}


class Panels(OfficeModelViewSet):
    """A form that nobody wrote: Wagtail makes it from the names of the fields."""

    model = Organisation
    name = "panels"
    form_fields = ("name", "destination")


def forms_of(answer):
    """Forms that a page was drawn with, filters of lists included."""
    for layer in answer.context or ():
        for values in layer.dicts if hasattr(layer, "dicts") else [layer]:
            for value in values.values():
                form = getattr(value, "form", value)
                if hasattr(form, "fields") and hasattr(form.fields, "items"):
                    yield form


def too_wide(form, user):
    for name, field in form.fields.items():
        if isinstance(field, ModelChoiceField) and f"{type(form).__name__}.{name}" not in OPEN_TO_ALL:
            model = field.queryset.model
            try:
                seen = scope.visible_to(user, model)
            except scope.RuleMissing:
                continue
            if field.queryset.exclude(pk__in=seen.values("pk")).exists():
                yield f"{type(form).__name__}.{name} ({model.__name__})"


@pytest.mark.slow
# Wagtail leaves the file of a thumbnail open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_every_form_of_the_office_offers_only_what_one_may_see(cast, rows):
    """The technician comes first: a form class keeps the choices of whoever opens it first."""
    walk = Walk(cast, rows)
    paths = [a.fill(walk.value) for a in every_address() if a.place == "bureau" and a.route not in LEFT_OUT]
    ines = factories.AccountFactory(is_staff=True, is_superuser=True)
    faults, seen = set(), 0
    for who in (ines, cast.bruno, cast.chloe):
        client = Client(raise_request_exception=False)
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        for path in paths:
            for form in forms_of(client.get(path)):
                seen += any(isinstance(field, ModelChoiceField) for field in form.fields.values())
                if who != ines:
                    faults |= {f"{who.first_name} {path} {fault}" for fault in too_wide(form, who)}
    assert seen > 10
    assert sorted(faults) == []


@pytest.mark.parametrize("who", ["bruno", "chloe"])
def test_a_form_made_from_panels_is_narrowed_too(cast, who):
    viewset = Panels()
    request = RequestFactory().get("/")
    user = getattr(cast, who)
    for one in (cast.denis, user):
        request.user = one
        view = viewset.construct_view(viewset.add_view_class).view_class(**viewset.get_add_view_kwargs())
        view.setup(request)
        form = view.get_form()
    assert list(too_wide(form, user)) == []
    offered = set(form.fields["destination"].queryset)
    assert offered == {cast.office if who == "bruno" else cast.neighbour}
