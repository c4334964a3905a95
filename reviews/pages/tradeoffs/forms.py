"""The form of a trade-off: texts from a browser become values for services, and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from reviews.models import Effect, TradeOff
from reviews.pages.clashing import Clash
from reviews.reads.tradeoff_examples import Example
from reviews.reads.tradeoffs import Group, Link, Pillar
from reviews.services import tradeoff_fields

EFFECTS = [
    *((value, label) for value, label in Effect.choices),
    ("", _("Not looked at")),
]


class _Text(forms.CharField):
    def __init__(self, label: Any, limit: int, rows: int = 3, help_text: Any = "") -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(
            label=label, help_text=help_text, widget=widget, required=False, max_length=limit,
            show_hidden_initial=True,
        )  # fmt: skip

    def to_python(self, value: Any) -> str:
        """The text as it is stored: browsers send forms with CR LF."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


def _amount(label: Any, help_text: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, max_digits=14, decimal_places=2, help_text=help_text,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
        show_hidden_initial=True,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """The fields of one pillar."""

    pillar: Pillar
    effect: BoundField
    note: BoundField


@dataclass(frozen=True, slots=True)
class Choice:
    """A question to link to, ticked or not."""

    link: Link
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Those of one pillar of a lens."""

    name: str
    choices: tuple[Choice, ...]
    ticked: int


class TradeOffForm(forms.Form):
    """What is decided, what it does to each pillar, what it costs and brings.

    Each field carries what it said when the form was made (show_hidden_initial), so `changes`
    holds only what this person changed and two people's edits both stay.
    """

    title = forms.CharField(label=_("Decision"), max_length=200, show_hidden_initial=True)
    context = _Text(_("Why it is on the table"), 5000)
    alternatives = _Text(_("What else was looked at"), 5000)
    cost = _Text(_("Cost"), 2000, 2, _("What is given up, in words."))
    benefit = _Text(_("Benefit"), 2000, 2, _("What is gained, in words."))
    savings = _amount(_("Savings a month"), _("Of infrastructure. Negative when it costs more."))
    revenue = _amount(
        _("Revenue a month"),
        _("Of slower pages or an outage, for example: negative. 0 when nothing changes."),
    )
    currency = forms.CharField(
        label=_("Currency"), min_length=3, max_length=3, required=False, show_hidden_initial=True
    )
    questions = forms.MultipleChoiceField(
        label=_("Questions"), required=False, show_hidden_initial=True
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        pillars: Sequence[Pillar],
        groups: Iterable[Group],
        tradeoff: TradeOff | None = None,
        linked: Collection[str] = (),
        example: Example | None = None,
        begin: Mapping[str, Any] | None = None,
        currency: str = "USD",
    ) -> None:
        self._pillars, self._groups = pillars, tuple(groups)
        initial: dict[str, Any] = {"currency": currency, "questions": list(linked)}
        effects: dict[str, tuple[str, str]] = {}
        if tradeoff is not None:
            names = (
                "title", "context", "alternatives", "cost", "benefit", "savings", "revenue",
                "currency", "revision",
            )  # fmt: skip
            initial |= {name: getattr(tradeoff, name) for name in names}
            effects = {
                key: (each["effect"], each["note"]) for key, each in tradeoff.effects.items()
            }
        elif example is not None:
            initial["title"] = str(example.title)
            effects = {key: (effect, str(note)) for key, (effect, note) in example.effects.items()}
        elif begin is not None:
            initial |= {key: value for key, value in begin.items() if key != "effects"}
            effects = dict(begin["effects"])
        super().__init__(data, initial=initial)
        for pillar in pillars:
            effect, note = effects.get(pillar.key, ("", ""))
            self.fields[f"effect-{pillar.key}"] = forms.ChoiceField(
                label=pillar.name, choices=EFFECTS, required=False, initial=effect,
                widget=forms.RadioSelect, show_hidden_initial=True,
            )  # fmt: skip
            self.fields[f"note-{pillar.key}"] = forms.CharField(
                label=_("Note"), required=False, max_length=tradeoff_fields.MAX_NOTE,
                initial=note, show_hidden_initial=True,
            )  # fmt: skip
        known = [(link.value, link.title) for group in self._groups for link in group.questions]
        self.fields["questions"].choices = known  # type: ignore[attr-defined]

    @property
    def lines(self) -> list[Line]:
        """The fields of the pillars, in their order."""
        return [
            Line(pillar, self[f"effect-{pillar.key}"], self[f"note-{pillar.key}"])
            for pillar in self._pillars
        ]

    @property
    def choices(self) -> list[ChoiceGroup]:
        """The questions one can link to, those that are linked ticked."""
        ticked = set(self["questions"].value() or ())
        found = []
        for group in self._groups:
            choices = tuple(Choice(link, link.value in ticked) for link in group.questions)
            found.append(ChoiceGroup(group.name, choices, sum(c.is_ticked for c in choices)))
        return found

    @property
    def linked_before(self) -> list[str]:
        """The questions that were linked when the form was made."""
        if self.is_bound and hasattr(self.data, "getlist"):
            return list(self.data.getlist("initial-questions"))
        return list(self.initial["questions"])

    @property
    def values(self) -> dict[str, Any]:
        """All values as services want them."""
        sent = self.cleaned_data
        names = ("title", "context", "alternatives", "cost", "benefit", "savings", "revenue")
        found = {name: sent[name] for name in names}
        if sent["currency"]:
            found["currency"] = sent["currency"]
        found["effects"] = {
            pillar.key: {"effect": effect, "note": sent[f"note-{pillar.key}"]}
            for pillar in self._pillars
            if (effect := sent[f"effect-{pillar.key}"])
        }
        pairs = (value.split("/", 1) for value in sent["questions"])
        found["questions"] = [{"review": review, "question": key} for review, key in pairs]
        return found

    @property
    def changes(self) -> dict[str, Any]:
        """The values that differ from those the form was made with; effects only together."""
        changed = {
            "effects" if name.startswith(("effect-", "note-")) else name
            for name in self.changed_data
        }
        return {key: value for key, value in self.values.items() if key in changed}


def clashes(form: TradeOffForm, fields: Mapping[str, Mapping[str, Any]]) -> list[Clash]:
    """What others wrote, beside what the form holds."""
    return [_clash(form, name, values["theirs"]) for name, values in fields.items()]


def _clash(form: TradeOffForm, name: str, theirs: Any) -> Clash:
    if name == "effects":
        words = dict(Effect.choices)
        names = {line.pillar.key: line.pillar.name for line in form.lines}
        said = [
            f"{names.get(key, key)}: {words.get(each['effect'], each['effect'])}"
            + (f" ({each['note']})" if each["note"] else "")
            for key, each in theirs.items()
        ]
        return Clash(str(_("Effects")), "\n".join(said))
    if name == "questions":
        titles = dict(form.fields["questions"].choices)  # type: ignore[attr-defined]
        return Clash(str(_("Questions")), "\n".join(titles.get(each, each) for each in theirs))
    return Clash(str(form.fields[name].label), str(theirs if theirs is not None else ""))
