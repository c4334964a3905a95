"""Forms of template pages: shapes only; what is allowed is the services' business."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.pages.workloads.lines import TagsField
from reviews.reads.template_list import LensChoice


class TemplateForm(forms.Form):
    """Name, description and tags of a template."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("What those who start from it look for, such as “Web service, house rules”."),
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=2000,
        help_text=_("For which workloads it is meant, and what it answers for them."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    tags = TagsField(label=_("Tags"), help_text=_("One per line, as key=value."))


class NewTemplateForm(TemplateForm):
    """A new template with its lenses."""

    lenses = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, offers: Iterable[LensChoice]
    ) -> None:
        super().__init__(data)
        self.offers = tuple(offers)
        self.fields["lenses"].choices = [(o.key, o.name) for o in self.offers]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """What the service wants beside the lenses."""
        return {key: self.cleaned_data[key] for key in TemplateForm.base_fields}


class SaveAsForm(TemplateForm):
    """A template made from reviews of a workload."""

    reviews = forms.MultipleChoiceField(label=_("Lenses"), widget=forms.CheckboxSelectMultiple)
    with_notes = forms.BooleanField(
        label=_("Take the notes as well"),
        required=False,
        help_text=_("Leave them out when they tell of this workload only."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        reviews: Iterable[tuple[str, str]],
        chosen: str,
    ) -> None:
        super().__init__(data, initial={"reviews": [chosen], "with_notes": True})
        self.fields["reviews"].choices = list(reviews)  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """Name, description and tags."""
        return {key: self.cleaned_data[key] for key in TemplateForm.base_fields}


class CopyForm(forms.Form):
    """The name of a copy."""

    name = forms.CharField(label=_("Name of the copy"), max_length=100)


class NotesForm(forms.Form):
    """A template's notes on a lens."""

    use_required_attribute = False

    notes = forms.CharField(
        label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
