"""httpd_judge.py: compares what why502 says of Apache's logs with its access log, request by request.

An error record has no request, and half of them no client: whose a record is tells the client, or else the process, the
time and the addresses of the scenario's backends. Nothing of this is taken from what why502 says.
"""
import bisect
import calendar
import collections
import json
import os
import re
import subprocess
import time

from .truth import Attempt, OWN_FAULTS

CTIME = rb"\[\w{3} (\w{3} \d\d \d\d:\d\d:\d\d)\.(\d+) (\d{4})\] "
HEADS = {"error.log": re.compile(rb"^" + CTIME + rb"\[[\w.-]*:\w+\] \[pid (\d+)(?::tid (\d+))?\]"),
         "mod_jk.log": re.compile(rb"^" + CTIME + rb"\[(\d+):(\d+)\]")}
CLIENT = re.compile(rb"\[(?:client|remote) (127\.0\.1\.\d+:\d+)\]")     # httpd.py gives each scenario's clients an address
POOL_LOGS = ("php-fpm.log", "php-fpm-slow.log", "php-errors.log")
SLACK = 2000            # microseconds that a record may come after its request's end


class Record:
    """The line that an event was made of."""

    def __init__(self, name, line):
        found = HEADS[name].match(line)
        self.text = line.decode("latin1")
        self.pid, self.thread, self.at, self.client = "", "", 0, None
        if found:
            day, fraction, year, pid, thread = (part.decode() if part else "" for part in found.groups())
            self.pid, self.thread = pid, thread
            seconds = calendar.timegm(time.strptime(f"{day} {year}", "%b %d %H:%M:%S %Y"))
            # mod_jk writes milliseconds: its records are as late as they can be
            self.at = seconds * 1000000 + int(fraction.ljust(6, "9" if name == "mod_jk.log" else "0"))
            client = CLIENT.search(line)
            self.client = client.group(1).decode() if client else None


def events_of(why502, path):
    """The events of one log, each with its record, and the report's totals."""
    with open(path, "rb") as log:
        text = log.read()
    lines = subprocess.run([why502, "--tz", "UTC", "-o", "events", path], check=True, capture_output=True).stdout
    events = [json.loads(line) for line in lines.splitlines()]
    for event in events:
        end = text.find(b"\n", event["offset"])
        event["record"] = Record(os.path.basename(path), text[event["offset"]:end if end >= 0 else len(text)])
    report = subprocess.run([why502, "--tz", "UTC", "-o", "json", path], check=True, capture_output=True).stdout
    return events, json.loads(report)["totals"]


def failed(scenario, line):
    """Whether a request did not get what the backend should have given."""
    if line["status"] in scenario.answers:
        return True
    if line["backend"] != "-" or scenario.answers:
        promised = line["promised"]
        cut = line["at_end"] == "X" or promised.isdigit() and int(line["sent"]) < int(promised)
        return not scenario.client_leaves and (cut or scenario.hidden)
    return line["status"] in (*OWN_FAULTS, "503") or scenario.hidden or (line["at_end"] == "X" and not scenario.client_leaves)


