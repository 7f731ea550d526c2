"""The private PostgreSQL in the data folder: our own launcher over the programs of a wheel."""

from .owner import ServerFailed
from .places import socket_folder
from .programs import program
from .server import Server, running

__all__ = ["Server", "ServerFailed", "program", "running", "socket_folder"]
