"""Pages to read lenses: the library, a lens, a pillar, a question, and the download."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lenses.pages.opening import opens_lens
from lenses.reads import anti_patterns as catalogue
from lenses.reads import aws_page, lens_page, library, question_page, reader, search
from lenses.services import exports
from wellarch.pages import MemberRequest, member_page

_MEDIA = {
    "json": ("application/json", "json"),
    "yaml": ("application/yaml", "yaml"),
    "aws": ("application/json", "aws.json"),
}


@require_safe
@member_page
def lens_list(request: MemberRequest) -> HttpResponse:
    """Every lens one may review with; `q` and `kind` find some of them."""
    query, kind = request.GET.get("q", "").strip()[:200], request.GET.get("kind", "")
    shown = library.build(request.actor, query=query, kind=kind)
    return render(request, "lenses/list.html", {"library": shown})


@require_safe
@member_page
def search_lenses(request: MemberRequest) -> HttpResponse:
    """Pillars, questions and practices of all lenses, by words."""
    page = search.search(request.actor, request.GET.get("q", ""))
    return render(request, "lenses/search.html", {"page": page})


@require_safe
@member_page
@opens_lens
def anti_patterns(request: MemberRequest, alias: str) -> HttpResponse:
    """What people often do wrong, by pillar and question."""
    book, chapters = catalogue.build(request.actor, alias, _version(request))
    return render(request, "lenses/anti_patterns.html", {"book": book, "chapters": chapters})


@require_safe
@member_page
@opens_lens
def lens_detail(request: MemberRequest, alias: str) -> HttpResponse:
    """A lens: what it is for, its pillars and questions, its versions."""
    page = lens_page.build(request.actor, alias, _version(request))
    return render(request, "lenses/detail.html", {"page": page, "book": page.book})


@require_safe
@member_page
@opens_lens
def pillar(request: MemberRequest, alias: str, pillar: str) -> HttpResponse:
    """A pillar: principles, maturity, checklist, questions."""
    page = reader.pillar_page(request.actor, alias, pillar, _version(request))
    context = {"page": page, "book": page.book, "pillar": page.pillar}
    return render(request, "lenses/pillar.html", context)


@require_safe
@member_page
@opens_lens
def question(request: MemberRequest, alias: str, question: str) -> HttpResponse:
    """A question: practices with advice, rules in words, the smallest ways to a lower risk."""
    page = question_page.build(request.actor, alias, question, _version(request))
    context = {
        "page": page,
        "book": page.book,
        "pillar": page.pillar,
        "question": page.question,
    }
    return render(request, "lenses/question.html", context)


@require_safe
@member_page
def export(request: MemberRequest, alias: str, format: str) -> HttpResponse:
    """The document of a version as a file."""
    version = _version(request)
    text = exports.export(request.actor, alias=alias, format=format, version=version)
    media, ending = _MEDIA[format]
    name = "-".join(part for part in (alias, version) if part)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return HttpResponse(text, content_type=f"{media}; charset=utf-8", headers=headers)


@require_safe
@member_page
@opens_lens
def export_to_aws(request: MemberRequest, alias: str) -> HttpResponse:
    """What AWS will not get of a lens, before it is downloaded."""
    page = aws_page.build(request.actor, alias, _version(request))
    return render(request, "lenses/aws.html", {"page": page, "book": page.book})


def _version(request: MemberRequest) -> str:
    return request.GET.get("version", "")[:32]
