"""What the choices of a form may be: only rows that the person filling it in may see."""

from typing import Any

from django.forms import Form, ModelChoiceField

from belvedere.kit import scope


def narrow(form: Form, user: Any) -> None:
    """Choices that lead to other rows: only those that ``user`` may see.

    A form class is made once, by whoever comes first, and keeps the choices of that moment.
    """
    for field in form.fields.values():
        if isinstance(field, ModelChoiceField):
            try:
                seen = scope.visible_to(user, field.queryset.model)
            except scope.RuleMissing:
                continue
            field.queryset = field.queryset.filter(pk__in=seen.values("pk"))
