"""The desk of the day."""

from django import forms

from belvedere.meetings.models import Participant


class WalkInForm(forms.ModelForm):
    class Meta:
        model = Participant
        fields = ("name", "side", "about", "email")
