"""Answers leave the server at once, and do not wait until the reader's machine has confirmed the piece before.

asyncio sees to that (TCP_NODELAY) for every socket that says it is one of TCP; the one on which Streamlit listens is
made without saying so. A page is some hundred small messages, and each pause was 40 ms, on Windows up to 200.
"""

import gc
import socket
from functools import cache


@cache
def start() -> None:
    """Once for the whole process: sockets that listen, from which later connections inherit it, and those now open."""
    for one in [found for found in gc.get_objects() if type(found) is socket.socket]:
        hasten(one)


def hasten(one: socket.socket) -> None:
    try:
        if one.family in (socket.AF_INET, socket.AF_INET6) and one.type == socket.SOCK_STREAM:
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError:  # closed in the meantime
        return
