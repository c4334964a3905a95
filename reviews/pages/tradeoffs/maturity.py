"""The page on which a team says how mature each pillar of a review is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from reviews import access
from reviews.pages.clashing import Clash
from reviews.pages.rendering import render_in
from reviews.reads import maturity_page
from reviews.reads.maturity_page import MaturityPage, PillarMaturity
from reviews.services import maturity
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid, Stale
from wellarch.pages import MemberRequest, member_page

UNPROCESSABLE = 422
CONFLICT = 409


def _choice(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, required=False, coerce=int, empty_value=None, show_hidden_initial=True
    )


class PillarForm(forms.Form):
    """Level, target, its day and a note of one pillar; every field keeps what it said at first."""

    level = _choice(gettext_lazy("Level now"))
    target = _choice(gettext_lazy("Target"))
    target_on = forms.DateField(
        label=gettext_lazy("By when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        show_hidden_initial=True,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=maturity.MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What shows it, or what is missing for the next level."),
        show_hidden_initial=True,
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, pillar: PillarMaturity) -> None:
        row = pillar.row
        initial = {
            "level": row.level or "", "target": row.target or "", "target_on": row.target_on,
            "note": row.note, "revision": pillar.revision,
        }  # fmt: skip
        super().__init__(data, initial=initial, prefix=pillar.key)
        steps = [(str(each.number), f"{each.number} · {each.name}") for each in pillar.steps]
        self.fields["level"].choices = [("", _("Not said yet")), *steps]  # type: ignore[attr-defined]
        self.fields["target"].choices = [("", _("No target")), *steps]  # type: ignore[attr-defined]

    @property
    def level_now(self) -> str:
        """The level that is chosen, as the form sends it."""
        return str(self["level"].value() or "")

    @property
    def changes(self) -> dict[str, Any]:
        """The values that differ from those the form was made with."""
        changed = set(self.changed_data) - {"revision"}
        return {key: _stored(self.cleaned_data[key]) for key in changed}

    @property
    def seen(self) -> dict[str, Any]:
        """The values the form was made with, as the browser sends them back."""
        found = {}
        for name in maturity.FIELDS:
            field = self.fields[name]
            raw = field.hidden_widget().value_from_datadict(
                self.data, self.files, self.add_initial_prefix(name)
            )
            try:
                found[name] = _stored(field.clean(raw))
            except ValidationError:
                found[name] = None
        return found


@dataclass(frozen=True, slots=True)
class Card:
    """One pillar with its form."""

    pillar: PillarMaturity
    form: PillarForm


def _stored(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def review_maturity(request: MemberRequest, review_id: UUID) -> HttpResponse:
    """The maturity of all pillars; POST saves what was changed of it: all or none."""
    if request.method != "POST":
        page = maturity_page.build(request.actor, review_id)
        return _shown(request, page, _cards(None, page), status=200)
    access.review_for(request.actor, review_id, need=Action.IMPROVEMENT_WRITE)
    page = maturity_page.build(request.actor, review_id)
    cards = _cards(request.POST, page)
    if not all(card.form.is_valid() for card in cards):
        return _shown(request, page, cards, status=UNPROCESSABLE)
    changed = {card.pillar.key: card.form for card in cards if card.form.changes}
    try:
        maturity.write(
            request.actor,
            review_id,
            levels={key: form.changes for key, form in changed.items()},
            revisions={key: form.cleaned_data["revision"] or 0 for key, form in changed.items()},
            seen={key: form.seen for key, form in changed.items()},
        )
    except Invalid as error:
        _fill_errors(changed, error)
        return _shown(request, page, cards, status=UNPROCESSABLE)
    except Stale as error:
        return _clashed(request, page, error)
    messages.success(request, _("Your changes are saved."))
    return redirect("review-maturity", review_id)


def _cards(data: Mapping[str, Any] | None, page: MaturityPage) -> list[Card]:
    return [Card(pillar, PillarForm(data, pillar)) for pillar in page.pillars]


def _shown(
    request: MemberRequest, page: MaturityPage, cards: list[Card], *, status: int, **more: Any
) -> HttpResponse:
    context = {"page": page, "cards": cards, **more}
    return render_in(page.workload, request, "reviews/maturity/page.html", context, status=status)


def _clashed(request: MemberRequest, page: MaturityPage, error: Stale) -> HttpResponse:
    """What was typed comes back beside what the other wrote; saving again keeps one's own."""
    again = request.POST.copy()
    for pillar in page.pillars:
        again[f"{pillar.key}-revision"] = str(pillar.revision)
    cards = _cards(again, page)
    by_key = {card.pillar.key: card for card in cards}
    clashes = []
    for path, values in error.data["fields"].items():
        key, _dot, field = path.rpartition(".")
        label = f"{by_key[key].pillar.name}: {by_key[key].form.fields[field].label}"
        theirs = "" if values["theirs"] is None else str(values["theirs"])
        clashes.append(Clash(label, theirs))
    return _shown(request, page, cards, status=CONFLICT, clashes=clashes, by=error.data["by"])


def _fill_errors(forms_of: Mapping[str, PillarForm], error: Invalid) -> None:
    for path, sentences in error.fields.items():
        key, _dot, field = path.rpartition(".")
        for sentence in sentences:
            forms_of[key].add_error(field, sentence)
