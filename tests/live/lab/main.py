"""main.py: the judge. Forks the stage, waits for it, compares, tells; leaves nothing running whatever happens."""
import argparse
import collections
import json
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback

from . import guard, httpd_judge, judge, stage
from .scenarios import ALL

NOT_RUN = 77        # ctest's SKIP_RETURN_CODE
LIMIT = 100         # seconds for playing all scenarios


def options():
    parser = argparse.ArgumentParser(description="Breaks a real nginx, Apache and PHP-FPM on purpose and checks what why502 says.")
    parser.add_argument("--why502", required=True, help="the command")
    parser.add_argument("--packages", required=True, help="the folder that ../unpack made")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="only this scenario (may be repeated)")
    parser.add_argument("--gateway", action="append", default=[], metavar="NAME", help="only this gateway's scenarios")
    parser.add_argument("--kind", action="append", default=[], metavar="KIND", help="only scenarios of http, stream, mail or apache")
    parser.add_argument("--keep", metavar="FOLDER", help="copy all logs, configurations and truth.tsv there")
    parser.add_argument("--home", metavar="FOLDER", help="play under this path, on a tmpfs of our own (for capture)")
    parser.add_argument("--list", action="store_true", help="print the table and end")
    return parser.parse_args()


def choose(chosen):
    """The scenarios asked for, and what this machine lacks: {need: reason}."""
    lacks = {} if guard.has_ipv6() else {"ipv6": "no IPv6"}
    if not os.path.exists("/usr/lib/python3.11/encodings"):
        lacks["wsgi"] = "no Python 3.11, for which mod_wsgi was built"
    return [each for each in ALL if (not chosen.only or each.name in chosen.only)
            and (not chosen.gateway or each.gateway.name in chosen.gateway)
            and (not chosen.kind or each.kind in chosen.kind)], lacks


def runnable(scenarios, lacks):
    """Those whose needs are met."""
    return [each for each in scenarios if not any(need in lacks for need in each.needs)]


def prepare(chosen, folder, lacks):
    """In the child, still root if it was: mounts, and own copies of what root's home may hide from nobody."""
    without = guard.own_mounts()
    place = chosen.home or folder
    if chosen.home:
        without = without or guard.mount_tmpfs(place, "mode=777")
        if without:
            raise RuntimeError(f"{without}: cannot play under {place}")
    os.mkdir(f"{place}/small")
    without = without or guard.mount_tmpfs(f"{place}/small", "size=64k,mode=777")
    if without:
        lacks["tmpfs"] = without
    root = f"{chosen.packages}/root"
    if os.getuid() == 0:
        shutil.copytree(root, f"{place}/root", ignore=shutil.ignore_patterns("share", "etc"))
        root = f"{place}/root"
        os.chown(place, guard.NOBODY, guard.NOBODY)
        os.chown(folder, guard.NOBODY, guard.NOBODY)
    os.umask(0o022)
    guard.drop_privileges()
    return place, root


def child(chosen, folder, scenarios, lacks):
    """The stage's process: plays, copies what it played out of its own mounts, ends."""
    code = 1
    try:
        place, root = prepare(chosen, folder, lacks)
        stage.play(place, root, runnable(scenarios, lacks), lacks)
        if place != folder:
            shutil.copytree(place, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("root", "run", "small", "temp"))
        code = 0
    except BaseException:               # also SystemExit: this is a fork, nobody above would tell
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def played_by(chosen, folder, scenarios, lacks):
    """Has the stage play under its warden; what it wrote in played.json."""
    warden = guard.guarded(lambda: child(chosen, folder, scenarios, lacks), folder)
    end = time.monotonic() + LIMIT
    while True:
        pid, status = os.waitpid(warden, os.WNOHANG)
        if pid:
            break
        if time.monotonic() > end:
            sys.exit(f"live lab: still playing after {LIMIT} s")
        time.sleep(0.05)
    if status:
        sys.exit("live lab: the stage failed")
    with open(f"{folder}/played.json") as played:
        return json.load(played)


