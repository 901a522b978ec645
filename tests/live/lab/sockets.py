"""sockets.py: doors of every kind to a backend: open, shut, jammed, missing.

Each is made with a behaviour from backends.py (where something answers at all) and has start(stage, name), which returns
the address as nginx is to be told it. Ports come from below the range that outgoing connections use.
"""
import os
import random
import socket
import ssl
import threading

_given = set()
_lock = threading.Lock()


def free_port(host="127.0.0.1", kind=socket.SOCK_STREAM):
    """A port that nobody listens on, and that this run gives to nobody else."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    while True:
        port = random.randrange(12000, 32000)
        with _lock, socket.socket(family, kind) as probe:
            if port in _given:
                continue
            try:
                probe.bind((host, port))
            except OSError:
                continue
            _given.add(port)
            return port


def bound(host="127.0.0.1", kind=socket.SOCK_STREAM):
    """A socket bound to a free port; not yet listening."""
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, kind)
    while True:
        try:
            sock.bind((host, free_port(host, kind)))
            return sock
        except OSError:
            continue            # somebody was faster


def spawn(function, *arguments):
    """A thread that ends with the process."""
    threading.Thread(target=function, args=arguments, daemon=True).start()


def _handle(behaviour, conn):
    try:
        behaviour(conn)
    except OSError:
        pass                                    # the gateway may leave whenever it likes
    finally:
        conn.close()


def _accept(sock, behaviour):
    while True:
        conn, _ = sock.accept()
        spawn(_handle, behaviour, conn)


class Tcp:
    """Somebody listens and behaves so."""

    def __init__(self, behaviour, host="127.0.0.1"):
        self.behaviour, self.host = behaviour, host

    def start(self, stage, name):
        sock = bound(self.host)
        sock.listen(128)
        spawn(_accept, sock, self.behaviour)
        return f"{self.host}:{sock.getsockname()[1]}"


class Tls(Tcp):
    """The same behind a certificate of stage.py; wants_client: the gateway must have one, too."""

    def __init__(self, certificate, behaviour, newest=None, wants_client=False):
        super().__init__(self.serve)
        self.certificate, self.inner, self.newest, self.wants_client = certificate, behaviour, newest, wants_client
        self.context = None

    def start(self, stage, name):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(f"{stage.certs}/{self.certificate}.pem", f"{stage.certs}/{self.certificate}.key")
        if self.newest:
            self.context.maximum_version = self.newest
        if self.wants_client:
            self.context.verify_mode = ssl.CERT_REQUIRED
            self.context.load_verify_locations(f"{stage.certs}/ca.pem")
        return super().start(stage, name)

    def serve(self, conn):
        conn.settimeout(20)
        with self.context.wrap_socket(conn, server_side=True) as inner:
            self.inner(inner)


class Dead:
    """Nobody listens: the port is held, and refuses."""

    def __init__(self, host="127.0.0.1", kind=socket.SOCK_STREAM):
        self.host, self.kind = host, kind

    def start(self, stage, name):
        if self.kind == socket.SOCK_DGRAM:      # a bound datagram socket would take what comes
            return f"{self.host}:{free_port(self.host, self.kind)}"
        sock = bound(self.host, self.kind)
        stage.keep(sock)
        return f"[{self.host}]:{sock.getsockname()[1]}" if ":" in self.host else f"{self.host}:{sock.getsockname()[1]}"


class Full:
    """The accept queue is full and nobody takes from it: what comes is dropped."""

    def start(self, stage, name):
        sock = bound()
        sock.listen(0)
        stage.keep(sock)
        for _ in range(3):                      # the queue takes one more than its length; the last may hang
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(sock.getsockname())
            stage.keep(filler)
        return f"127.0.0.1:{sock.getsockname()[1]}"


class Udp:
    """A datagram service: answer(bytes) gives the reply, or nothing."""

    def __init__(self, answer):
        self.answer = answer

    def start(self, stage, name):
        sock = bound(kind=socket.SOCK_DGRAM)
        spawn(self._serve, sock)
        return f"127.0.0.1:{sock.getsockname()[1]}"

    def _serve(self, sock):
        while True:
            query, peer = sock.recvfrom(4096)
            reply = self.answer(query)
            if reply:
                sock.sendto(reply, peer)


class Unix:
    """A unix socket; state: open, missing, stale (no listener), forbidden (mode 000), full (queue)."""

    def __init__(self, behaviour=None, state="open"):
        self.behaviour, self.state = behaviour, state

    def start(self, stage, name):
        path = f"{stage.run}/{name}.sock"
        if self.state != "missing":
            sock = socket.socket(socket.AF_UNIX)
            sock.bind(path)
            sock.listen(0 if self.state == "full" else 128)
            if self.state == "stale":
                sock.close()
            elif self.state == "forbidden":
                os.chmod(path, 0)
                stage.keep(sock)
            elif self.state == "full":
                filler = socket.socket(socket.AF_UNIX)
                filler.connect(path)
                stage.keep(sock)
                stage.keep(filler)
            else:
                spawn(_accept, sock, self.behaviour)
        return f"unix:{path}"
