"""The form of a tracker. It parses; what is allowed is decided by the service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.models import Tracker, TrackerKind
from reviews.pages.workloads.lines import TagsField

_WORD = {"autocomplete": "off", "spellcheck": "false"}


class TrackerForm(forms.Form):
    """A tracker; with one given, its kind is fixed and an empty token keeps the one there is."""

    kind = forms.ChoiceField(label=_("Kind"), choices=TrackerKind.choices)
    name = forms.CharField(label=_("Name"), max_length=80)
    base_url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_(
            "Such as https://northwind.atlassian.net, https://jira.example.com or"
            " https://github.com."
        ),
        widget=forms.URLInput(attrs=_WORD),
    )
    project = forms.CharField(
        label=_("Project"),
        max_length=200,
        help_text=_("The key of a Jira project, such as PAY, or owner/repository at GitHub."),
        widget=forms.TextInput(attrs=_WORD),
    )
    account = forms.CharField(
        label=_("Account"),
        max_length=254,
        required=False,
        help_text=_("Jira Cloud only: the e-mail address of the account the token belongs to."),
        widget=forms.EmailInput(attrs=_WORD),
    )
    secret = forms.CharField(
        label=_("Token"),
        required=False,
        max_length=2000,
        help_text=_("An API token (Jira Cloud), a personal access token (Jira, GitHub)."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    issue_type = forms.CharField(
        label=_("Issue type"),
        max_length=80,
        required=False,
        help_text=_("Jira only. Task, unless you say another one."),
        widget=forms.TextInput(attrs=_WORD),
    )
    labels = forms.CharField(
        label=_("Labels"),
        required=False,
        help_text=_("For every new issue, with blanks between them."),
        widget=forms.TextInput(attrs=_WORD),
    )
    states = TagsField(
        label=_("States"),
        help_text=_(
            "One per line, as In Review=in_progress: what a status there means here. Without it,"
            " what is done there is done here. Ours: open, planned, in_progress, done, accepted."
        ),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, tracker: Tracker | None = None
    ) -> None:
        initial = {}
        if tracker is not None:
            initial = {
                name: getattr(tracker, name) for name in self.base_fields if name != "secret"
            }
            initial["labels"] = " ".join(tracker.labels)
        super().__init__(data, initial=initial)
        self.fields["secret"].required = tracker is None
        if tracker is not None:
            del self.fields["kind"]
            self.fields["secret"].help_text = _(
                "Leave it empty to keep the token. Another server or account needs it again."
            )

    @property
    def values(self) -> dict[str, Any]:
        """The values of the service."""
        return {**self.cleaned_data, "labels": self.cleaned_data["labels"].split()}
