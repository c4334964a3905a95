"""Form fields for lists and tags, written one per line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class LinesField(forms.CharField):
    """A list of texts, one per line; empty lines and repetitions are dropped."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("required", False)
        more.setdefault("widget", forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}))
        super().__init__(show_hidden_initial=True, **more)

    def prepare_value(self, value: Any) -> Any:
        """A list as lines; what was typed as it was typed."""
        return "\n".join(str(item) for item in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The lines as a list."""
        if isinstance(value, list):
            return value
        lines = (line.strip() for line in str(value or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def validate(self, value: Any) -> None:
        """Nothing to ask for: empty is fine."""

    def run_validators(self, value: Any) -> None:
        """Limits are the service's business."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what the lines mean, not how they were typed."""
        return bool(self.to_python(initial) != self.to_python(data))


class TagsField(LinesField):
    """Pairs of texts, one `key=value` per line."""

    def prepare_value(self, value: Any) -> Any:
        """Pairs as lines; what was typed as it was typed."""
        if isinstance(value, Mapping):
            return "\n".join(f"{key}={text}" for key, text in value.items())
        return value

    def to_python(self, value: Any) -> Any:
        """The lines as a dict."""
        if isinstance(value, Mapping):
            return dict(value)
        pairs: dict[str, str] = {}
        for line in super().to_python(value):
            key, equals, text = (part.strip() for part in line.partition("="))
            if not key or not equals:
                raise forms.ValidationError(
                    _("“%(line)s” is not a tag. Write key=value."), params={"line": line}
                )
            pairs[key] = text
        return pairs

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what the lines mean; a line that is no tag is a change."""
        try:
            return super().has_changed(initial, data)
        except forms.ValidationError:
            return True
