"""judge.py: compares what why502 says of an error log with the truth, entry by entry."""
import bisect
import collections
import dataclasses
import json
import re
import subprocess

from . import truth
from .gateways import HEAD, read_lines

ACCEPTED = re.compile(r"^\S+ \S+ \[info\] (\d+)#\d+: \*(\d+) client 127\.0\.0\.1:(\d+) connected to \S+:(\d+)$", re.M)


class Log:
    """An error log and its events; an event knows the pid and connection of its record."""

    def __init__(self, why502, path):
        with open(path, "rb") as log:
            self.bytes = log.read()
        self.starts = [found.start() for found in re.finditer(rb"^" + HEAD.pattern, self.bytes, re.M)] + [len(self.bytes)]
        lines = subprocess.run([why502, "--tz", "UTC", "-o", "events", path], check=True, capture_output=True).stdout
        self.events = [json.loads(line) for line in lines.splitlines()]
        self.report = json.loads(subprocess.run([why502, "--tz", "UTC", "-o", "json", path], check=True,
                                                capture_output=True).stdout)
        for event in self.events:
            found = HEAD.match(self.record(event))
            event["connection"] = tuple((part or b"").decode() for part in found.groups()) if found else ("", "")

    def record(self, event):
        """The raw record of an event."""
        end = self.starts[bisect.bisect_right(self.starts, event["offset"])]
        return self.bytes[event["offset"]:end].rstrip(b"\n")

    def records_of(self, connections):
        """The raw records of these (pid, connection)."""
        found = []
        for start, end in zip(self.starts, self.starts[1:]):
            head = HEAD.match(self.bytes[start:end])
            if tuple((part or b"").decode() for part in head.groups()) in connections:
                found.append(self.bytes[start:end].decode("latin1").rstrip("\n"))
        return found


class Verdicts:
    """What is wrong, by scenario; "" for what belongs to none."""

    def __init__(self):
        self.wrong = collections.defaultdict(list)
        self.attempts = collections.Counter()
        self.statuses = 0           # how many were compared: none would be no proof

    def say(self, scenario, text, *details):
        lines = [detail if isinstance(detail, str) else json.dumps(detail) for detail in details]
        self.wrong[scenario].append("\n      ".join([text, *lines]))


def _short(line):
    return {key: value for key, value in line.items() if value != "-" and key not in ("time_iso8601", "request_id")}


def _compare(log, scenario, attempts, events, verdicts):
    """One scenario: the same attempts on the same upstreams, each with the status the client got."""
    name = scenario.name
    if scenario.untold:
        attempts = []
    by_key = collections.defaultdict(lambda: ([], []))
    for attempt in attempts:
        by_key[attempt.key][0].append(attempt)
    for event in events:
        key = (*event["connection"], event["request"] if scenario.kind == "http" else None)
        if event["truncated"]:                  # its request may be cut, too
            key = next((each for each in by_key if each[:2] == event["connection"]), key)
        by_key[key][1].append(event)

    for expected, got in by_key.values():
        raw = [log.record(event).decode("latin1") for event in got]
        entries = [_short(attempt.line) for attempt in expected]
        left = list(got)
        for attempt in expected:
            event = next((each for each in left if attempt.upstream in (None, each["upstream"])
                          or each["truncated"] and each["upstream"] is None), None)
            if event is None:
                raw_all = log.records_of({attempt.key[:2]})
                verdicts.say(name, f"no failure for the attempt on {attempt.upstream}", *entries, *got, *raw_all)
                continue
            left.remove(event)
            if event["status"] is None or attempt.status in ("", "-"):
                continue
            verdicts.statuses += 1
            if attempt.status != f"{event['status']:03}":
                verdicts.say(name, f"status {event['status']}, but the {'client' if attempt.last else 'attempt'} got "
                             f"{attempt.status}", *entries, event, log.record(event).decode("latin1"))
        for event in left:
            verdicts.say(name, f"a failure that is none by the access log ({event['cause']}, {event['upstream']})", *entries,
                         event, *raw)

    causes = {event["cause"] for event in events}
    if causes - scenario.causes or (attempts and not causes):
        verdicts.say(name, f"causes {sorted(causes)}, but it was {sorted(scenario.causes)}",
                     *(log.record(event).decode("latin1") for event in events[:5]))
    if scenario.causes and not attempts:
        verdicts.say(name, "nothing failed: the lab did not break it")


