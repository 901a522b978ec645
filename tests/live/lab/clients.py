"""clients.py: what clients do. Each function makes a request(door) that gives a list of what was seen.

What was seen of an answer is the client's port and the status; "" if there was none (a cut connection, HTTP/0.9).
"""
import os
import re
import socket
import time
from typing import NamedTuple

WAIT = 30       # seconds a client waits at most: far more than any scenario takes


class Door(NamedTuple):
    """Where a scenario's server listens."""

    host: str
    port: int
    name: str                   # for the Host header
    gateway: object = None      # for those who harm the gateway itself: its Nginx or Httpd
    source: str = ""            # the clients' address, if a log is to tell by it whose a request is


def _connect(door, window=0):
    sock = socket.socket(socket.AF_INET6 if ":" in door.host else socket.AF_INET)
    sock.settimeout(WAIT)
    if window:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    if door.source:
        sock.bind((door.source, 0))
    sock.connect((door.host, door.port))
    return sock


def _send(sock, door, path, method="GET", headers="", body=b"", close=True, wait=0):
    extra = (f"Content-Length: {len(body)}\r\n" if body else "") + ("Connection: close\r\n" if close else "")
    sock.sendall(f"{method} {path} HTTP/1.1\r\n".encode("latin1"))
    time.sleep(wait)            # a connection in the midst of a request is none that the gateway would reuse
    sock.sendall(f"Host: {door.name}\r\n{headers}{extra}\r\n".encode("latin1"))
    if body:
        try:
            sock.sendall(body)
        except OSError:
            pass                # the gateway may answer before it has the whole body


def _drain(sock):
    data = b""
    try:
        while part := sock.recv(65536):
            data += part
    except OSError:
        pass
    return data


def _seen(sock, data):
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", data)
    return {"port": sock.getsockname()[1], "status": found.group(1).decode() if found else ""}


def get(path="/", **how):
    """One request on a connection of its own."""
    def request(door):
        with _connect(door) as sock:
            _send(sock, door, path, **how)
            return [_seen(sock, _drain(sock))]
    return request


def post(path="/", size=2000000, **how):
    """The same with a body that no socket buffer holds."""
    return get(path, method="POST", body=os.urandom(size), **how)


def upgrade(path="/"):
    """A websocket: asks, then listens until the end."""
    return get(path, headers="Upgrade: websocket\r\nConnection: Upgrade\r\n", close=False)


def several(paths):
    """Several requests on one connection."""
    def request(door):
        seen = []
        with _connect(door) as sock:
            for path in paths:
                _send(sock, door, path, close=False)
                data = b""
                while b"\r\n\r\n" not in data and (part := sock.recv(65536)):
                    data += part
                if b"\r\n\r\n" not in data:          # hung up on: Apache does that to a connection that was kept
                    return seen + [_seen(sock, b"")]
                top, body = data.split(b"\r\n\r\n", 1)
                length = int(re.search(rb"(?i)content-length: (\d+)", top).group(1))
                while len(body) < length:
                    body += sock.recv(65536)
                seen.append(_seen(sock, data))
        return seen
    return request


def leave(path="/", after=0.5, **how):
    """Asks and hangs up."""
    def request(door):
        with _connect(door) as sock:
            _send(sock, door, path, **how)
            time.sleep(after)
        return []
    return request


def slow_reader(path="/", until="failed ("):
    """Reads nothing until the gateway's log tells of a failure, then all."""
    def request(door):
        with _connect(door, window=8192) as sock:
            _send(sock, door, path)
            door.gateway.wait_for(until, 10)
            return [_seen(sock, _drain(sock))]
    return request


def talk(words=b"hello\r\n", greeted=False):
    """A stream client: says something, listens until the end."""
    def request(door):
        with _connect(door) as sock:
            if greeted:
                sock.recv(100)
            sock.sendall(words)
            _drain(sock)
            return [{"port": sock.getsockname()[1], "status": ""}]
    return request


def datagram(words=b"hello"):
    """A datagram, and no wait for an answer that will not come."""
    def request(door):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.connect((door.host, door.port))
            sock.send(words)
            time.sleep(2.5)     # a session ends with its timeout only
            return [{"port": sock.getsockname()[1], "status": ""}]
    return request


def pause(seconds):
    """Nothing for a while."""
    def request(door):
        time.sleep(seconds)
        return []
    return request


def kill_worker(number):
    """A signal to one of the gateway's workers; done when its successor runs."""
    def request(door):
        door.gateway.kill_worker(number)
        return []
    return request
