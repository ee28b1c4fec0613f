"""Pages of the professionals about the meetings: included under ``/pro/rencontres/``."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from belvedere.shell import menus

from . import access
from .views import after, agenda, call, desk, entrance, floor, live, own, profile, swaps, wishes

app_name = "meetings"

urlpatterns = [
    path("", own.MyEditions.as_view(), name="mine"),
    path("inscription/<slug:slug>/", call.Call.as_view(), name="call"),
    path("inscription/<slug:slug>/<slug:side>/", call.Answer.as_view(), name="answer"),
    path("<int:pk>/", wishes.MyWishes.as_view(), name="wishes"),
    path("<int:pk>/profil/", profile.MyProfile.as_view(), name="profile"),
    path("acces/<str:token>/profil/", profile.MyProfile.as_view(), name="token_profile"),
    path("<int:pk>/salles/", floor.MyFloor.as_view(), name="floor"),
    path("acces/<str:token>/salles/", floor.MyFloor.as_view(), name="token_floor"),
    path("<int:pk>/agenda/", agenda.MyAgenda.as_view(), name="agenda"),
    path("<int:pk>/agenda.ics", agenda.MyCalendar.as_view(), name="calendar"),
    path("acces/<str:token>/", wishes.MyWishes.as_view(), name="token_wishes"),
    path("acces/<str:token>/agenda/", agenda.MyAgenda.as_view(), name="token_agenda"),
    path("acces/<str:token>/agenda.ics", agenda.MyCalendar.as_view(), name="token_calendar"),
    path("<int:pk>/apres/", after.MyAfter.as_view(), name="after"),
    path("<int:pk>/apres/contact/<int:number>.vcf", after.Contact.as_view(), name="contact"),
    path("acces/<str:token>/apres/", after.MyAfter.as_view(), name="token_after"),
    path("acces/<str:token>/apres/contact/<int:number>.vcf", after.Contact.as_view(), name="token_contact"),
    path("<int:pk>/echanges/", swaps.MySwaps.as_view(), name="swaps"),
    path("acces/<str:token>/echanges/", swaps.MySwaps.as_view(), name="token_swaps"),
    path("ecran/<str:token>/", live.Screen.as_view(), name="screen"),
    path("jour/<int:pk>/", live.Live.as_view(), name="live"),
    path("jour/<int:pk>/accueil/", desk.Desk.as_view(), name="desk"),
    path("jour/<int:pk>/entree/", entrance.Entrance.as_view(), name="entrance"),
    path("jour/<int:pk>/entree/participants.json", entrance.Roster.as_view(), name="entrance_roster"),
    path("jour/<int:pk>/entree/envoi/", entrance.Send.as_view(), name="entrance_send"),
    path("jour/<int:pk>/entree/veilleur.js", entrance.Worker.as_view(), name="entrance_worker"),
]

menus.PRO.add(_("Rencontres"), "meetings:mine", order=30, shown=access.takes_part)
