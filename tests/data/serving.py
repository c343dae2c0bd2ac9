"""A web server on this machine that answers as good and as bad servers do, and archives to be served."""

import gzip
import http.server
import io
import tarfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

Answer = Callable[["Handler"], None]


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers each address with the next of its answers; the last one stays."""

    server: "Server"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Range")))
        answers = self.server.answers.get(self.path)
        if not answers:
            self.send_error(404)
            return
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)
        self.close_connection = True

    def start(self, status: int, **headers: object) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class Server(http.server.ThreadingHTTPServer):
    """Holds what to answer, and remembers what was asked: (path, Range header)."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some tests want."""


@contextmanager
def running() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def whole(content: bytes, kind: str = "application/gzip") -> Answer:
    """A good server that does not resume."""
    return lambda h: (h.start(200, Content_Type=kind, Content_Length=len(content)), h.wfile.write(content))[0]


def resumable(content: bytes) -> Answer:
    """A good server that resumes."""

    def answer(h: Handler) -> None:
        wanted = h.headers.get("Range")
        if wanted is None:
            return whole(content)(h)
        start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        if start >= len(content):
            return h.start(416, Content_Range=f"bytes */{len(content)}", Content_Length=0)
        rest = content[start:]
        place = f"bytes {start}-{len(content) - 1}/{len(content)}"
        h.start(206, Content_Range=place, Content_Length=len(rest))
        h.wfile.write(rest)
        return None

    return answer


def broken_off(content: bytes, after: int) -> Answer:
    """Promises all of the content and hangs up after some of it."""
    return lambda h: (h.start(200, Content_Length=len(content)), h.wfile.write(content[:after]))[0]


def silent_after(content: bytes, after: int) -> Answer:
    """Sends some of the content, then nothing, and keeps the connection."""

    def answer(h: Handler) -> None:
        h.start(200, Content_Length=len(content))
        h.wfile.write(content[:after])
        h.server.over.wait(20)

    return answer


def silent(h: Handler) -> None:
    """Takes the request and never answers."""
    h.server.over.wait(20)


def refusing(status: int) -> Answer:
    return lambda h: h.start(status, Content_Length=0)


def pack(members: Iterable[tuple[str, bytes]], odd: Iterable[tarfile.TarInfo] = ()) -> bytes:
    """A .tar.gz of files, then of members of other kinds; the same bytes every time."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for info in odd:
            archive.addfile(info)
    return squeeze(buffer.getvalue())


def keep(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def squeeze(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
