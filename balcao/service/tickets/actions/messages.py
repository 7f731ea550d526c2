"""Writing a message down, with its files; what every way of speaking shares."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from balcao.core import clock, text
from balcao.core.writing import insert

from ..content import File, Said
from ..models import Attachment, Message, Ticket


def write_message(
    ticket: Ticket,
    kind: str,
    author_id: int | None,
    said: Said,
    *,
    delivery_state: str = "",
) -> Message:
    """One message with its files. HTML is kept as it came: it is sanitized whenever it is shown."""
    message = insert(
        Message(
            ticket=ticket,
            kind=kind,
            author_id=author_id,
            channel=said.channel,
            body=text.clean(said.body),
            html=text.clean(said.html),
            original=text.clean(said.original),
            raw_id=said.raw_id,
            recipients=dict(said.recipients),
            reason=said.reason,
            is_verified=said.is_verified,
            delivery_state=delivery_state,
            created_at=clock.now(),
        )
    )
    keep_files(message, said.files)
    return message


def keep_files(message: Message, files: Iterable[File]) -> list[Attachment]:
    """Store the files, then their rows."""
    kept: list[Attachment] = []
    for file in files:
        key = default_storage.save(
            f"{clock.now():%Y/%m}/{uuid.uuid4().hex}", ContentFile(file.data)
        )
        kept.append(
            Attachment(
                message=message,
                name=text.safe_file_name(file.name),
                content_type=file.content_type[:100],
                size=len(file.data),
                key=key,
                content_id=file.content_id[:255],
                is_inline=file.is_inline,
            )
        )
    return Attachment.objects.bulk_create(kept) if kept else []
