"""The office's forms."""

from wagtail.admin.forms import WagtailAdminModelForm

from belvedere.desk.models import Counter


class CounterForm(WagtailAdminModelForm):
    class Meta:
        model = Counter
        fields = ("destination", "name", "lon", "lat")
