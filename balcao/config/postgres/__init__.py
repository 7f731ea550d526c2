"""The private PostgreSQL in the data folder: our own launcher over the programs of a wheel."""

from .owner import ServerFailed
from .places import socket_folder
from .server import Server, running

__all__ = ["Server", "ServerFailed", "running", "socket_folder"]
