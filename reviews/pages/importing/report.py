"""A workload from the data of a report: choose the file, and it is here."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from reviews.documents import reading
from reviews.pages.workloads.forms import fill_errors
from reviews.services import review_import
from wellarch.accounts import policy
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page

UNPROCESSABLE = 422


class ReportForm(forms.Form):
    """A report, and what its workload is called here."""

    file = forms.FileField(
        label=gettext_lazy("Report"),
        help_text=gettext_lazy("A report as JSON, or a PDF report: its data is inside."),
        widget=forms.FileInput(attrs={"accept": ".json,.pdf"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Leave empty to keep the name in the report."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def from_report(request: MemberRequest) -> HttpResponse:
    """Choose a report; POST makes its workload."""
    policy.require(request.actor, Action.WORKLOAD_CREATE)
    is_sent = request.method == "POST"
    form = ReportForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        try:
            made = review_import.from_report(
                request.actor,
                form.cleaned_data["file"].read(reading.MAX_BYTES + 1),
                name=form.cleaned_data["name"],
            )
        except Invalid as error:
            fill_errors(form, error)
        except Conflict as error:  # a lens that is not here
            form.add_error("file", error.message)
        else:
            messages.success(request, _("%(name)s is here.") % {"name": made.name})
            return redirect("workload-detail", made.pk)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "reviews/importing/report.html", {"form": form}, status=status)
