"""The audit log for admins: the page, and its export."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.apps import apps
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wellarch.accounts.actor import Actor
from wellarch.accounts.roles import Via
from wellarch.accounts.tenancy import members
from wellarch.events.auditing import reading as audit
from wellarch.events.auditing.reading import Filters
from wellarch.events.auditing.sentences import Group
from wellarch.pages import MemberRequest, member_page


class FilterForm(forms.Form):
    """What of the log is wanted, in the address of the page."""

    q = forms.CharField(required=False, max_length=100)
    person = forms.TypedChoiceField(label=_("Person"), required=False, coerce=int, empty_value=None)
    group = forms.ChoiceField(
        label=_("About"), required=False, choices=[("", _("Everything")), *Group.choices]
    )
    via = forms.ChoiceField(
        label=_("Through"), required=False, choices=[("", _("Every door")), *Via.choices]
    )
    workload = forms.ChoiceField(label=_("Workload"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        people = [(row.user_id, str(row.user)) for row in members.of(actor)]
        workloads: Any = apps.get_model("reviews", "Workload").objects
        names = workloads.visible_to(actor).order_by("normalized_name").values_list("pk", "name")
        self._choose("person", [("", _("Everybody")), *people])
        self._choose("workload", [("", _("Every workload")), *names])

    def _choose(self, name: str, choices: list[Any]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def filters(self) -> Filters:
        """What the valid fields say; a wrong value filters nothing."""
        self.is_valid()
        given = self.cleaned_data
        until = given.get("until")
        return Filters(
            person=given.get("person"),
            group=given.get("group", ""),
            via=given.get("via", ""),
            workload=given.get("workload") or None,
            since=_midnight(given.get("since")),
            until=_midnight(until + timedelta(days=1)) if until else None,
            text=given.get("q", ""),
        )


@never_cache
@require_safe
@member_page
def log(request: MemberRequest) -> HttpResponse:
    """The log, newest first, and how far it is sealed."""
    state = audit.state(request.actor)
    form = FilterForm(request.GET, actor=request.actor)
    filters = form.filters()
    cursor = request.GET.get("before", "")
    context = {
        "form": form,
        "page": audit.page(request.actor, filters, cursor=cursor),
        "state": state,
        "is_filtered": bool(filters.as_data()),
        "is_newest": not cursor,
    }
    return render(request, "accounts/audit.html", context)


@require_POST
@member_page
def export(request: MemberRequest) -> StreamingHttpResponse:
    """What the filters of the address want, as CSV. A POST: the export is itself an event."""
    lines = audit.export(request.actor, FilterForm(request.GET, actor=request.actor).filters())
    slug, today = request.actor.organization.slug, timezone.localdate()
    return StreamingHttpResponse(
        (line.encode() for line in lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="audit-{slug}-{today}.csv"'},
    )


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