class Requests:
    """The access log of one gateway."""

    def __init__(self, folder, scenarios, played):
        by_name = {f"{each.name}.example": each for each in scenarios}
        self.lines, self.by_client, self.by_pid = [], collections.defaultdict(list), collections.defaultdict(list)
        with open(f"{folder}/access.log", encoding="latin1") as log:
            for text in log:
                line = json.loads(re.sub(r"\\x", r"\\\\x", text))
                if not line["client"].startswith("127.0.1."):
                    continue                    # the master wakes its children
                line.update(scenario=by_name[line["name"]], begin=int(line["begin"]), end=int(line["end"]), events=[])
                self.lines.append(line)
        self.lines.sort(key=lambda line: line["begin"])
        for line in self.lines:
            self.by_client[line["client"]].append(line)
            self.by_pid[line["pid"]].append(line)
        self.addresses = {each.name: [re.sub(r"^unix:", "", address) for address in (
            *played[each.name]["addresses"].values(), *filter(None, each.tries)) if "@" not in address] for each in scenarios}

    def names(self, line, text):
        """Whether a record names one of the backends of a request's scenario."""
        return any(re.search(re.escape(address) + r"(?!\d)", text) for address in self.addresses[line["scenario"].name])

    def owner(self, record):
        """The request that a record is about, or None."""
        if record.client:
            lines = self.by_client[record.client]
            at = bisect.bisect_right([line["begin"] for line in lines], record.at)
            return lines[at - 1] if at else None
        during = [line for line in self.by_pid[record.pid] if line["begin"] <= record.at <= line["end"] + SLACK]
        threads = [line for line in during if line["thread"] == record.thread]      # mod_jk's are the access log's
        found = [line for line in threads or during if self.names(line, record.text)] or threads
        return found[-1] if found else None

    def scenario_by_address(self, record):
        """Whose a record is that no request made: a member's state, a probe."""
        return next((line["scenario"] for line in self.lines if self.names(line, record.text)), None)


def attempts_of(scenario, line, played):
    """The failed attempts of one request."""
    bad = failed(scenario, line)
    names = scenario.tries if bad else scenario.saved
    found = [re.sub(r"@(\w+)@", lambda key: played["addresses"].get(key.group(1), key.group()), name) if name else None for name in names]
    return [Attempt(None, name, line["status"] if bad and i == len(found) - 1 else "", i == len(found) - 1, line)
            for i, name in enumerate(found)]


def _short(line):
    return {key: value for key, value in line.items() if key not in ("scenario", "events", "attempts") and value != "-"}


def _told(event):
    """An event and its record, in two lines."""
    words = {key: event[key] for key in ("role", "cause", "status", "upstream", "rule") if event[key] is not None}
    return f"{json.dumps(words)}\n        {event['record'].text}"


def _compare(scenario, line, attempts, verdicts):
    """One request: the same attempts on the same upstreams, the last with the status that the client got."""
    left = [event for event in line["events"] if event["role"] == "failure" and not event["suspect"]]
    for attempt in attempts:
        event = next((each for each in left if each["upstream"] == attempt.upstream), None)
        if event is None:
            verdicts.say(scenario.name, f"no failure for the attempt on {attempt.upstream or 'whom nothing names'}", _short(line),
                         *(_told(each) for each in line["events"]))
            continue
        left.remove(event)
        if event["status"] is not None and attempt.status:
            verdicts.statuses += 1
            if attempt.status != str(event["status"]):
                verdicts.say(scenario.name, f"status {event['status']}, but the client got {attempt.status}", _short(line), _told(event))
    for event in left:
        verdicts.say(scenario.name, f"a failure that is none by the access log ({event['cause']}, {event['upstream']})",
                     _short(line), _told(event))


