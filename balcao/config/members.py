"""The members of the group: pages with the live stream, job worker, mail receiver."""

from __future__ import annotations

import logging
import multiprocessing
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import lifeline, supervise

if TYPE_CHECKING:
    from granian.server.mp import MPServer

WEB_WORKERS = 2
KILL_SECONDS = 3
REAP_SECONDS = 1
OPEN_FILES = 65_536


def web(host: str, port: int) -> Callable[[], None]:
    """Pages and live stream: granian, two workers of a few threads each."""

    def run() -> None:
        from granian.constants import Interfaces, Loops
        from granian.log import LogLevels

        _raise_open_files()
        multiprocessing.set_start_method("fork", force=True)
        server = _announcing()(
            "balcao.config.server:application",
            address=host,
            port=port,
            interface=Interfaces.ASGI,
            loop=Loops.uvloop,
            workers=WEB_WORKERS,
            runtime_threads=1,
            respawn_failed_workers=True,
            workers_kill_timeout=KILL_SECONDS,
            websockets=False,
            log_level=LogLevels.warning,
        )
        server.serve(target_loader=_application, wrap_loader=False)

    return run


def worker() -> None:
    """Jobs, until stopped."""
    from .worker import main

    main()


def mail() -> None:
    """Mail in by SMTP, until stopped."""
    from balcao.service.delivery.receiver import main

    main()


def _announcing() -> type[MPServer]:
    """Granian's server, which starts a page process again and says so as the group does."""
    from granian.server.mp import MPServer

    def is_news(record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith("Unexpected exit from worker")

    class Announcing(MPServer):
        def _respawn_workers(self, workers: list[int], *told: Any, **named: Any) -> None:
            for index in workers:
                process = self.wrks[index].inner
                process.join(REAP_SECONDS)
                print(
                    f"page {supervise.ended(process.exitcode or 0)}: starting it again", flush=True
                )
            super()._respawn_workers(workers, *told, **named)

    logging.getLogger("_granian").addFilter(is_news)
    return Announcing


def _application() -> Callable[..., Any]:
    """Called in each web worker, so that it ends with granian's first process."""
    lifeline.end_with_parent(signal.SIGKILL)
    lifeline.show_as("balcao page")
    logging.getLogger("_granian").setLevel(logging.ERROR)
    from .server import application

    return application


def _raise_open_files() -> None:
    """Each open live stream is an open file; take as many as the machine lets us."""
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
