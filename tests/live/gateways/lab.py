#!/usr/bin/env python3
"""lab.py -- real gateways, whose backends are broken on purpose: what the client saw is the truth.

usage: lab.py WHY502 ROOT [--keep FOLDER]     ROOT: what unpack made
exit 0: all as it must be; 1: not, and what is not is printed
"""
import collections
import concurrent.futures
import contextlib
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

from backends import BEHAVIOURS, Backend, free_port, full_port
from servers import SERVERS, await_port

TIMES = 3  # requests of each kind


def ask(port, path):
    """The status that the client saw; 0: none."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as s:
        s.sendall(f'GET {path} HTTP/1.1\r\nHost: lab.example\r\nUser-Agent: " 503 SC-- {{x}}\r\nConnection: close\r\n\r\n'.encode())
        got = b""
        with contextlib.suppress(OSError):
            while chunk := s.recv(65536):
                if len(got) < 4096:
                    got += chunk
    words = got.split(b" ", 2)
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0


def ask_kind(port, kind, times):
    """One after the other. A busy backend is kept so by a request that goes well."""
    if kind == "busy":
        threading.Thread(target=ask, args=(port, "/busy/held"), daemon=True).start()
        time.sleep(0.3)
    return [ask(port, f'/{kind}/{i}?"SC--"dial_tcp_1.2.3.4:5:connection_refused') for i in range(times)]


def play(server, root, folder):
    """Runs the gateway and its clients. Gives per kind the statuses that clients saw."""
    backends = {name: Backend(behave) for name, behave in BEHAVIOURS.items()}
    ports = {name: backend.port for name, backend in backends.items()}
    ports["refused"], ports["closed"] = free_port(), free_port()
    ports["full"], kept = full_port()
    port = free_port()
    with open(folder / "log", "wb") as log:
        processes = server.start(root, folder, ports, port, log)
        try:
            await_port(port)
            time.sleep(0.5)
            with concurrent.futures.ThreadPoolExecutor(8) as clients:
                seen = {kind: clients.submit(ask_kind, port, kind, 1 if kind in server.seldom else TIMES)
                        for kind in server.kinds()}
            time.sleep(0.5)
        finally:
            for process in reversed(processes):
                process.terminate()
                process.wait(20)
    del kept
    return {kind: statuses.result() for kind, statuses in seen.items()}


def judge(why502, gateway, server, log, seen):
    """What is wrong, as sentences."""
    out = subprocess.run([why502, "-o", "events", log], capture_output=True, text=True, check=True).stdout
    events = [json.loads(line) for line in out.splitlines()]
    wrong, failures, expected = [], collections.defaultdict(list), collections.defaultdict(list)
    for event in events:
        if event["format"] != gateway:
            wrong.append(f"an event of format {event['format']}: {event['message']}")
        if event["role"] != "failure":
            continue
        path = (event["request"] or " /-/").split(" ")[1].split("/")
        failures[path[1] if len(path) > 1 else "-"].append((event["cause"], event["status"]))
    for kind, cause in server.causes.items():
        key = kind if server.names_request and kind not in server.no_request else "-"
        causes = cause if isinstance(cause, list) else [cause] * len(seen[kind])
        known = kind not in server.unknown_status
        expected[key] += [(each, status if known else None) for each, status in zip(causes, seen[kind])]
    for key in sorted({*failures, *expected}):
        if collections.Counter(failures[key]) != collections.Counter(expected[key]):
            wrong.append(f"{key}: the client saw {seen.get(key, seen)}, so expected {expected[key]}; failures in the log: "
                         f"{failures[key]}")
    for kind in server.quiet:
        if min(seen[kind]) < 500 and kind != "short":
            wrong.append(f"{kind}: the client saw {seen[kind]}, so nothing failed")
    return wrong


def run(why502, gateway, root, keep):
    server = SERVERS[gateway]
    with tempfile.TemporaryDirectory(prefix="why502-") as name:
        folder = pathlib.Path(name)
        seen = play(server, root, folder)
        if keep:
            shutil.copy(folder / "log", keep / f"{gateway}.log")
        wrong = judge(why502, gateway, server, folder / "log", seen)
    failed = sum(len(seen[kind]) for kind in server.causes)
    others = sum(map(len, seen.values())) - failed
    return f"{gateway}: {failed} failed requests of {len(server.causes)} kinds, {others} others", wrong


def main():
    why502, root = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    keep = pathlib.Path(sys.argv[4]) if sys.argv[3:4] == ["--keep"] else None
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
    failed = False
    with concurrent.futures.ThreadPoolExecutor() as all_at_once:
        results = {gateway: all_at_once.submit(run, why502, gateway, root, keep) for gateway in SERVERS}
    for result in results.values():
        told, wrong = result.result()
        print(f"{told}: {'WRONG' if wrong else 'as the clients saw them'}")
        for sentence in wrong:
            print("  " + sentence)
        failed = failed or bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