def _compare_totals(gateway, totals, events, requests, verdicts):
    """The report counts what the events are; its requests are no more than failed or were tried again."""
    failures = sum(event["role"] == "failure" and not event["suspect"] for event in events)
    if sum(each["failures"] + each["client_errors"] for each in totals) != failures:
        verdicts.say("", f"{gateway.name}: the report counts other failures than the {failures} events")
    most = sum(bool(line["attempts"]) for line in requests.lines)
    least = len({(event["record"].pid, event["record"].thread, event["record"].at // 1000000) for event in events
                 if event["record"].client and event["role"] == "failure" and event["cause"] != "script_missing"})
    said = sum(each["requests"]["at_least"] for each in totals)
    if not least <= said <= most:
        verdicts.say("", f"{gateway.name}: at least {said} requests, but it was {least} to {most}")
    alone = sum(each["echoes_without_failure"] for each in totals)
    if alone > 2:           # a second may end between an echo and its failure, not often
        verdicts.say("", f"{gateway.name}: {alone} echoes without their failure")


def judge(why502, folder, gateway, scenarios, played, verdicts):
    """One Apache's logs."""
    requests = Requests(folder, scenarios, played)
    told = {(each.name, str(seen["port"])): seen["status"] for each in scenarios for seen in played[each.name]["answers"]}
    events, totals = [], []
    for name in HEADS:
        if os.path.exists(f"{folder}/{name}"):
            found, total = events_of(why502, f"{folder}/{name}")
            events += found
            totals.append(total)
    evidence, causes = collections.defaultdict(set), collections.defaultdict(set)
    alone = scenarios[0] if len(scenarios) == 1 else None
    for event in events:
        line = requests.owner(event["record"])
        scenario = line["scenario"] if line else requests.scenario_by_address(event["record"]) or alone
        name = scenario.name if scenario else ""
        if line:
            line["events"].append(event)
        elif event["role"] == "failure":
            verdicts.say(name, "a failure of no request", _told(event))
        if event["role"] == "failure":
            causes[name].add(event["cause"])
        elif event["role"] == "evidence":
            evidence[name].add(event["cause"])
    for line in requests.lines:
        scenario = line["scenario"]
        seen = told.get((scenario.name, line["client"].rpartition(":")[2]))
        if line["status"] == "-":               # a script's status that was no number
            line["status"] = seen or "-"
        line["attempts"] = attempts_of(scenario, line, played[scenario.name])
        verdicts.attempts[scenario.name] += len(line["attempts"])
        _compare(scenario, line, line["attempts"], verdicts)
        if seen not in (None, "", line["status"]) and len(requests.by_client[line["client"]]) == 1:
            verdicts.say(scenario.name, f"the client saw {seen}", _short(line))
    for scenario in scenarios:
        name = scenario.name
        if causes[name] - scenario.causes or (verdicts.attempts[name] and not causes[name]):
            verdicts.say(name, f"causes {sorted(map(str, causes[name]))}, but it was {sorted(scenario.causes)}")
        if scenario.causes and not verdicts.attempts[name]:
            verdicts.say(name, "nothing failed: the lab did not break it",
                         *(str(_short(line)) for line in requests.lines if line["scenario"] == scenario))
        if not any(line["scenario"] == scenario for line in requests.lines):
            verdicts.say(name, "no request is in the access log")
        if scenario.evidence - evidence[name]:
            verdicts.say(name, f"evidence {sorted(evidence[name])}, but there was {sorted(scenario.evidence)}")
    _compare_totals(gateway, totals, events, requests, verdicts)
    with open(f"{folder}/truth.tsv", "w", encoding="latin1") as out:
        print("pid", "client", "request", "scenario", "upstream", "status", "last", sep="\t", file=out)
        for line in requests.lines:
            for attempt in line["attempts"]:
                print(line["pid"], line["client"], line["request"], line["scenario"].name, attempt.upstream or "-",
                      attempt.status or "-", "yes" if attempt.last else "no", sep="\t", file=out)


def judge_pools(why502, folder, scenarios, verdicts):
    """PHP-FPM's own logs: no failure, and of each pool what its scenario says, as often."""
    told = collections.defaultdict(collections.Counter)
    for name in POOL_LOGS:
        if not os.path.exists(f"{folder}/{name}"):
            continue
        with open(f"{folder}/{name}", "rb") as log:
            text = log.read()
        lines = subprocess.run([why502, "--tz", "UTC", "-o", "events", f"{folder}/{name}"], check=True, capture_output=True).stdout
        for event in map(json.loads, lines.splitlines()):
            line = text[event["offset"]:text.find(b"\n", event["offset"])]
            pool = re.search(rb"\[pool ([\w-]+)\]", line)
            if event["role"] == "failure":
                verdicts.say(pool.group(1).decode() if pool else "", "a failure in PHP-FPM's own log", line.decode("latin1"))
            if pool:
                told[pool.group(1).decode()][event["cause"]] += 1
    for scenario in scenarios:
        if dict(told[scenario.name]) != dict(scenario.pool_says):
            verdicts.say(scenario.name, f"PHP-FPM told {dict(told[scenario.name])}, but it was {dict(scenario.pool_says)}")
