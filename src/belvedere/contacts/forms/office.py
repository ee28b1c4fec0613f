"""The office's forms about persons, files and wordings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from belvedere.contacts.actions.people import Identity
from belvedere.contacts.enums import Channel, Purpose
from belvedere.contacts.imports.files import COLUMNS
from belvedere.contacts.models import ContactFile, Person, Wording


class PersonForm(WagtailAdminModelForm):
    class Meta:
        model = Person
        fields = (
            "destination", "first_name", "last_name", "email", "phone", "postcode", "country", "language", "birth_year",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Typed as people write it: it is normalised on the way in.
        self.fields["phone"].max_length = 30
        self.fields["phone"].validators = []
        self.fields["phone"].widget.attrs.pop("maxlength", None)
        if self.instance.pk:
            del self.fields["destination"]

    @property
    def identity(self) -> Identity:
        told = {name: self.cleaned_data[name] for name in self.fields if name != "destination"}
        return Identity(**told)

    def _post_clean(self) -> None:
        """The action writes, and says itself what it refuses."""


class FileForm(WagtailAdminModelForm):
    sent = forms.FileField(
        label=_("Fichier CSV ou XLSX"),
        help_text=_("Une ligne par personne, les titres des colonnes sur la première ligne."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )

    class Meta:
        model = ContactFile
        fields = ("destination",)


class WordingForm(WagtailAdminModelForm):
    class Meta:
        model = Wording
        fields = ("destination", "purpose", "language", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["destination"].required = True


class DescribeForm(forms.Form):
    """Columns of a file and what its people consented to."""

    claims = forms.MultipleChoiceField(
        label=_("Consentements que ce fichier prouve"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (f"{purpose.value}-{channel.value}", f"{purpose.label} {channel.label}")
            for purpose in (Purpose.NEWSLETTER, Purpose.OFFERS, Purpose.SURVEY)
            for channel in (Channel.MAIL, Channel.SMS)
        ],
        help_text=_("Sans preuve, ne cochez rien\N{NO-BREAK SPACE}: elles entrent au fichier sans consentement."),
    )
    proof = forms.CharField(label=_("Où se trouve la preuve"), max_length=160, required=False)
    gathered_on = forms.DateField(
        label=_("Recueillis le"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, file: ContactFile, **kwargs: Any) -> None:
        initial = {
            "claims": [f"{purpose}-{channel}" for purpose, channel in file.consents],
            "proof": file.proof, "gathered_on": file.gathered_on,
        } | {f"column_{field}": file.columns.get(field, "") for field in COLUMNS}  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        headings = [("", _("ne pas lire")), *((heading, heading) for heading in file.headings if heading)]
        for field in COLUMNS:
            label = Person._meta.get_field(field).verbose_name
            self.fields[f"column_{field}"] = forms.ChoiceField(label=label, choices=headings, required=False)

    @property
    def columns(self) -> dict[str, str]:
        found = {field: self.cleaned_data[f"column_{field}"] for field in COLUMNS}
        return {field: heading for field, heading in found.items() if heading}

    @property
    def claimed(self) -> list[tuple[str, str]]:
        return [tuple(claim.split("-", 1)) for claim in self.cleaned_data["claims"]]

    def column_fields(self) -> list[Any]:
        return [self[f"column_{field}"] for field in COLUMNS]

    def claim_fields(self) -> list[Any]:
        return [self["claims"], self["proof"], self["gathered_on"]]
