"""Who is about to be forgotten, and what the last rounds did."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from belvedere.contacts import access
from belvedere.contacts.models import Person, RetentionRun
from belvedere.contacts.queries import retention as reads
from belvedere.people import access as people

PAGE, ROUNDS = 50, 12


class RetentionViewSet(ViewSet):
    name = "retention"
    icon = "time"
    menu_label = _("Conservation")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", due, name="index")]


def due(request: HttpRequest) -> HttpResponse:
    if not people.is_staff_of_an_office(request.user):
        raise PermissionDenied
    rows = reads.due(access.visible_to(request.user, Person).select_related("destination"), timezone.now())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    leaving = [(person, reads.leaves_on(person)) for person in page]
    runs = RetentionRun.objects.all()[:ROUNDS]
    return render(request, "contacts/office/retention.html", {"page": page, "leaving": leaving, "runs": runs})
