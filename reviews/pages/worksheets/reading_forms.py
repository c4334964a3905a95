"""Forms for measured values: one by one, and many pasted as lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.reads.readings import ReadingsPage
from reviews.worksheets.measuring import month_of
from wellarch.errors import Invalid

MAX_LINES = 2000
MAX_NAMED = 20  # wrong lines that are named at once
_LOCAL = "%Y-%m-%dT%H:%M"
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_NUMBER = {"inputmode": "decimal", "autocomplete": "off"}


class ReadingForm(forms.Form):
    """One value. What is wrong with a number the core says."""

    use_required_attribute = False

    at = forms.CharField(label=gettext_lazy("When"))
    value = forms.CharField(label=gettext_lazy("Value"), widget=forms.TextInput(_NUMBER))
    total = forms.CharField(required=False, widget=forms.TextInput(_NUMBER))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, page: ReadingsPage) -> None:
        super().__init__(data, auto_id="reading-%s")
        self._is_monthly = page.is_monthly
        at, value = self.fields["at"], self.fields["value"]
        value.label = f"{page.value_label}, {page.unit}" if page.unit else page.value_label
        if page.total_label:
            self.fields["total"].label = page.total_label
            self.fields["total"].required = page.table.measures.is_share
        else:
            del self.fields["total"]
        if page.is_monthly:
            at.label = _("Month")
            at.widget = forms.TextInput({"type": "month", "placeholder": "2026-10"})
        else:
            at.widget = forms.DateTimeInput({"type": "datetime-local"}, _LOCAL)
            at.initial = timezone.localtime().strftime(_LOCAL)

    def clean_at(self) -> datetime:
        """The moment; a month's first in UTC."""
        found = moment_of(self.cleaned_data["at"], is_monthly=self._is_monthly)
        if found is None:
            raise forms.ValidationError(said_of_moments(is_monthly=self._is_monthly))
        return found

    @property
    def reading(self) -> dict[str, Any]:
        """The value as services want it."""
        return {key: value for key, value in self.cleaned_data.items() if value != ""}


class PasteForm(forms.Form):
    """Many values, one per line: when, value, and the total where there is one."""

    use_required_attribute = False

    lines = forms.CharField(
        label=gettext_lazy("Lines"),
        widget=forms.Textarea({"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        max_length=200_000,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, page: ReadingsPage) -> None:
        super().__init__(data, auto_id="paste-%s")
        self._is_monthly = page.is_monthly
        self.places: list[int] = []  # the line of each reading
        columns = _("when, value, total, note") if page.total_label else _("when, value, note")
        day = "2026-10" if page.is_monthly else "2026-11-20"
        total = ", 150000" if page.total_label else ""
        self.fields["lines"].help_text = _(
            "One value per line: %(columns)s. Such as: %(example)s"
        ) % {"columns": columns, "example": f"{day}, 95{total}"}
        self._has_total = bool(page.total_label)

    def clean_lines(self) -> list[dict[str, Any]]:
        """The readings. Names every line whose moment or whose number of cells is wrong.

        A note of digits alone is what "95,5" and "1,000" would leave behind.
        """
        text = str(self.cleaned_data["lines"])
        found, wrong, keys = (
            [],
            [],
            ["at", "value", *(["total"] if self._has_total else []), "note"],
        )
        delimiter = _delimiter(text)
        for place, cells in enumerate(_cells(text, delimiter), start=1):
            if not any(cells) or (place == 1 and _is_head(cells)):
                continue
            at = moment_of(cells[0], is_monthly=self._is_monthly)
            if at is None:
                wrong.append(_line(place, said_of_moments(is_monthly=self._is_monthly)))
            elif not 2 <= len(cells) <= len(keys):
                wrong.append(_line(place, _("Use when and value, with a comma between them.")))
            elif delimiter == "," and len(cells) == len(keys) and cells[-1].isdecimal():
                wrong.append(_line(place, _("Use numbers like 1000 or 95.5, no comma in them.")))
            else:
                self.places.append(place)
                found.append({**dict(zip(keys, cells, strict=False)), "at": at})
        if not found and not wrong:
            wrong.append(_("There is no value in it."))
        if len(found) > MAX_LINES:
            wrong.append(_("Use at most %(n)d lines.") % {"n": MAX_LINES})
        if wrong:
            raise forms.ValidationError(_first(wrong))
        return found

    def refuse(self, error: Invalid) -> None:
        """Put the core's refusal on the lines it is about."""
        wrong = []
        for path, sentences in error.fields.items():
            index, _dot, _rest = path.removeprefix("readings.").partition(".")
            if index.isdecimal() and int(index) < len(self.places):
                wrong += [_line(self.places[int(index)], sentence) for sentence in sentences]
            else:
                wrong += sentences
        self.add_error("lines", _first(wrong or [error.message]))


def moment_of(text: str, *, is_monthly: bool) -> datetime | None:
    """A moment as people write it: a day begins in UTC, a time without a zone is in the reader's
    own. For a month its first moment, however that is written. None for anything else."""
    try:
        found = _moment(text.strip(), is_monthly=is_monthly)
    except ValueError:
        return None
    if found is None or not is_monthly:
        return found
    return found if found == month_of(found.astimezone(UTC)) else None


def _moment(text: str, *, is_monthly: bool) -> datetime | None:
    month = _MONTH.fullmatch(text)
    if month is not None:
        return datetime(int(month[1]), int(month[2]), 1, tzinfo=UTC) if is_monthly else None
    day = parse_date(text)
    if day is not None:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    found = parse_datetime(text)
    return timezone.make_aware(found) if found and found.tzinfo is None else found


def said_of_moments(*, is_monthly: bool) -> str:
    """What a moment has to look like."""
    if is_monthly:
        return _("Use a month, such as 2026-10.")
    return _("Use a day or a time, such as 2026-11-20 or 2026-11-20 09:00.")


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return next((each for each in "\t;" if each in first), ",")


def _cells(text: str, delimiter: str) -> list[list[str]]:
    found = []
    for line in text.splitlines():
        try:
            cells = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
        except csv.Error:  # a cell that is too long to be one
            cells = [line]
        found.append([cell.strip() for cell in cells])
    return found


def _is_head(cells: list[str]) -> bool:
    """A line of words above the values, as exports have it."""
    return not any(character.isdigit() for cell in cells for character in cell)


def _line(place: int, sentence: str) -> str:
    return _("Line %(n)d: %(what)s") % {"n": place, "what": sentence}


def _first(wrong: list[str]) -> list[str]:
    more = len(wrong) - MAX_NAMED
    return [*wrong[:MAX_NAMED], *([_("And %(n)d more.") % {"n": more}] if more > 0 else [])]
