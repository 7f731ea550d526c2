from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse
from ninja import Router

from balcao.core.errors import NotFound
from balcao.service.tickets import queries

from .bearer import Request
from .shapes import REFUSALS

router = Router(tags=["messages"])

ID_MAX = 2**63


@router.get(
    "/attachments/{int:attachment_id}",
    response=REFUSALS,
    url_name="attachment",
    openapi_extra={
        "responses": {200: {"description": "The file", "content": {"application/octet-stream": {}}}}
    },
)
def read_attachment(request: Request, attachment_id: int) -> FileResponse:
    """A file of a message one may read, as a download without a type of its own."""
    if attachment_id >= ID_MAX:
        raise NotFound()
    found = queries.attachment(request.actor, attachment_id)
    try:
        stored = default_storage.open(found["key"])
    except FileNotFoundError:
        raise NotFound() from None
    return FileResponse(
        stored,
        as_attachment=True,
        filename=found["name"],
        content_type="application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )
