"""Small real files for the demo: a photograph of sorts (PNG) and a receipt (PDF)."""

from __future__ import annotations

import random
import struct
import zlib
from functools import cache

from balcao.service.tickets.content import File

_WIDTH, _HEIGHT = 160, 120
_TONES = ((150, 105, 70), (90, 70, 60), (200, 180, 150), (120, 120, 128))


_PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    " /Resources << /Font << /F1 5 0 R >> >> >>"
)


def photo(rng: random.Random) -> File:
    """A blurred picture of wood with a scratch across it."""
    name = rng.choice(("foto", "IMG", "defeito", "imagem"))
    data = _scratched(rng.randrange(len(_TONES)), rng.randrange(3))
    return File(f"{name} {rng.randrange(100, 999)}.png", "image/png", data)


@cache
def _scratched(tone: int, scratch: int) -> bytes:
    slope, start = (scratch - 1) * 0.3, 60 - scratch * 5
    shades = [bytes(min(255, part + light) for part in _TONES[tone]) for light in range(129)]
    lines = bytearray()
    for y in range(_HEIGHT):
        lines.append(0)
        for x in range(_WIDTH):
            light = (x * 7 + y * 3) % 23 + (y % 9) * 2
            light += 90 if abs(y - start - slope * x) < 2 else 0
            lines += shades[light]
    return _png(bytes(lines))


def receipt(rng: random.Random) -> File:
    """A one-page PDF that reads as a receipt."""
    number, cents = rng.randrange(20_000, 99_000), rng.randrange(4_000, 290_000)
    lines = (
        "MOVEIS BOA PRACA",
        f"Documento {number}",
        f"Valor: R$ {cents // 100},{cents % 100:02d}",
        "Documento de demonstracao, sem valor fiscal",
    )
    return File(f"documento-{number}.pdf", "application/pdf", _pdf(lines))


def _png(lines: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


def _pdf(lines: tuple[str, ...]) -> bytes:
    text = "BT /F1 14 Tf 60 760 Td 22 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    bodies = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        _PAGE,
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    start = len(out)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}".encode("ascii")
    trailer = f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return bytes(out + trailer.encode("ascii"))
