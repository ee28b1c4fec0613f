"""A cost line as the office types it: in euros."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.models import Expense


class EurosField(forms.DecimalField):
    """Blanks between thousands are what people type, whichever they are."""

    def to_python(self, value: Any) -> Decimal | None:
        found: Decimal | None = super().to_python("".join(value.split()) if isinstance(value, str) else value)
        return found


class ExpenseForm(forms.ModelForm):
    euros = EurosField(
        label=_("Montant hors taxes (€)"), min_value=Decimal("0.01"), max_digits=11, decimal_places=2, localize=True
    )

    class Meta:
        model = Expense
        fields = ["destination", "name", "purpose", "euros", "start", "end", "supplier", "source", "mailing"]
        widgets = {name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("start", "end")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["euros"] = Decimal(self.instance.amount).scaleb(-2)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", _("La fin précède le début."))
        return data

    def _post_clean(self) -> None:
        # Before the model's own checks: its amount is whole cents.
        if (euros := self.cleaned_data.get("euros")) is not None:
            self.instance.amount = int(euros * 100)
        super()._post_clean()
