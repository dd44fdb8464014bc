"""A visitor without a browser: speaks to the server as Streamlit's own page does, and times and weighs what it gets."""

import time
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

ANSWER_SECONDS = 120
_LARGEST_MESSAGE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a page's script as the visitor met it: `size` counts the bytes of every message up to its end."""

    milliseconds: float
    size: int
    n_messages: int


class Visitor:
    """One session of the server at an address such as `http://127.0.0.1:8501`; close it or use it as a context."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._held: list[str] = []
        url = f"ws://{urlsplit(address).netloc}/_stcore/stream"
        connected = connect(
            url,
            subprotocols=["streamlit"],
            max_size=_LARGEST_MESSAGE,
            compression=None,
            open_timeout=ANSWER_SECONDS,
            ping_interval=None,  # a server with too much to do answers late, and is not to be taken for gone
        )
        self._closing = ExitStack()
        self._socket = self._closing.enter_context(connected)

    def open(self, path: str = "", query: str = "") -> Run:
        """Run the page at a path with the parameters of an address, wait for its end."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = query
        asked.page_name = path
        asked.cached_message_hashes.extend(self._held)
        asked.context_info.timezone = "Asia/Ho_Chi_Minh"
        asked.context_info.locale = "vi-VN"
        asked.context_info.url = f"{self._address}/{path}"
        asked.context_info.color_scheme = "light"
        start = time.perf_counter()
        self._socket.send(message.SerializeToString())
        return self._until_finished(start)

    def _until_finished(self, start: float) -> Run:
        size = n_messages = 0
        while True:
            data = self._socket.recv(timeout=ANSWER_SECONDS)
            assert isinstance(data, bytes)
            size, n_messages = size + len(data), n_messages + 1
            message = ForwardMsg.FromString(data)
            if message.hash and message.metadata.cacheable:
                self._held.append(message.hash)
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return Run(1000 * (time.perf_counter() - start), size, n_messages)
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise RuntimeError("The page's script does not compile.")

    def close(self) -> None:
        self._closing.close()

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