def judge_all(chosen, folder, scenarios, played):
    """Verdicts over all gateways."""
    judges = {"nginx": judge.judge, "apache": httpd_judge.judge}
    verdicts = judge.Verdicts()
    for scenario in scenarios:
        if played["scenarios"][scenario.name]["error"]:
            verdicts.say(scenario.name, "the client failed:", played["scenarios"][scenario.name]["error"])
    for gateway in dict.fromkeys(each.gateway for each in scenarios):
        judges[gateway.server](chosen.why502, f"{folder}/{gateway.name}", gateway,
                    [each for each in scenarios if each.gateway == gateway], played["scenarios"], verdicts)
    if os.path.exists(f"{folder}/php-pools"):
        httpd_judge.judge_pools(chosen.why502, f"{folder}/php-pools", [each for each in scenarios if each.pool], verdicts)
    return verdicts


def tell(scenarios, not_run, verdicts, seconds):
    """Prints the table and the summary; True if nothing is wrong that was not known to be."""
    words = collections.Counter()
    told = {}
    for scenario in scenarios:
        wrong = verdicts.wrong.get(scenario.name, [])
        if scenario.known_gap:
            told[scenario.name] = "KNOWN GAP" if wrong else "GAP CLOSED"
        else:
            told[scenario.name] = "FAILED" if wrong else "passed"
        words[told[scenario.name]] += 1
        print(f"{told[scenario.name]:<11}{scenario.name:<28}{verdicts.attempts[scenario.name]:>3} failed attempts   "
              f"{scenario.breaks}")
    for scenario, reason in not_run:
        print(f"{'not run':<11}{scenario.name:<28}    {reason}")
    for name, wrong in sorted(verdicts.wrong.items()):
        for text in wrong:
            print(f"\n{told.get(name, 'FAILED')}: {name or 'no scenario'}: {text}")
    for scenario in scenarios:
        if told[scenario.name] == "KNOWN GAP":
            print(f"\nKNOWN GAP: {scenario.name}: {scenario.known_gap}")
        if told[scenario.name] == "GAP CLOSED":
            print(f"\nGAP CLOSED: {scenario.name}: why502 is right now; remove its known_gap ({scenario.known_gap})")
    reasons = "; ".join(f"{each.name}: {reason}" for each, reason in not_run)
    print(f"\n{sum(verdicts.attempts.values())} failed attempts; {verdicts.statuses} statuses compared")
    print(f"{words['passed']} scenarios passed, {words['FAILED']} failed, {words['KNOWN GAP']} known gaps, "
          f"{words['GAP CLOSED']} gaps closed, {len(not_run)} not run{': ' + reasons if reasons else ''} ({seconds} s)")
    return not words["FAILED"] and not words["GAP CLOSED"] and not verdicts.wrong.get("")


def main():
    chosen = options()
    scenarios, lacks = choose(chosen)
    if chosen.list:
        for each in scenarios:
            print(f"{each.name:<28}{each.kind:<8}{each.breaks}")
        return 0
    chosen.packages, chosen.why502 = os.path.abspath(chosen.packages), os.path.abspath(chosen.why502)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    guard.die_with_parent(signal.SIGTERM)
    folder = tempfile.mkdtemp(prefix="why502-live.", dir="/tmp")     # short: a socket's path has 107 bytes at most
    try:
        played = played_by(chosen, folder, scenarios, lacks)
        ran = runnable(scenarios, played["lacks"])
        not_run = [(each, ", ".join(played["lacks"][need] for need in each.needs if need in played["lacks"]))
                   for each in scenarios if each not in ran]
        verdicts = judge_all(chosen, folder, ran, played)
        if chosen.keep:
            shutil.copytree(folder, chosen.keep, dirs_exist_ok=True, ignore=shutil.ignore_patterns("root", "run", "small", "temp"))
        right = tell(ran, not_run, verdicts, played["seconds"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return (0 if ran else NOT_RUN) if right else 1
