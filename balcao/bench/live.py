"""How long until a reply is on another open page: said by one browser, fetched by another."""

from __future__ import annotations

import asyncio
import time

from .folder import Desk
from .load import Failed, Figures, figures
from .wire import Visitor, Wire, read_head

TIMES = 60
PATIENCE_SECONDS = 10.0


async def until_seen(
    desk: Desk, writer: Visitor, reader: Visitor, protocol: str, ticket_id: int, times: int = TIMES
) -> Figures:
    """From the sending of the form to the fetched part of the other page that shows the reply."""
    stream, hanging = await asyncio.open_connection(desk.host, desk.port)
    hanging.write(reader.get(f"/live?topics=ticket:{ticket_id}", accept="text/event-stream"))
    status, _headers = await read_head(stream)
    if status != 200:
        raise Failed(f"The live stream answered {status}.")
    page, form = Wire(desk.host, desk.port), Wire(desk.host, desk.port)
    taken = []
    for number in range(times):
        words = f"resposta-{number}-{time.time_ns()}"
        listening = asyncio.create_task(_seen(stream, page, reader, protocol, words))
        started = time.perf_counter()
        answer = await form.ask(writer.post(f"/desk/tickets/{protocol}/reply/", {"body": words}))
        if answer.status != 302:
            raise Failed(f"The reply was answered with {answer.status}.")
        ended = await asyncio.wait_for(listening, PATIENCE_SECONDS)
        taken.append(ended - started)
        await asyncio.sleep(0.1)
    hanging.close()
    page.close()
    form.close()
    return figures(taken, sum(taken))


async def _seen(
    stream: asyncio.StreamReader, page: Wire, reader: Visitor, protocol: str, words: str
) -> float:
    request = reader.get(
        f"/desk/tickets/{protocol}/",
        hx_request="true",
        hx_target="div#ticket-live",
        x_live="1",
    )
    while True:
        line = await stream.readline()
        if not line:
            raise Failed("The live stream ended.")
        if line.startswith(b"data: ticket:"):
            answer = await page.ask(request)
            if words.encode() in answer.body:
                return time.perf_counter()
