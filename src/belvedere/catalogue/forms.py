"""Forms of the office and of the professionals' space."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belvedere.engines import offers as engine
from belvedere.people import access as people
from belvedere.people.models import Organisation
from belvedere.territories.models import Commune, Destination

from .actions.own import OwnOffer
from .models import Offer, OfferType, Source

WEEKDAYS = [
    (1 << i, day) for i, day in enumerate((_("lun."), _("mar."), _("mer."), _("jeu."), _("ven."), _("sam."), _("dim.")))
]


class CommuneField(forms.CharField):
    """An INSEE code, or the exact name of a commune where only one bears it: 35,000 choices make no list."""

    default_error_messages = {
        "unknown": _("Aucune commune de ce nom ou de ce code, ou plusieurs\N{NO-BREAK SPACE}: donnez le code INSEE.")
    }

    def clean(self, value: Any) -> Commune | None:
        text = super().clean(value)
        if not text:
            return None
        present = Commune.objects.current()
        found = list(present.filter(pk=text)[:1]) or list(present.filter(name__iexact=text)[:2])
        if len(found) != 1:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return found[0]


class OwnOfferForm(forms.ModelForm):
    """An offer written by hand: one type, one place, one season of opening."""

    main_type = forms.ModelChoiceField(label=_("type"), queryset=OfferType.objects.all())
    commune = CommuneField(label=_("commune (nom ou code INSEE)"))
    street = forms.CharField(label=_("adresse"), required=False)
    postal_code = forms.CharField(label=_("code postal"), max_length=5, required=False)
    phone = forms.CharField(label=_("téléphone"), required=False)
    email = forms.EmailField(label=_("adresse électronique"), required=False)
    page = forms.URLField(label=_("page web"), required=False, assume_scheme="https")
    short = forms.CharField(label=_("accroche"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    description = forms.CharField(label=_("description"), required=False, widget=forms.Textarea(attrs={"rows": 6}))
    first = forms.DateField(
        label=_("ouvert (ou a lieu) du"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        label=_("au"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("jours"), choices=WEEKDAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    opens = forms.TimeField(label=_("de"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    closes = forms.TimeField(label=_("à"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))

    class Meta:
        model = Offer
        fields = ("name", "lon", "lat")
        widgets = {"name": forms.TextInput}

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self._fill(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("La fin vient avant le début."))
        if (cleaned.get("lon") is None) != (cleaned.get("lat") is None):
            self.add_error("lat", _("Donnez la longitude et la latitude, ou aucune des deux."))
        return cleaned

    def wanted(self) -> OwnOffer:
        data = self.cleaned_data
        plain = {
            name: data[name]
            for name in ("name", "postal_code", "lon", "lat", "phone", "email", "page", "short", "description")
        }
        streets = (data["street"],) if data["street"] else ()
        kind = data["main_type"].pk
        return OwnOffer(
            types=(kind, *engine.ancestors(kind)),
            commune=data["commune"].pk,
            streets=streets,
            periods=self._periods(),
            **plain,
        )

    def _periods(self) -> tuple[engine.OpeningPeriod, ...]:
        data = self.cleaned_data
        if not any(data[name] for name in ("first", "last", "weekdays", "opens")):
            return ()
        opens, closes = _minutes(data["opens"]), _minutes(data["closes"])
        if opens is not None and closes is not None and closes <= opens:
            closes += 1440
        days = sum(data["weekdays"]) or 127
        return (
            engine.OpeningPeriod(data["first"], data["last"], days, opens, closes if opens is not None else None, ""),
        )

    def _fill(self, offer: Offer) -> None:
        contact = next(iter(offer.contacts), {})
        text = offer.texts.filter(language="fr").first()
        self.initial |= {
            "main_type": offer.main_type_id,
            "commune": offer.commune_id,
            "street": ", ".join(offer.address.get("streets", [])),
            "postal_code": offer.address.get("postal_code", ""),
            "phone": next(iter(contact.get("phones", [])), ""),
            "email": next(iter(contact.get("emails", [])), ""),
            "page": next(iter(contact.get("pages", [])), ""),
            "short": text.short if text else "",
            "description": text.long if text else "",
        }
        rule = next(iter(offer.schedule.get("r", [])), None)
        if rule:
            opens, closes = next(iter(rule.get("s", [])), (None, None))
            mask = rule.get("w", 127)
            self.initial |= {
                "first": rule.get("f"), "last": rule.get("l"), "opens": _clock(opens), "closes": _clock(closes),
                "weekdays": [bit for bit, _day in WEEKDAYS if mask & bit],
            }  # fmt: skip


class SourceForm(forms.ModelForm):
    class Meta:
        model = Source
        fields = ("name", "licence", "grace_days")


class OwnerForm(forms.Form):
    """Among the structures that the person may see."""

    organisation = forms.ModelChoiceField(label=_("prestataire"), queryset=None, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = people.visible_to(user, Organisation).order_by("name")


class ShareForm(forms.Form):
    """Any destination of the house may be given an offer to edit."""

    destination = forms.ModelChoiceField(label=_("destination"), queryset=Destination.everything.order_by("name"))


class AnswerForm(forms.Form):
    done = forms.ChoiceField(
        label=_("suite donnée"),
        choices=[("1", _("corrigée à la source")), ("0", _("sans suite"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("réponse au prestataire"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class CorrectionForm(forms.Form):
    message = forms.CharField(
        label=_("Ce qui est à corriger"),
        help_text=_(
            "Dites ce qui est faux et ce qu’il faudrait lire. L’office fait corriger à la source et vous répond."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )


def _minutes(clock: time | None) -> int | None:
    return None if clock is None else clock.hour * 60 + clock.minute


def _clock(minutes: int | None) -> str | None:
    return None if minutes is None else f"{minutes % 1440 // 60:02d}:{minutes % 60:02d}"
