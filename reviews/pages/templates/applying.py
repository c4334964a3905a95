"""Applying a template to a workload: choose one, see what would happen, do what is ticked."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from reviews.pages.rendering import render_in
from reviews.reads import template_apply
from reviews.services import template_uses
from reviews.services.template_uses import Applied
from wellarch.errors import Conflict, Invalid, NotFound
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def apply(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """Without `template` a choice of templates, with it the preview; POST does what is ticked.

    Ticks: `attach` names a lens to attach, `q` is lens/question:version.
    """
    sent = request.POST if request.method == "POST" else request.GET
    template_id = _key(sent.get("template", ""))
    refused = ""
    if request.method == "POST" and template_id:
        try:
            done = template_uses.apply(
                request.actor,
                workload_id,
                template_id=template_id,
                attach=[key for each in sent.getlist("attach") if (key := _key(each))],
                questions=_ticked(sent),
            )
        except (Invalid, Conflict) as error:
            refused = error.message
        else:
            _tell(request, done)
            return redirect("workload-detail", workload_id)
    page = template_apply.build(
        request.actor,
        workload_id,
        template_id=template_id,
        query=sent.get("find", "") if template_id is None else "",
    )
    context = {"page": page, "refused": refused, "query": sent.get("find", "")}
    return render_in(
        page.workload,
        request,
        "reviews/templates/apply.html",
        context,
        status=422 if refused else 200,
    )


def _ticked(sent: QueryDict) -> dict[UUID, dict[str, str]]:
    found: dict[UUID, dict[str, str]] = {}
    for value in sent.getlist("q"):
        named, _colon, version = value.rpartition(":")
        lens, _slash, question = named.partition("/")
        key = _key(lens)
        if key is not None and question:
            found.setdefault(key, {})[question] = version
    return found


def _key(named: str) -> UUID | None:
    if not named:
        return None
    try:
        return UUID(named)
    except ValueError:
        raise NotFound(_("There is no such template.")) from None


def _tell(request: MemberRequest, done: Applied) -> None:
    said = ngettext(
        "%(n)d answer was filled from the template.",
        "%(n)d answers were filled from the template.",
        len(done.changed),
    )
    messages.success(request, said % {"n": len(done.changed)})
    if done.skipped:
        messages.warning(
            request,
            _("Left alone, because something changed since the preview: %(names)s.")
            % {"names": done.names},
        )
