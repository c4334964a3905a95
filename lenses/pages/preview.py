"""A lens tried out as reviewers will see it: an overview with the improvement plan, and questions.

Nothing is stored. The address holds every answer, so that a page can be sent to somebody and
works without a script.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lenses.document import LIMITS
from lenses.reads import preview
from wellarch.pages import MemberRequest, member_page


@require_safe
@member_page
def overview(request: MemberRequest, alias: str) -> HttpResponse:
    """The whole lens: where each question stands, and what would be the improvement plan."""
    tried = _preview(request, alias)
    return render(request, "lenses/preview/overview.html", {"preview": tried, "question_id": ""})


@require_safe
@member_page
def question(request: MemberRequest, alias: str, question: str) -> HttpResponse:
    """One question. Its form sends what is ticked (`answered`); the address then says it."""
    tried = _preview(request, alias)
    content = tried.trial.content
    if content is None or (tried.is_draft and question not in content.questions):
        # Somebody may have taken the question out of the draft, or given it another id.
        return redirect(reverse("lens-preview", args=[alias]) + f"?version={tried.version}")
    if "answered" in request.GET:
        tried = preview.answered(
            tried,
            question,
            selected=request.GET.getlist("s")[: LIMITS.choices],
            set_aside=request.GET.getlist("n")[: LIMITS.choices],
        )
        href = reverse("lens-preview-question", args=[alias, question]) + tried.query
        if not request.htmx:
            return redirect(href)
        answer = _shown(request, tried, question)
        answer["HX-Replace-Url"] = href
        return answer
    return _shown(request, tried, question)


def _shown(request: MemberRequest, tried: preview.Preview, question: str) -> HttpResponse:
    context = {
        "preview": tried,
        "tried": tried.tried(question),
        "others": tried.state_but(question),
        "question_id": question,
    }
    template = "parts" if request.htmx else "question"
    return render(request, f"lenses/preview/{template}.html", context)


def _preview(request: MemberRequest, alias: str) -> preview.Preview:
    version, state = request.GET.get("version", "")[:32], request.GET.get("a", "")[:20_000]
    return preview.build(request.actor, alias, version, state)
