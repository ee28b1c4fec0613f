"""Pages of the professionals about the meetings: included under ``/pro/rencontres/``."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from belvedere.shell import menus

from . import access, views

app_name = "meetings"

urlpatterns = [
    path("", views.MyEditions.as_view(), name="mine"),
    path("<int:pk>/", views.MyWishes.as_view(), name="wishes"),
    path("<int:pk>/agenda/", views.MyAgenda.as_view(), name="agenda"),
    path("<int:pk>/agenda.ics", views.MyCalendar.as_view(), name="calendar"),
    path("acces/<str:token>/", views.MyWishes.as_view(), name="token_wishes"),
    path("acces/<str:token>/agenda/", views.MyAgenda.as_view(), name="token_agenda"),
    path("acces/<str:token>/agenda.ics", views.MyCalendar.as_view(), name="token_calendar"),
]

menus.PRO.add(_("Rencontres"), "meetings:mine", order=30, shown=access.takes_part)
