"""Pages of the professionals about their own offers: included under ``/pro/offres/``."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from belvedere.shell import menus

from . import views

app_name = "catalogue"

urlpatterns = [
    path("", views.MyOffers.as_view(), name="pro_offers"),
    path("<int:pk>/", views.MyOffer.as_view(), name="pro_offer"),
]

menus.PRO.add(_("Mes offres"), "catalogue:pro_offers", order=20, shown=lambda user: user.is_authenticated)
