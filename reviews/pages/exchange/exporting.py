"""Improvements as a file: `as` says csv or xlsx; `bom=0` leaves out the mark of UTF-8."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from reviews import access
from reviews.documents import improvement_files
from reviews.documents.sheets import Sheet
from reviews.reads import improvement_export
from wellarch.pages import MemberRequest, member_page


@require_safe
@member_page
def of_workload(request: MemberRequest, workload_id: UUID) -> StreamingHttpResponse | FileResponse:
    """Those of one workload."""
    workload = access.workload_for(request.actor, workload_id)
    name = slugify(workload.name) or "workload"
    return _file(request, improvement_export.sheet(request.actor, workload_id), name)


@require_safe
@member_page
def everywhere(request: MemberRequest) -> StreamingHttpResponse | FileResponse:
    """Those of every workload one sees."""
    name = request.actor.organization.slug
    return _file(request, improvement_export.sheet(request.actor), name)


def _file(request: MemberRequest, sheet: Sheet, name: str) -> StreamingHttpResponse | FileResponse:
    file = f"improvements-{name}-{timezone.localdate()}"
    if request.GET.get("as") == "xlsx":
        book = improvement_files.workbook(sheet, author=request.actor.organization.name)
        return FileResponse(
            book,
            as_attachment=True,
            filename=f"{file}.xlsx",
            content_type=improvement_files.XLSX_TYPE,
        )
    return StreamingHttpResponse(
        improvement_files.lines(sheet, bom=request.GET.get("bom") != "0"),
        content_type=improvement_files.CSV_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{file}.csv"'},
    )
