from __future__ import annotations

from django.http import FileResponse
from ninja import Router

from balcao.core.errors import NotFound

from ..files import download
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
    return download(request.actor, attachment_id)
