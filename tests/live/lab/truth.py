"""truth.py: which attempts on upstreams failed, told from the access log alone (and, for mail, from the client)."""
import re
from dataclasses import dataclass

OWN_FAULTS = ("500", "502", "504")      # what nginx itself makes of an attempt that failed


@dataclass(frozen=True)
class Attempt:
    """One failed attempt on an upstream."""

    key: tuple              # (pid, connection, request line): what an error record has, too
    upstream: str | None    # None: the log may name any
    status: str             # what this attempt would have given the client; "" where no log tells
    last: bool              # no other attempt followed: `status` is what the client got
    line: dict              # the access log's entry


def _tries(line):
    """[(upstream, status, header time, length, last of its group, last of all)] of one entry."""
    columns = [re.split(r", | : ", line[name]) for name in
               ("upstream_addr", "upstream_status", "upstream_header_time", "upstream_response_length")]
    # "a, b : c": b was given up for an internal redirect, which is no next peer
    ends = [sep == " : " for sep in re.findall(r", | : ", line["upstream_addr"])] + [True]
    count = len(columns[0])
    return [(*row, ends[i], i == count - 1) for i, row in enumerate(zip(*columns))]


def _failed(scenario, line, status, header, length, ends_group, last):
    if not ends_group:
        return True                                         # nginx moved on to another peer
    if header == "-":
        return status in OWN_FAULTS or (status == "-" and line["status"] in OWN_FAULTS)
    if line["status"] == "009" or status in scenario.answers:
        return True
    if scenario.client_leaves:
        return False
    promised = line["upstream_http_content_length"]
    cut = int(length) < int(promised) if length.isdigit() and promised.isdigit() else line["request_completion"] != "OK"
    return last and status in ("200", "101") and (cut or scenario.hidden)


def http(scenario, line):
    """The failed attempts of one entry of an http access log."""
    key = (line["pid"], line["connection"], line["request"])
    if line["upstream_addr"] == "-":
        if line["status"] in OWN_FAULTS and scenario.before_peer is not None:
            return [Attempt(key, scenario.before_peer or None, line["status"], True, line)]
        return []
    return [Attempt(key, upstream, line["status"] if last and not scenario.gives_else else status, last, line)
            for upstream, status, header, length, ends_group, last in _tries(line)
            if _failed(scenario, line, status, header, length, ends_group, last)]


def unexplained(scenario, line):
    """A 5xx that nobody answered for: the table lacks a word."""
    return (line["upstream_addr"] == "-" and line["status"] in OWN_FAULTS and scenario.before_peer is None
            and not scenario.parent_fails)


def stream(scenario, line):
    """The failed attempts of one session of the stream module."""
    key = (line["pid"], line["connection"], None)
    peers = line["upstream_addr"].split(", ")
    connected = line["upstream_connect_time"].split(", ")
    if peers == ["-"]:
        return [Attempt(key, scenario.before_peer or None, "", True, line)] if line["status"] in OWN_FAULTS else []
    found = []
    for i, peer in enumerate(peers):
        last = i == len(peers) - 1
        if not last or line["status"] in OWN_FAULTS or scenario.hidden:
            found.append(Attempt(key, peer, "", last, {**line, "connected": connected}))
    return found


def mail(scenario, answer, connection):
    """A login that did not go well; `connection` is its (pid, connection)."""
    if answer["well"]:
        return []
    return [Attempt((*connection, None), scenario.before_peer, "", True, answer)]
