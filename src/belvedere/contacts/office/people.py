"""Persons: the list, the sheet with its timeline and its ledger, and what is done to one."""

import json
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import InspectView

from belvedere.contacts import access
from belvedere.contacts.actions import consents, erasure, merges, people
from belvedere.contacts.enums import Channel, ErasureCause, Proof, Purpose, Source
from belvedere.contacts.forms.office import PersonForm
from belvedere.contacts.models import Consent, Merge, Person
from belvedere.contacts.queries import export
from belvedere.contacts.queries import people as reads
from belvedere.shell.saving import AddView, EditView
from belvedere.shell.surfaces import OfficeModelViewSet
from belvedere.territories.models import Destination

from .common import REFUSALS, attempt


class PersonFilter(WagtailFilterSet):
    """No join: Wagtail's search of a list would fail on one."""

    destination = django_filters.ModelChoiceFilter(
        label=_("Destination"), queryset=lambda request: Destination.objects.all()
    )
    agrees = django_filters.ChoiceFilter(label=_("A accepté"), choices=Purpose.choices, method="who_agrees")
    email = django_filters.ChoiceFilter(
        label=_("Adresse"), choices=[("with", _("avec adresse")), ("without", _("sans adresse"))], method="with_address"
    )

    class Meta:
        model = Person
        fields = ("source", "country", "language")

    def who_agrees(self, queryset: "QuerySet[Person]", name: str, value: str) -> "QuerySet[Person]":
        standing = Consent.everything.filter(purpose=value, in_force=True, given=True)
        return queryset.filter(pk__in=standing.values("person"))

    def with_address(self, queryset: "QuerySet[Person]", name: str, value: str) -> "QuerySet[Person]":
        return queryset.filter(email="") if value == "without" else queryset.exclude(email="")


class PersonSheet(InspectView):
    template_name = "contacts/office/person.html"
    page_title = _("Personne")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        keeps = access.can_keep(self.request.user, self.object)
        return super().get_context_data(person=self.object, view=reads.sheet(self.object), keeps=keeps, **context)


class PersonViewSet(OfficeModelViewSet):
    model = Person
    icon = "user"
    menu_label = _("Personnes")
    offered = ("add", "change", "view")
    inspect_view_class, add_view_class, edit_view_class = PersonSheet, AddView, EditView
    refusals = REFUSALS
    filterset_class = PersonFilter
    list_display = (
        TitleColumn("__str__", label=_("Nom"), url_name="person:inspect", sort_key="last_name"),
        Column("email", label=_("Adresse électronique"), sort_key="email"),
        Column("postcode", label=_("Code postal"), sort_key="postcode"),
        Column("get_country_display", label=_("Pays"), sort_key="country"),
        Column("get_source_display", label=_("Venue par"), sort_key="source"),
        DateColumn("last_own_act_at", label=_("Dernière action"), sort_key="last_own_act_at"),
    )
    list_export = (
        "first_name", "last_name", "email", "phone", "postcode", "country", "language", "birth_year", "source",
        "destination", "created_at", "last_own_act_at",
    )  # fmt: skip
    list_select_related = ("destination",)
    search_fields = ("first_name", "last_name", "email", "phone", "postcode")
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Person]":
        return super().get_queryset(request).filter(merged_into=None, erased_at=None)

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        return PersonForm

    def changeable(self, user: Any) -> "QuerySet[Person]":
        return access.people_kept_by(user).filter(merged_into=None, erased_at=None)

    def store(self, form: PersonForm, user: Any) -> Person:
        now = timezone.now()
        if form.instance.pk:
            return people.change_person(person=form.instance, identity=form.identity, by=user, now=now)
        destination = form.cleaned_data["destination"]
        if not access.can_keep_file(user, destination):
            raise people.PersonRefused(gettext("Ce fichier n’est pas de votre ressort."))
        person, new = people.add_visitor(
            destination=destination, source=Source.OFFICE, identity=form.identity, by=user, now=now
        )
        if not new:
            raise people.PersonRefused(gettext("Cette adresse est déjà au fichier\N{NO-BREAK SPACE}: cherchez-la."))
        return person

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/donnees/", TakeAway.as_view(), name="data"),
            path("<int:pk>/effacer/", Erase.as_view(), name="erase"),
            path("<int:pk>/retirer/", Withdraw.as_view(), name="withdraw"),
            path("<int:pk>/separer/", Separate.as_view(), name="separate"),
        ]


class OnePerson(View):
    """Something done to a person of one's own file."""

    model = Person

    def person(self, request: HttpRequest, pk: int) -> Person:
        found: Person = get_object_or_404(access.people_kept_by(request.user).filter(merged_into=None), pk=pk)
        return found


class TakeAway(OnePerson):
    """The file of everything that is kept, to hand over to the person."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = export.file_of(self.person(request, pk), now=timezone.now())
        response = HttpResponse(json.dumps(found, ensure_ascii=False, indent=2), content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="personne-{pk}.json"'
        return response


class Erase(OnePerson):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, "contacts/office/erase.html", {"person": self.person(request, pk)})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self.person(request, pk)
        given: dict[str, Any] = {"person": person, "cause": ErasureCause.ASKED}
        done = gettext("Effacée partout\N{NO-BREAK SPACE}; les décomptes restent ce qu’ils étaient.")
        attempt(request, lambda: erasure.erase_person(by=request.user, now=timezone.now(), **given), done)
        return redirect("person:index")


class Withdraw(OnePerson):
    """The person has told the office to stop."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self.person(request, pk)
        purpose, channel = request.POST.get("purpose"), request.POST.get("channel")
        if purpose not in Purpose.values or channel not in Channel.values:
            raise PermissionDenied
        consents.withdraw_consent(
            person=person, purpose=purpose, channel=channel, proof=Proof.OFFICE, by=request.user, now=timezone.now()
        )
        return redirect("person:inspect", pk)


class Separate(OnePerson):
    """Undoes a merge."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Merge.everything.filter(kept=self.person(request, pk))
        try:
            merge = get_object_or_404(rows, pk=request.POST.get("merge"))
        except ValueError:
            raise PermissionDenied from None
        done = gettext("La fusion est défaite\N{NO-BREAK SPACE}: les deux fiches sont comme avant.")
        attempt(request, lambda: merges.undo_merge(merge=merge, by=request.user, now=timezone.now()), done)
        return redirect("person:inspect", pk)
