"""How allauth and axes fit the house."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from belvedere.kit import limits
from belvedere.people import queries as people
from belvedere.people.models import Account


class AccountBackend(ModelBackend):
    """Whose session it is and what her roles open, which every request asks, in two short questions."""

    def get_user(self, user_id: int) -> Account | None:
        account = people.account_of(user_id)
        return account if account is not None and self.user_can_authenticate(account) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if user_obj.is_active and not user_obj.is_superuser and obj is None and not hasattr(user_obj, "_perm_cache"):
            # Where Django's own backends, allauth's among them, keep and look for what they have found.
            user_obj._perm_cache = people.doors_of(user_obj)
        found: set[str] = super().get_all_permissions(user_obj, obj)
        return found


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are invited by an office: nobody signs up alone."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return limits.address_of(request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """axes counts bad tries, by person and address; allauth would also count them by address alone, and ten slips
        in a minute would close a whole office."""


def one_door(request: HttpRequest) -> HttpResponseRedirect:
    """Wagtail and Django's administration have sign-in pages of their own, which ask for no second proof: everybody
    goes through ours. Whoever is signed in and was sent here has no business there."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("after_login"))
    query = request.GET.urlencode()
    return HttpResponseRedirect(f"{reverse('account_login')}?{query}" if query else reverse("account_login"))


def attempted_login(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The address somebody tried, so that attempts are counted by person and not by office."""
    tried = (credentials or {}).get("email") or (credentials or {}).get("username")
    return str(tried or (request.POST.get("login", "") if request else "")).lower()
