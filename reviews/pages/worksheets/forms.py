"""Forms of worksheets, made from the columns a kind declares: texts from a browser become values
for services, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.pages.clashing import Clash
from reviews.reads import worksheet_tables
from reviews.telling import words
from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Row
from reviews.worksheets.spec import Kind, Table
from wellarch.accounts.models import User

OWNER = "owner"
MISSING = {"required": gettext_lazy("Fill this in.")}
_INPUTS: Mapping[Type, Mapping[str, Any]] = {
    Type.NUMBER: {"inputmode": "decimal", "autocomplete": "off"},
    Type.DURATION: {"autocomplete": "off"},
    Type.LINK: {"inputmode": "url", "autocomplete": "off"},
    Type.TEXT: {"autocomplete": "off"},
}


class _Text(forms.CharField):
    def to_python(self, value: Any) -> str:
        """The text as it is stored: browsers send forms with CR LF."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


@dataclass(frozen=True, slots=True)
class Asked:
    """A field with what is shown around it. only: JSON of the fields whose values ask for it."""

    bound: BoundField
    suggestions: tuple[str, ...]
    only: str
    is_wide: bool


class _ColumnsForm(forms.Form):
    """Fields for some columns. Each carries what it said when the form was made, so `changes`
    holds only what this person changed. What is wrong with a value the core says.

    dom_name: what the ids of its elements begin with; "name" may be one of the columns.
    """

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        columns: Sequence[Column],
        *,
        name: str,
        initial: Mapping[str, Any],
        revision: int,
    ) -> None:
        columns = [each for each in columns if not each.is_kept]
        self.dom_name, self.columns = name, columns
        first = {**initial, "revision": revision}
        super().__init__(data, initial=first, auto_id=f"{name}-%s")
        for column in columns:
            self.fields[column.key] = _field(column, name)

    def clean_revision(self) -> int | None:
        """None for nonsense."""
        found: int | None = self.cleaned_data["revision"]
        return found if found is None or 0 < found < 10**9 else None

    @property
    def asked_short(self) -> list[Asked]:
        """The fields that stand side by side."""
        return [each for each in self.asked if not each.is_wide]

    @property
    def asked_wide(self) -> list[Asked]:
        """The fields that need the room of a sentence."""
        return [each for each in self.asked if each.is_wide]

    @property
    def asked(self) -> list[Asked]:
        """The fields of the columns, in their order."""
        return [
            Asked(
                self[column.key],
                tuple(words(each) for each in column.suggestions),
                json.dumps({key: list(values) for key, values in (column.only or {}).items()})
                if column.only
                else "",
                column.is_wide,
            )
            for column in self.columns
        ]

    @property
    def values(self) -> dict[str, Any]:
        """The values of all columns that apply, as services want them."""
        sent = {column.key: self.cleaned_data.get(column.key, "") for column in self.columns}
        would_be = Row(0, "", sent)
        return {
            column.key: sent[column.key]
            for column in self.columns
            if worksheet_tables.is_asked(column, would_be)
        }

    @property
    def changes(self) -> dict[str, Any]:
        """The values that differ from those the form was made with."""
        changed = set(self.changed_data)
        return {key: value for key, value in self.values.items() if key in changed}

    def words_of(self, key: str, value: Any) -> str:
        """A stored value as a page would show it."""
        column = next((each for each in self.columns if each.key == key), None)
        return worksheet_tables.said(column, value) if column else str(value or "")


class RowForm(_ColumnsForm):
    """A row of a table, new or changed; `owner` among its columns, `parent` for a new one."""

    table = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        table: Table,
        people: Iterable[User] = (),
        row: Row | None = None,
        groups: Sequence[tuple[int, str]] = (),
        revision: int = 0,
    ) -> None:
        initial: dict[str, Any] = {column.key: column.default for column in table.columns}
        if row is not None:
            initial = {**dict.fromkeys(initial, ""), **row.values, OWNER: row.owner_id or ""}
        initial["table"] = table.key
        name = f"row-{row.number}" if row is not None else f"add-{table.key}"
        super().__init__(data, table.columns, name=name, initial=initial, revision=revision)
        if table.has_owner:
            named = [("", _("Nobody yet")), *((str(each.pk), str(each)) for each in people)]
            if row is not None and row.owner_id and str(row.owner_id) not in dict(named):
                named.append((str(row.owner_id), row.owner_name))
            self.fields[OWNER] = forms.ChoiceField(
                label=_("Owner"), choices=named, required=False, show_hidden_initial=True
            )
        if row is None and groups:
            self.fields["parent"] = forms.TypedChoiceField(
                label=_("Inside"), required=False, coerce=int, empty_value=None,
                choices=[("", _("No group")), *((str(number), path) for number, path in groups)],
            )  # fmt: skip

    @property
    def asked(self) -> list[Asked]:
        """As of all forms, with the owner and, of a new row, the group."""
        more = [Asked(self[key], (), "", False) for key in (OWNER, "parent") if key in self.fields]
        return [*super().asked, *more]

    @property
    def values(self) -> dict[str, Any]:
        """As of all forms, with the owner."""
        found = super().values
        if OWNER in self.fields:
            found[OWNER] = self.cleaned_data.get(OWNER, "")
        return found

    @property
    def parent(self) -> int | None:
        """The group a new row goes into."""
        found: int | None = self.cleaned_data.get("parent")
        return found

    def words_of(self, key: str, value: Any) -> str:
        """A stored value as a page would show it; a person by their name."""
        if key == OWNER and OWNER in self.fields:
            return str(dict(self.fields[OWNER].choices).get(str(value or ""), ""))  # type: ignore[attr-defined]
        return super().words_of(key, value)


class SettingsForm(_ColumnsForm):
    """The settings of a worksheet."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        kind: Kind,
        settings: Mapping[str, Any],
        revision: int = 0,
    ) -> None:
        super().__init__(data, kind.settings, name="settings", initial=settings, revision=revision)


def clashes(form: _ColumnsForm, fields: Mapping[str, Mapping[str, Any]]) -> list[Clash]:
    """What others wrote, beside what the form holds."""
    return [
        Clash(
            str(form.fields[key].label) if key in form.fields else key,
            form.words_of(key, values["theirs"]),
        )
        for key, values in fields.items()
    ]


def _field(column: Column, name: str) -> forms.Field:
    label = words(column.label)
    if column.unit:
        label = f"{label} ({words(column.unit)})"
    about: dict[str, Any] = {
        "label": label,
        "help_text": words(column.help),
        "required": column.is_required,
        "error_messages": MISSING,
        "show_hidden_initial": True,
    }
    if column.type is Type.FLAG:
        return forms.BooleanField(**{**about, "required": False})
    if column.type is Type.CHOICE:
        choices = [(value, words(said)) for value, said in column.choices]
        if not (column.is_required and column.default):
            choices = [("", "–"), *choices]
        return forms.ChoiceField(choices=choices, **about)
    return _Text(widget=_widget(column, name), **about)


def _widget(column: Column, name: str) -> forms.Widget:
    if column.type is Type.DAY:
        return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    attrs = {**_INPUTS.get(column.type, {}), "maxlength": str(column.limit)}
    if column.type is Type.NUMBER:
        attrs["maxlength"] = "40"
    if column.suggestions:
        attrs["list"] = f"{name}-{column.key}-list"
    if column.type is Type.LONG:
        return forms.Textarea(attrs={"rows": 2, "maxlength": str(column.limit)})
    return forms.TextInput(attrs=attrs)
