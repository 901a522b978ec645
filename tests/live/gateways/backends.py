"""backends.py -- what a backend can do wrong, and the ports of those that are not even there."""
import contextlib
import os
import socket
import struct
import threading
import time
import zlib


class Backend:
    """A listener on a port of its own, which treats each connection in one way."""

    def __init__(self, behave):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.behave = behave
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self.treat, args=(connection,), daemon=True).start()

    def treat(self, connection):
        with connection, contextlib.suppress(OSError):
            if connection.recv(65536):
                self.behave(connection)


def answer(*parts):
    return lambda c: c.sendall("".join(parts).encode("latin-1"))


def until_it_leaves(*parts):
    def behave(c):
        c.sendall("".join(parts).encode("latin-1"))
        while c.recv(4096):
            pass
    return behave


def reset(c):
    c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def reset_body(c):
    answer(LONG, "half")(c)
    time.sleep(0.1)
    reset(c)


def second_time(behave):
    """Answers well once, and keeps the connection for a second request."""
    def both(c):
        answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes")(c)
        if c.recv(65536):
            behave(c)
    return both


def gzipped(change):
    packer = zlib.compressobj(wbits=31)
    body = change(packer.compress(os.urandom(3000)) + packer.flush())
    return answer(f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n",
                  body.decode("latin-1"))


OK = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nyes"
LONG = "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\nConnection: close\r\n\r\n"
CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
BEHAVIOURS = {
    "ok": answer(OK),
    "notfound": answer(OK.replace("200 OK", "404 Not Found")),
    "hang": until_it_leaves(),
    "eof": lambda c: None,
    "rst": reset,
    "garbage": answer("this is no status line\r\n\r\n"),
    "short": answer(LONG, "half"),
    "hangbody": until_it_leaves(LONG, "half"),
    "s503": answer(OK.replace("200 OK", "503 Service Unavailable")),
    "newer": answer(OK.replace("1.1", "2.0")),
    "bighead": answer("HTTP/1.1 200 OK\r\nX: ", "a" * 100000, "\r\nContent-Length: 0\r\n\r\n"),
    "halfhead": until_it_leaves("HTTP/1.1 200 OK\r\nContent-Le"),
    "resetbody": reset_body,
    "badlength": answer(OK.replace("3", "abc")),
    "badchunk": answer(CHUNKED, "zz\r\nhello\r\n0\r\n\r\n"),
    "longchunk": answer(CHUNKED, "5\r\nhelloXX5\r\nhello\r\n0\r\n\r\n"),
    "halfchunk": answer(CHUNKED, "ff\r\nhello"),
    "nochunk": answer(CHUNKED, "5\r\nhello\r\n"),
    "gzbad": gzipped(lambda body: body[:3] + b"x" * 17),
    "gzcut": gzipped(lambda body: body[:1000]),
    "gzjunk": gzipped(lambda body: body + b"junk"),
    "huge": answer("HTTP/1.1 200 OK\r\nContent-Length: 40000000\r\nConnection: close\r\n\r\n", "a" * 40000000),
    "fcgihalf": answer("\1\6\0\1\0\x2c\0\0", "Status: 200 OK\r\nContent-Length: 4000\r\n\r\nhalf"),
    "leftreused": second_time(lambda c: None),
    "slow": lambda c: (time.sleep(1.5), answer(OK)(c)),
}


def full_port():
    """A listener that accepts nobody and whose queue is full. What it returns must be kept."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=0)
    waiting = []
    for _ in range(4):
        client = socket.socket()
        client.setblocking(False)
        client.connect_ex(listener.getsockname())
        waiting.append(client)
    time.sleep(0.1)
    return listener.getsockname()[1], (listener, waiting)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]
