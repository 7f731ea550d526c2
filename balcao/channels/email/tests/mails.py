"""Small mails to test with."""

from __future__ import annotations

from balcao.channels.email.parse import Mail, parse


def mail(
    body: str = "oi",
    *,
    subject: str = "Entrega",
    sender: str = "João <joao@cliente.example>",
    headers: str = "",
) -> Mail:
    """A parsed plain mail; `headers` are whole lines, without the last line end."""
    more = headers + "\n" if headers else ""
    return parse(f"From: {sender}\nSubject: {subject}\n{more}\n{body}\n".encode())


def multipart(kind: str, *parts: tuple[str, bytes], headers: str = "") -> bytes:
    """A raw multipart of parts given as (headers, body)."""
    head = f"From: joao@cliente.example\n{headers}Content-Type: multipart/{kind}; boundary=bb\n\n"
    inner = b"".join(b"--bb\n" + each.encode() + b"\n\n" + data + b"\n" for each, data in parts)
    return head.encode() + inner + b"--bb--\n"
