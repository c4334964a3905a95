"""What others share with this person or their organization: accepted, declined, given up."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wellarch.accounts.models import Share
from wellarch.accounts.roles import ShareKind
from wellarch.accounts.sharing import offers
from wellarch.accounts.sharing import rows as share_rows
from wellarch.accounts.sharing.offers import Offer
from wellarch.errors import Conflict
from wellarch.pages import MemberRequest, member_page

# Where what is shared is read: the name of a URL that takes its id.
_PLACES = {
    ShareKind.WORKLOAD: "workload-detail",
    ShareKind.LENS: "lens-detail",
    ShareKind.TEMPLATE: "template-detail",
    ShareKind.PROFILE: "profile-detail",
}
_ICONS = {
    ShareKind.WORKLOAD: "workload",
    ShareKind.LENS: "lens",
    ShareKind.TEMPLATE: "copy",
    ShareKind.PROFILE: "organization",
}


@dataclass(frozen=True, slots=True)
class Row:
    """An offer as the page shows it. href: where it leads, once accepted."""

    offer: Offer
    kind: str
    icon: str
    permission: str
    href: str


@require_safe
@member_page
def inbox(request: MemberRequest) -> HttpResponse:
    """What waits for an answer, and what was accepted."""
    rows = [_row(offer) for offer in offers.incoming(request.actor)]
    context = {
        "waiting": [row for row in rows if row.offer.is_waiting],
        "accepted": [row for row in rows if not row.offer.is_waiting],
    }
    return render(request, "accounts/shared.html", context)


@require_POST
@member_page
def answer(request: MemberRequest, offer_id: UUID) -> HttpResponse:
    """Accept an offer (`do=accept`), or decline it or give it up (`do=reject`)."""
    try:
        if request.POST.get("do") == "accept":
            share = offers.accept(request.actor, offer_id)
            messages.success(request, _("It is yours to open now."))
            return redirect(_address(share))
        offers.reject(request.actor, offer_id)
        messages.success(request, _("Done. It gives you no access any more."))
    except Conflict as error:
        messages.error(request, error.message)
    return redirect("shared-with-me")


def _row(offer: Offer) -> Row:
    kind = ShareKind(offer.share.kind)
    return Row(
        offer=offer,
        kind=str(kind.label),
        icon=_ICONS[kind],
        permission=share_rows.permission_words(offer.share),
        href="" if offer.is_waiting else _address(offer.share),
    )


def _address(share: Share) -> str:
    return reverse(_PLACES[ShareKind(share.kind)], args=[share.subject_id])
