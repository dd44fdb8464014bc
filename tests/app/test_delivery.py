"""What the server sends is not held back: connections have it from the socket that Streamlit made to listen on."""

import socket

from dashboard.ui import delivery


def _is_hastened(one: socket.socket) -> bool:
    return one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_whoever_connects_later_is_answered_without_a_pause():
    with socket.socket() as listening, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert not _is_hastened(listening)
        delivery.start.__wrapped__()
        with socket.create_connection(listening.getsockname()):
            accepted, _ = listening.accept()
            with accepted:
                assert _is_hastened(accepted)
        assert other.type == socket.SOCK_DGRAM  # what is no connection is left alone


def test_a_socket_that_was_closed_meanwhile_is_no_trouble():
    gone = socket.socket()
    gone.close()
    delivery.hasten(gone)
