"""format=flowed (RFC 3676): soft line breaks joined, quotes and signatures kept."""

from __future__ import annotations


def unflow(text: str, *, delete_space: bool) -> str:
    """The text with its flowed lines joined; with `delete_space`, without the joining space."""
    lines: list[str] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        is_signature = content == "-- "
        flows = content.endswith(" ") and not is_signature
        if flows and delete_space:
            content = content[:-1]
        if open_depth == depth and not is_signature:
            lines[-1] += content
        else:
            lines.append(f"{'>' * depth} {content}" if depth else content)
        open_depth = depth if flows else None
    return "\n".join(lines)
