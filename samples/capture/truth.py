#!/usr/bin/python3
"""truth.py: counts failed upstream tries from the access log alone, so that the error log can be checked against it.

usage: truth.py nginx.access.log nginx.truth.tsv
Only BEFORE_PEER, ABORTED, LOCAL and HIDDEN are written by hand: what those scenarios break leaves no mark in the per-try lists.
"""
import re
import sys

# Scenarios that fail before a peer is chosen, and the name they were after
BEFORE_PEER = {"dns-gone": "gone.svc.example.com", "dns-broken": "broken.svc.example.com", "dns-refused": "refused.svc.example.com",
               "dns-lost": "lost.svc.example.com", "dns-server-dead": "fine.svc.example.com",
               "dns-no-resolver": "backend.svc.example.com"}
# Scenarios in which the client hangs up first: whatever is cut there is cut by the client
ABORTED = ("client-left", "client-left-late")
# Scenarios in which the gateway had no connection or descriptor left for its peer, which the access log then leaves empty
LOCAL = {"worker-connections": "10.0.3.21:8080", "too-many-files": "10.0.3.21:8080"}
# Scenarios whose upstream died after the header in a body without a promised length: the access log shows 200 or 101, complete
HIDDEN = ("php-crashlate", "chunks-cut", "ws-silent", "ws-reset")
FIELD = re.compile(r'(\w+)=(?:"([^"]*)"|(\S+))')
COLUMNS = ("time", "pid", "connection", "id", "uri", "scenario", "client_status", "try", "tries", "upstream_addr",
           "upstream_status", "verdict")


def split(value):
    return re.split(r", | : ", value)


def verdict(line, status, header, length, promised, last):
    """failed, cut, hidden, local, client, own or None (a try that went well)."""
    if line["agent"] in HIDDEN and last:
        return "hidden"
    if not last:
        return "failed"                     # nginx moved on to another peer
    if status == "-" or status == "499":
        return "local" if line["status"] == "500" else "client"
    if header == "-":
        return "failed" if status in ("502", "504", "500") else None
    if line["status"] == "009":
        return "failed"
    short = int(length) < int(promised) if length.isdigit() and promised.isdigit() else line["done"] != "OK"
    if short and status in ("200", "101"):
        return "client" if line["agent"] in ABORTED else "cut"
    return "own" if status in ("502", "503", "504") else None


def rows(path):
    with open(path, encoding="latin1") as log:
        for text in log:
            line = {key: quoted or bare for key, quoted, bare in FIELD.findall(text)}
            base = [text.split(" ", 1)[0], line["pid"], line["conn"], line["id"], line["uri"], line["agent"], line["status"]]
            if line["agent"] in BEFORE_PEER:
                yield base + ["1", "1", BEFORE_PEER[line["agent"]], "-", "nopeer"]
                continue
            if line["upstream_addr"] == "-":
                continue
            lists = [split(line[key]) for key in ("upstream_addr", "upstream_status", "header", "length")]
            count = len(lists[0])
            for number, (peer, status, header, length) in enumerate(zip(*lists), 1):
                found = verdict(line, status, header, length, line["promised"], number == count)
                peer = LOCAL.get(line["agent"], peer) if found == "local" else peer
                if found:
                    yield base + [str(number), str(count), peer, status, found]


def main():
    with open(sys.argv[2], "w", encoding="latin1") as out:
        print(*COLUMNS, sep="\t", file=out)
        for row in rows(sys.argv[1]):
            print(*row, sep="\t", file=out)


if __name__ == "__main__":
    main()
