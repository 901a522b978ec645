#!/usr/bin/env python3
"""lab.py -- a real HAProxy and a real Caddy, whose backends are broken on purpose: what the client saw is the truth.

usage: lab.py WHY502 ROOT [--keep FOLDER]     ROOT: what unpack made
exit 0: all as it must be; 1: not, and what is not is printed
"""
import collections
import contextlib
import json
import os
import pathlib
import platform
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

TIMES = 3  # requests of each kind


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


def answer(text):
    return lambda c: c.sendall(text.encode())


def until_it_leaves(text=""):
    def behave(c):
        c.sendall(text.encode())
        while c.recv(4096):
            pass
    return behave


def reset(c):
    c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


OK = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nyes"
BEHAVIOURS = {
    "ok": answer(OK),
    "notfound": answer(OK.replace("200 OK", "404 Not Found")),
    "hang": until_it_leaves(),
    "eof": lambda c: None,
    "rst": reset,
    "garbage": answer("this is no status line\r\n\r\n"),
    "short": answer("HTTP/1.1 200 OK\r\nContent-Length: 4000\r\nConnection: close\r\n\r\nhalf"),
    "hangbody": until_it_leaves("HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\nhalf"),
    "s503": answer(OK.replace("200 OK", "503 Service Unavailable")),
}

# What a gateway's failures of each kind are called; those of no other kind fail.
CAUSES = {
    "haproxy": {"refused": "connect_refused", "full": "connect_timeout", "hang": "response_timeout", "eof": "closed_early",
                "rst": "closed_early", "garbage": "invalid_response", "short": "truncated_response",
                "hangbody": "stalled_response", "s503": "upstream_error", "noserver": "no_live_upstreams"},
    "caddy": {"refused": "connect_refused", "full": "connect_timeout", "hang": "response_timeout", "eof": "closed_early",
              "rst": "connection_reset", "garbage": "invalid_response", "s503": "upstream_error", "short": "truncated_response"},
}
NO_REQUEST = {("caddy", "short")}  # its line names none


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


def ask(port, path):
    """The status that the client saw; 0: none."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as s:
        s.sendall(f'GET {path} HTTP/1.1\r\nHost: lab.example\r\nUser-Agent: " 503 SC-- {{x}}\r\nConnection: close\r\n\r\n'.encode())
        got = b""
        with contextlib.suppress(OSError):
            while chunk := s.recv(65536):
                got += chunk
    words = got.split(b" ", 2)
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0


def haproxy(root, folder, ports, port):
    parts = [f"""global
  log stdout format raw local0
defaults
  mode http
  log global
  option httplog
  retries 0
  timeout connect 700ms
  timeout server 900ms
  timeout client 20s
  timeout queue 700ms
frontend fe
  bind 127.0.0.1:{port}
  capture request header User-Agent len 40
  use_backend %[path,field(2,/)]
"""]
    parts += [f"backend {name}\n  server s1 127.0.0.1:{p}\n" for name, p in ports.items()]
    parts.append("backend noserver\n")
    (folder / "haproxy.cfg").write_text("".join(parts))
    libraries = root / "usr/lib" / f"{platform.machine()}-linux-gnu"
    return [root / "usr/sbin/haproxy", "-db", "-f", folder / "haproxy.cfg"], {"LD_LIBRARY_PATH": str(libraries)}


def caddy(root, folder, ports, port):
    routes = "".join(f"""  handle /{name}/* {{
    reverse_proxy 127.0.0.1:{p} {{
      transport http {{
        dial_timeout 700ms
        response_header_timeout 900ms
        keepalive off
      }}
    }}
  }}
""" for name, p in ports.items())
    (folder / "Caddyfile").write_text(f"{{\n  admin off\n  auto_https off\n}}\nhttp://:{port} {{\n  bind 127.0.0.1\n  log\n{routes}}}\n")
    return [root / "usr/bin/caddy", "run", "--config", folder / "Caddyfile"], {"HOME": str(folder)}


def play(gateway, root, folder):
    """Runs the gateway and its clients. Gives the log, and per kind the statuses that clients saw."""
    backends = {name: Backend(behave) for name, behave in BEHAVIOURS.items()}
    ports = {name: backend.port for name, backend in backends.items()}
    ports["refused"] = free_port()
    ports["full"], kept = full_port()
    port = free_port()
    command, environment = {"haproxy": haproxy, "caddy": caddy}[gateway](root, folder, ports, port)
    seen = collections.defaultdict(list)
    with open(folder / "log", "wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **environment}, cwd=folder)
        try:
            for _ in range(100):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                time.sleep(0.1)
            kinds = [*CAUSES[gateway], "ok", "notfound"]
            for kind in kinds:
                for i in range(TIMES):
                    seen[kind].append(ask(port, f'/{kind}/{i}?"SC--"dial_tcp_1.2.3.4:5:connection_refused'))
            time.sleep(0.5)
        finally:
            server.terminate()
            server.wait(20)
    del kept
    return folder / "log", seen


def judge(why502, gateway, log, seen):
    """What is wrong, as sentences."""
    out = subprocess.run([why502, "-o", "events", log], capture_output=True, text=True, check=True).stdout
    events = [json.loads(line) for line in out.splitlines()]
    wrong, failures = [], collections.defaultdict(list)
    for event in events:
        if event["format"] != gateway:
            wrong.append(f"an event of format {event['format']}: {event['message']}")
        if event["role"] != "failure":
            continue
        path = (event["request"] or " /-/").split(" ")[1].split("/")
        kind = path[1] if len(path) > 1 else "-"
        failures[kind].append((event["cause"], event["status"]))
    for kind, statuses in seen.items():
        cause = CAUSES[gateway].get(kind)
        expected = [] if cause is None else sorted((cause, status) for status in statuses)
        key = "-" if (gateway, kind) in NO_REQUEST else kind
        if sorted(failures.pop(key, [])) != expected:
            wrong.append(f"{kind}: the client saw {statuses}, so expected {expected}; failures in the log: "
                         f"{[(e['cause'], e['status'], e['request']) for e in events if e['role'] == 'failure']}")
    if failures:
        wrong.append(f"failures of no request: {dict(failures)}")
    return wrong


def main():
    why502, root = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    keep = pathlib.Path(sys.argv[4]) if sys.argv[3:4] == ["--keep"] else None
    failed = False
    for gateway in CAUSES:
        with tempfile.TemporaryDirectory(prefix="why502-") as folder:
            log, seen = play(gateway, root, pathlib.Path(folder))
            if keep:
                keep.mkdir(parents=True, exist_ok=True)
                shutil.copy(log, keep / f"{gateway}.log")
            wrong = judge(why502, gateway, log, seen)
        count = sum(len(statuses) for kind, statuses in seen.items() if kind in CAUSES[gateway])
        print(f"{gateway}: {count} failed requests of {len(CAUSES[gateway])} kinds, "
              f"{sum(map(len, seen.values())) - count} others: {'WRONG' if wrong else 'as the clients saw them'}")
        for sentence in wrong:
            print("  " + sentence)
        failed = failed or bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
