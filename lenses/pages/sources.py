"""Pages of the places lenses are followed from."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lenses.models import SourceState
from lenses.reads import sources_page
from lenses.services import source_pulls, sources
from wellarch.accounts.pages.forms.profile import fill_errors
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page


class SourceForm(forms.Form):
    """One place."""

    place = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=2048,
        help_text=gettext_lazy("An address, or a folder of this server and the path of the file."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "mono"}
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def source_list(request: MemberRequest) -> HttpResponse:
    """All places; POST follows one more and looks there at once."""
    form = SourceForm(request.POST if request.method == "POST" else None)
    page = sources_page.build(request.actor)
    if form.is_bound and form.is_valid():
        try:
            source = sources.add(request.actor, place=form.cleaned_data["place"])
        except (Invalid, Conflict) as error:
            fill_errors(form, error)
        else:
            _look(request, source.pk)
            return redirect("lens-source", source.pk)
    status = 422 if form.is_bound else 200
    return render(request, "lenses/sources.html", {"page": page, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def source(request: MemberRequest, source_id: UUID) -> HttpResponse:
    """One place: what was found there and what to do; POST follows the lens at another place."""
    page = sources_page.detail(request.actor, source_id)
    form = SourceForm(
        request.POST if request.method == "POST" else None,
        initial={"place": page.row.source.place},
    )
    if form.is_bound and form.is_valid():
        try:
            sources.edit(request.actor, source_id, place=form.cleaned_data["place"])
        except Invalid as error:
            fill_errors(form, error)
        else:
            _look(request, source_id)
            return redirect("lens-source", source_id)
    context = {"page": page, "row": page.row, "source": page.row.source, "form": form}
    return render(request, "lenses/source.html", context, status=422 if form.is_bound else 200)


@require_POST
@member_page
def act(request: MemberRequest, source_id: UUID) -> HttpResponse:
    """What a button says (`do`): pull, stop, resume, remove, take, keep."""
    actor, wanted = request.actor, request.POST.get("do", "pull")
    try:
        if wanted == "remove":
            sources.remove(actor, source_id)
            messages.success(request, _("The source is gone. The lens and its versions stay."))
            return redirect("lens-source-list")
        if wanted == "stop":
            sources.stop(actor, source_id)
        elif wanted == "resume":
            sources.resume(actor, source_id)
        elif wanted == "take":
            source_pulls.take(actor, source_id)
            messages.success(request, _("The text of the source is the draft now."))
        elif wanted == "keep":
            source_pulls.keep(actor, source_id)
            messages.success(request, _("Your draft stays as it is."))
        else:
            _look(request, source_id)
    except Conflict as error:
        messages.error(request, error.message)
    if request.POST.get("from") == "list":
        return redirect("lens-source-list")
    return redirect("lens-source", source_id)


def _look(request: MemberRequest, source_id: UUID) -> None:
    """Look there and say what came of it."""
    try:
        found = source_pulls.pull(request.actor, source_id)
    except Conflict as error:
        messages.warning(request, error.message)
        return
    level, sentence = _SAID[SourceState(found.state)]
    messages.add_message(request, level, sentence)


_SAID = {
    SourceState.NEW: (messages.INFO, gettext_lazy("Its place was changed meanwhile.")),
    SourceState.SAME: (messages.SUCCESS, gettext_lazy("Looked: nothing new there.")),
    SourceState.CHANGED: (messages.SUCCESS, gettext_lazy("Looked: it is the draft now.")),
    SourceState.WAITING: (
        messages.WARNING,
        gettext_lazy("Looked: there is a new text. It waits, because the draft holds your work."),
    ),
    SourceState.FAILED: (messages.ERROR, gettext_lazy("Looked, and something is wrong there.")),
}
