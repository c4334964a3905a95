"""What a template says anew: proposed to workloads, taken over or declined there."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from reviews.pages.rendering import render_in
from reviews.pages.room.parsing import number
from reviews.reads import template_apply
from reviews.services import template_proposals
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page


@require_POST
@member_page
def propose(request: MemberRequest, template_id: UUID) -> HttpResponse:
    """Propose the template's changes to the workloads that are ticked (`use`)."""
    uses = [number(value, -1) for value in request.POST.getlist("use")]
    try:
        n = template_proposals.propose(request.actor, template_id, uses=uses)
    except Invalid as error:
        messages.error(request, error.message)
    else:
        said = ngettext(
            "Proposed to %(n)d workload. Its team decides, question by question.",
            "Proposed to %(n)d workloads. Their teams decide, question by question.",
            n,
        )
        messages.success(request, said % {"n": n})
    return redirect("template-detail", template_id)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def proposal(request: MemberRequest, workload_id: UUID, use_id: int) -> HttpResponse:
    """What the template says anew, beside what is said here; POST takes over what is ticked."""
    refused = ""
    if request.method == "POST":
        sent = request.POST
        try:
            done = template_proposals.accept(
                request.actor,
                workload_id,
                use_id,
                questions=_ticked(sent),
                seen=number(sent.get("seen", ""), -1),
            )
        except Conflict as error:
            refused = error.message
        else:
            said = ngettext(
                "%(n)d answer was taken over.", "%(n)d answers were taken over.", len(done.changed)
            )
            messages.success(request, said % {"n": len(done.changed)})
            if done.skipped:
                left = _("Left alone, because something changed since the preview: %(names)s.")
                messages.warning(request, left % {"names": ", ".join(done.skipped)})
            return redirect("workload-detail", workload_id)
    page = template_apply.proposal(request.actor, workload_id, use_id)
    context = {"page": page, "refused": refused}
    return render_in(
        page.review.workload,
        request,
        "reviews/templates/proposal.html",
        context,
        status=409 if refused else 200,
    )


@require_POST
@member_page
def decline(request: MemberRequest, workload_id: UUID, use_id: int) -> HttpResponse:
    """Keep everything as it is here until the template changes again."""
    try:
        template_proposals.decline(
            request.actor, workload_id, use_id, seen=number(request.POST.get("seen", ""), -1)
        )
    except Conflict as error:
        messages.error(request, error.message)
        return redirect("template-proposal", workload_id, use_id)
    messages.success(request, _("Your answers stay as they are."))
    return redirect("workload-detail", workload_id)


def _ticked(sent: QueryDict) -> dict[str, str]:
    pairs = (value.rpartition(":") for value in sent.getlist("q"))
    return {question: version for question, _colon, version in pairs if question}