def _truth(folder, gateway, scenarios, played, log, verdicts):
    """The failed attempts by scenario, and whose each (pid, connection) is."""
    by_name = {f"{each.name}.example": each for each in scenarios if each.kind == "http"}
    by_port = {str(played[each.name]["port"]): each for each in scenarios}
    told = {(each.name, str(seen["port"])): seen["status"] for each in scenarios if each.kind == "http"
            for seen in played[each.name]["answers"] if seen["status"]}
    owner, attempts = {}, collections.defaultdict(list)

    for line in read_lines(f"{folder}/access.log"):
        scenario = by_name[line["server_name"]]
        owner[line["pid"], line["connection"]] = scenario
        attempts[scenario.name] += truth.http(scenario, line)
        if truth.unexplained(scenario, line):
            verdicts.say(scenario.name, "a 5xx without an upstream that the table does not know of", _short(line))
        seen = told.pop((scenario.name, line["remote_port"]), None) if line["uri"] not in scenario.subrequests else None
        if seen not in (None, line["status"]):
            verdicts.say(scenario.name, f"the client saw {seen}", _short(line))
    for line in read_lines(f"{folder}/stream.access.log"):
        scenario = by_port[line["server_port"]]
        owner[line["pid"], line["connection"]] = scenario
        attempts[scenario.name] += truth.stream(scenario, line)
    for pid, connection, client, port in ACCEPTED.findall(log.bytes.decode("latin1")):
        scenario = by_port.get(port)
        if scenario is not None and scenario.kind == "mail":
            owner[pid, connection] = scenario
            attempts[scenario.name] += [attempt for answer in played[scenario.name]["answers"] if str(answer["port"]) == client
                                        for attempt in truth.mail(scenario, answer, (pid, connection))]
    for name, found in attempts.items():
        attempts[name] = [_named(attempt, played[name]) for attempt in found]
    return attempts, owner


def _named(attempt, played):
    """An `@key@` of the table as the address that it stood for."""
    name = re.sub(r"@(\w+)@", lambda found: played["addresses"][found.group(1)], attempt.upstream or "") or None
    return dataclasses.replace(attempt, upstream=name)


def _compare_requests(log, gateway, scenarios, attempts, verdicts):
    """The report's requests: never more than there were, nor fewer than the log can tell apart."""
    most, least = set(), collections.Counter()
    for scenario in scenarios:
        for attempt in attempts[scenario.name]:
            if attempt.status in ("403", "404"):
                continue                            # counted apart: client errors
            most.add(attempt.line.get("request_id", attempt.key))
            if scenario.kind == "http" and not verdicts.wrong.get(scenario.name):
                least[attempt.key, attempt.upstream] += 1
    # A key's requests: the most attempts on any one of its peers
    by_key = collections.Counter()
    for (key, _), count in least.items():
        by_key[key] = max(by_key[key], count)
    said = log.report["totals"]["requests"]["at_least"]
    if not sum(by_key.values()) <= said <= len(most):
        verdicts.say("", f"{gateway.name}: at least {said} requests, but it was {sum(by_key.values())} to {len(most)}")
    failures = sum(event["role"] == "failure" and not event["suspect"] for event in log.events)
    totals = log.report["totals"]
    if totals["failures"] + totals["client_errors"] != failures:
        verdicts.say("", f"{gateway.name}: the report counts {totals['failures']} failures, the events {failures}")


def judge(why502, folder, gateway, scenarios, played, verdicts):
    """One gateway's logs."""
    log = Log(why502, f"{folder}/error.log")
    attempts, owner = _truth(folder, gateway, scenarios, played, log, verdicts)
    events, evidence = collections.defaultdict(list), collections.defaultdict(set)
    alone = scenarios[0] if len(scenarios) == 1 else None
    by_server = {f"{each.name}.example": each for each in scenarios}
    forged = collections.Counter()
    for event in log.events:                # what no request did has a server, at least, if it was forged
        scenario = owner.get(event["connection"]) or by_server.get(event["server"], alone)
        name = scenario.name if scenario else ""
        if event["suspect"]:
            forged[name] += 1
        elif event["role"] == "failure":
            events[name].append(event)
        else:
            evidence[name].add(event["cause"])
    for event in events.get("", []):
        verdicts.say("", f"a failure of no request ({gateway.name})", event, log.record(event).decode("latin1"))
    for scenario in scenarios:
        verdicts.attempts[scenario.name] = len(attempts[scenario.name])
        _compare(log, scenario, attempts[scenario.name], events[scenario.name], verdicts)
        if forged[scenario.name] != scenario.forged:
            verdicts.say(scenario.name, f"{forged[scenario.name]} records are suspect, but {scenario.forged} were forged")
        if scenario.evidence - evidence[scenario.name]:
            verdicts.say(scenario.name, f"evidence {sorted(evidence[scenario.name])}, but there was {sorted(scenario.evidence)}")
    _compare_requests(log, gateway, scenarios, attempts, verdicts)
    with open(f"{folder}/truth.tsv", "w", encoding="latin1") as out:
        print("pid", "connection", "request", "scenario", "upstream", "status", "last", sep="\t", file=out)
        for scenario in scenarios:
            for attempt in attempts[scenario.name]:
                print(*attempt.key[:2], attempt.key[2] or "-", scenario.name, attempt.upstream or "-", attempt.status or "-",
                      "yes" if attempt.last else "no", sep="\t", file=out)
