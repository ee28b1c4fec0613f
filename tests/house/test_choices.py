"""Forms of the office: every list of choices holds only what the person filling it in may see."""

import pytest
from django.forms import ModelChoiceField
from django.template.backends.django import Template
from django.test import Client, RequestFactory

from belvedere.kit import scope
from belvedere.people.models import Organisation
from belvedere.shell.surfaces import OfficeModelViewSet
from tests.factories import people as factories

from .addresses import every_address
from .test_strangers import LEFT_OUT, STUMBLES, Walk

pytestmark = pytest.mark.django_db

#: An offer may be lent to any destination: their names are public.
OPEN_TO_ALL = {"ShareForm.destination"}


class Panels(OfficeModelViewSet):
    """A form that nobody wrote: Wagtail makes it from the names of the fields."""

    model = Organisation
    name = "panels"
    form_fields = ("name", "destination")


@pytest.fixture
def drawn(monkeypatch):
    """What templates were given since it was last emptied: they are not drawn, which is most of a page's cost."""
    given = []

    def keep(self, context=None, request=None):
        given.append(context or {})
        return ""

    monkeypatch.setattr(Template, "render", keep)
    return given


def forms_of(drawn):
    """Forms that a page hands to its templates, filters of lists included."""
    for context in drawn:
        for value in context.values():
            form = getattr(value, "form", value)
            if hasattr(form, "fields") and hasattr(form.fields, "items"):
                yield form


def choosing(field):
    return isinstance(field, ModelChoiceField)


def too_wide(form, user):
    for name, field in form.fields.items():
        if choosing(field) and f"{type(form).__name__}.{name}" not in OPEN_TO_ALL:
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
def test_every_form_of_the_office_offers_only_what_one_may_see(cast, rows, drawn):
    """The technician comes first: a form class keeps the choices of whoever opens it first. Where a page opens to her,
    who sees everything, and offers no choice, a stranger has none either: his walk of every address is elsewhere."""
    walk = Walk(cast, rows, before={})
    paths = [a.fill(walk.value) for a in every_address() if a.place == "bureau" and a.route not in LEFT_OUT]
    ines = factories.AccountFactory(is_staff=True, is_superuser=True)
    faults, seen, kept = set(), set(), []
    for who in (ines, cast.bruno, cast.chloe):
        client = Client(raise_request_exception=False)
        client.force_login(who)
        for path in kept if who == cast.chloe else paths:
            drawn.clear()
            status = client.get(path).status_code
            if status == 500 and not path.endswith(STUMBLES):
                faults.add(f"{who.first_name} {path} : 500")
            chosen = False
            for form in forms_of(drawn):
                names = {(type(form).__name__, n) for n, field in form.fields.items() if choosing(field)}
                seen, chosen = seen | names, chosen or bool(names)
                if who != ines:
                    faults |= {f"{who.first_name} {path} {fault}" for fault in too_wide(form, who)}
            if who == ines and (chosen or status != 200):
                kept.append(path)
    assert len(seen) > 50
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
