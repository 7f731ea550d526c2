"""A cluster of an older major version, dumped by its own programs and restored into a new one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from . import programs
from .cluster import NAME, SUPERUSER, Cluster
from .owner import ServerFailed


def recover(cluster: Cluster) -> None:
    """Put an old cluster back where an upgrade was cut off between its two renames."""
    if cluster.exists:
        return
    for major in programs.FOLDERS:
        old = cluster.folder.with_name(f"cluster-{major}")
        if old.exists() and major < programs.NEWEST:
            old.rename(cluster.folder)


def bring_up(cluster: Cluster, say: Callable[[str], None]) -> None:
    """Bring the cluster to the newest major version; the old one is kept beside it.

    Cut off at any point it begins again: the old cluster is only read until the new one is whole.
    """
    old_major = cluster.major
    if old_major == programs.NEWEST:
        return
    say(f"Bringing the database from PostgreSQL {old_major} to {programs.NEWEST}")
    home = cluster.folder.parent
    dump = home / "upgrade.dump"
    new = replace(cluster, folder=home / "upgraded")
    if new.exists:
        cluster.owner.run("/bin/rm", "-r", new.folder)
    with Serving(cluster):
        there = [f"--host={cluster.socket}", f"--username={SUPERUSER}"]
        cluster.owner.run(cluster.program("pg_dump"), "-Fc", *there, f"--file={dump}", NAME)
    new.make()
    with Serving(new):
        into = [*there, f"--dbname={NAME}", "--exit-on-error"]
        new.owner.run(new.program("pg_restore"), *into, dump)
    kept = home / f"cluster-{old_major}"
    cluster.folder.rename(kept)
    new.folder.rename(cluster.folder)
    dump.unlink()
    say(f"The database as it was is kept in {kept}; remove it when all is well")


class Serving:
    """A cluster answering while inside."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def __enter__(self) -> None:
        self.cluster.configure()
        self.process = self.cluster.spawn(None)
        deadline = time.monotonic() + 120
        while not self.cluster.is_answering():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise ServerFailed(f"The database does not start:\n{self.cluster.last_words()}")
            time.sleep(0.05)

    def __exit__(self, *error: object) -> None:
        self.cluster.stop(self.process)
