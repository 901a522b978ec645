"""mail.py: mail servers good and bad, the auth_http service that chooses them, and mail's clients.

The mail module keeps no access log: whether a login went well is what the client was told.
"""
import base64
import socket

from . import sockets

GREETING = {"imap": b"* OK ready\r\n", "pop3": b"+OK ready\r\n", "smtp": b"220 mx.example ESMTP\r\n"}


def server(protocol, first=None, second=None):
    """A mail server; `first` instead of its greeting, `second` instead of its answer to the first command."""
    def behaviour(conn):
        conn.sendall(GREETING[protocol] if first is None else first)
        tag = b""
        while line := _line(conn):
            if second is not None:
                conn.sendall(second)
                continue
            if protocol == "imap":              # nginx sends the login in parts: a1 LOGIN {3}, ada {6}, secret
                tag = tag or line.split()[0]
                conn.sendall(b"+ go on\r\n" if line.endswith(b"}") else tag + b" OK done\r\n")
            elif protocol == "pop3":
                conn.sendall(b"+OK done\r\n")
            else:
                conn.sendall(b"250 done\r\n")
    return behaviour


def _line(conn):
    data = b""
    while not data.endswith(b"\n"):
        part = conn.recv(1)
        if not part:
            return None
        data += part
    return data.rstrip(b"\r\n")


class Auth:
    """An auth_http service that sends every login to one backend of the scenario."""

    def __init__(self, backend="peer", answer=None):
        self.backend, self.answer = backend, answer

    def start(self, stage, name):
        address = stage.addresses[name.rsplit(".", 1)[0], self.backend]
        host, port = address.rsplit(":", 1)
        reply = self.answer or f"HTTP/1.0 200 OK\r\nAuth-Status: OK\r\nAuth-Server: {host}\r\nAuth-Port: {port}\r\n\r\n".encode()

        def behaviour(conn):
            data = b""
            while b"\r\n\r\n" not in data:
                data += conn.recv(65536) or b"\r\n\r\n"
            conn.sendall(reply)
        return sockets.Tcp(behaviour).start(stage, name)


def login(protocol):
    """One login; seen: the client's port and what it was told."""
    plain = base64.b64encode(b"\0ada\0secret")
    talk = {"imap": (b"a1 LOGIN ada secret\r\n",), "pop3": (b"USER ada\r\n", b"PASS secret\r\n"),
            "smtp": (b"EHLO client.example\r\n", b"AUTH PLAIN " + plain + b"\r\n")}[protocol]
    well = {"imap": b"a1 OK", "pop3": b"+OK", "smtp": b"235"}[protocol]

    def request(door):
        with socket.create_connection((door.host, door.port), 20) as conn:
            seen = {"port": conn.getsockname()[1], "answer": ""}
            try:
                _line(conn)                         # the gateway's own greeting
                for words in talk:
                    conn.sendall(words)
                    line = _line(conn) or b""
                    while line[:4].endswith(b"-") and protocol == "smtp":
                        line = _line(conn) or b""
                    seen["answer"] = line.decode("latin1")
                seen["well"] = line.startswith(well)
            except OSError:
                seen["well"] = False
            return [seen]
    return request
