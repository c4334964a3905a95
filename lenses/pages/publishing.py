"""The page where a draft becomes a version for ever."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lenses.models import LensVersion
from lenses.pages.forms import PublishForm
from lenses.reads import publish_page
from lenses.reads.publish_page import PublishPage
from lenses.services import versions
from wellarch.accounts.pages.forms.profile import fill_errors
from wellarch.errors import Invalid, Stale
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def publish(request: MemberRequest, alias: str) -> HttpResponse:
    """Show what a draft changes and for whom; POST publishes it."""
    page = publish_page.build(request.actor, alias)
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        initial={
            "kind": "major" if page.is_major else "minor",
            "name": page.name,
            "notes": page.sentence,
        },
        is_meaning=page.base is not None and page.is_major,
    )
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            version = versions.publish(
                request.actor,
                page.draft,
                name=values["name"],
                major=values["kind"] == "major",
                notes=values["notes"],
                revision=values["revision"],
            )
        except Invalid as error:
            fill_errors(form, error)
        except Stale as error:
            # The page shows the draft as it is now; who still means it presses again.
            form.add_error(None, error.message)
        else:
            messages.success(request, _done(version, page))
            return redirect("lens-detail", alias)
    status = 422 if form.is_bound else 200
    return render(request, "lenses/publish.html", {"form": form, "page": page}, status=status)


def _done(version: LensVersion, page: PublishPage) -> str:
    """What happens now, for those who published it."""
    words = _("Version %(name)s is published.") % {"name": version.name}
    if page.base is None:
        return f"{words} {_('Workloads can be reviewed with it.')}"
    if version.is_major:
        return f"{words} {_('Reviews that use an older one offer the upgrade to their owners.')}"
    follows = ngettext(
        "%(n)d open review gets it in a moment, with all its answers.",
        "%(n)d open reviews get it in a moment, with all their answers.",
        page.following,
    )
    return f"{words} {follows % {'n': page.following}}" if page.following else words
