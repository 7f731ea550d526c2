"""The members of the group: pages with the live stream, job worker, mail receiver."""

from __future__ import annotations

import logging
import multiprocessing
import signal
from collections.abc import Callable
from typing import Any

from . import lifeline

WEB_WORKERS = 2
KILL_SECONDS = 3
OPEN_FILES = 65_536


def web(host: str, port: int) -> Callable[[], None]:
    """Pages and live stream: granian, two workers of a few threads each."""

    def run() -> None:
        from granian import Granian
        from granian.constants import Interfaces, Loops
        from granian.log import LogLevels

        _raise_open_files()
        multiprocessing.set_start_method("fork", force=True)
        server = Granian(
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
