"""Drafts over REST: begun, read, edited by operations, replaced, undone, discarded; copies."""

from __future__ import annotations

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from lenses.api.documents import text_of
from lenses.api.draft_shapes import (
    CopyLensBody,
    DocumentBody,
    DraftShape,
    EditedShape,
    OperationBody,
    UndoBody,
    draft_of,
    edited_of,
)
from lenses.api.shapes import VersionShape
from lenses.api.views import KEY
from lenses.reads import editor
from lenses.services import drafts
from lenses.services.drafts import Edited
from wellarch.rest import conditions
from wellarch.rest.endpoint import Endpoint, key_of, with_etag
from wellarch.rest.parsing import StorableJSONParser, TextDocumentParser, YAMLDocumentParser
from wellarch.rest.schema import ETAG, IF_MATCH

_TAGS = ["Lens drafts"]
_EXAMPLES = [
    OpenApiExample(
        "Change a title",
        request_only=True,
        value={
            "operation": {
                "op": "set",
                "at": "questions/locks",
                "field": "title",
                "value": "How do you lock the doors?",
            }
        },
    ),
    OpenApiExample(
        "Add a practice and ask for it in a rule",
        request_only=True,
        value={
            "operation": {
                "op": "many",
                "operations": [
                    {"op": "add", "what": "choice", "to": "questions/locks", "title": "A bolt",
                     "id": "locks_bolt"},
                    {"op": "set", "at": "questions/locks/rules/0", "field": "condition",
                     "value": "locks_key && locks_bolt"},
                ],
            }
        },
    ),
]  # fmt: skip


@extend_schema(parameters=[KEY], tags=_TAGS)
class Draft(Endpoint):
    """The draft of a lens of your organization."""

    serializer_class = DraftShape
    pagination_class = None
    parser_classes = [StorableJSONParser, YAMLDocumentParser, TextDocumentParser]
    also_refuses = {"GET": {409}}  # no-draft

    @extend_schema(
        operation_id="lens_drafts_read",
        summary="Read the draft of a lens",
        parameters=[ETAG],
        responses={200: DraftShape},
    )
    def get(self, request: Request, lens: str) -> Response:
        """Its document and everything that is wrong in it. 409 `no-draft` when there is none."""
        draft = editor.draft(self.actor, key_of(lens))
        return with_etag(draft_of(draft), draft.revision)

    @extend_schema(
        operation_id="lens_drafts_begin",
        summary="Begin a draft",
        request=None,
        responses={200: DraftShape},
    )
    def post(self, request: Request, lens: str) -> Response:
        """Made of the newest published version; the draft there is, if there is one."""
        draft = drafts.open(self.actor, key_of(lens))
        return with_etag(draft_of(draft), draft.revision)

    @extend_schema(
        operation_id="lens_drafts_edit",
        summary="Edit the draft",
        parameters=[IF_MATCH, ETAG],
        request={"application/json": OperationBody},
        responses={200: EditedShape},
        examples=_EXAMPLES,
    )
    @conditions.merges
    def patch(self, request: Request, lens: str) -> Response:
        """Apply one operation. Edits of different things merge; with If-Match, what somebody
        else changed since is refused (412) with both values, and nothing is written."""
        edited = drafts.edit(
            self.actor,
            key_of(lens),
            operation=self.body(OperationBody)["operation"],
            base_revision=self.base_revision(),
        )
        return shown(edited)

    @extend_schema(
        operation_id="lens_drafts_replace",
        summary="Replace the draft",
        parameters=[IF_MATCH, ETAG],
        request={
            "application/json": DocumentBody,
            "application/yaml": OpenApiTypes.BINARY,
            "text/plain": OpenApiTypes.BINARY,
        },
        responses={200: EditedShape},
    )
    @conditions.merges
    def put(self, request: Request, lens: str) -> Response:
        """The whole document, kept with its errors; one that cannot be parsed is refused (422)."""
        edited = drafts.replace(
            self.actor, key_of(lens), text=text_of(self), base_revision=self.base_revision()
        )
        return shown(edited)

    @extend_schema(
        operation_id="lens_drafts_discard",
        summary="Discard the draft",
        parameters=[IF_MATCH],
        responses={204: None},
    )
    @conditions.merges
    def delete(self, request: Request, lens: str) -> Response:
        """With all its edits. A lens that was never published goes with it."""
        drafts.discard(self.actor, key_of(lens), base_revision=self.base_revision())
        return Response(status=204)


@extend_schema(parameters=[KEY], tags=_TAGS)
class Undo(Endpoint):
    """An edit is taken back."""

    serializer_class = EditedShape

    @extend_schema(
        operation_id="lens_drafts_undo",
        summary="Undo an edit",
        request=UndoBody,
        responses={200: EditedShape},
    )
    def post(self, request: Request, lens: str) -> Response:
        """Your newest edit, or the one named; others' edits stay. 409 `changed-since` when
        somebody changed the same thing after it."""
        revision = self.body(UndoBody).get("revision")
        return shown(drafts.undo(self.actor, key_of(lens), revision))


@extend_schema(parameters=[KEY], tags=_TAGS)
class Redo(Endpoint):
    """An edit is made again."""

    serializer_class = EditedShape

    @extend_schema(
        operation_id="lens_drafts_redo",
        summary="Redo an edit",
        request=None,
        responses={200: EditedShape},
    )
    def post(self, request: Request, lens: str) -> Response:
        """What you undid last."""
        return shown(drafts.redo(self.actor, key_of(lens)))


@extend_schema(parameters=[KEY], tags=_TAGS)
class Copy(Endpoint):
    """A lens of one's own from another one."""

    serializer_class = VersionShape

    @extend_schema(
        operation_id="lenses_copy",
        summary="Copy a lens",
        request=CopyLensBody,
        responses={201: VersionShape},
    )
    def post(self, request: Request, lens: str) -> Response:
        """Any version of a lens you see, as the draft of a new lens of your organization."""
        draft = drafts.copy(self.actor, key_of(lens), **self.body(CopyLensBody))
        where = reverse("api-lens-draft", args=[draft.lens.alias])
        return self.created(VersionShape(draft).data, where)


def shown(edited: Edited) -> Response:
    """The outcome of an edit with the new revision as its ETag."""
    return with_etag(edited_of(edited), edited.version.revision)
