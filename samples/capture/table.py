#!/usr/bin/python3
"""table.py: writes the "what was broken, which lines came of it" table of samples/README.md from the two logs.

usage: table.py nginx.log nginx.access.log README.md
A line belongs to the scenario whose request ran on its (pid, connection); each connection carried one scenario.
"""
import collections
import re
import sys

import truth

HEAD = re.compile(r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \[(\w+)\] (\d+)#\d+: (?:\*(\d+) )?(.*)", re.S)
BEGIN, END = "<!-- table begins -->\n", "<!-- table ends -->\n"


def records(path):
    """Physical lines joined to records: a line without the fixed head continues the one above."""
    with open(path, encoding="latin1", newline="\n") as log:
        text = log.read()
    return [part for part in re.split(r"(?m)^(?=\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \[\w+\] \d+#\d+: )", text) if part]


def kind(level, message):
    text = re.split(r", client: |\n", message, maxsplit=1)[0][:150]
    text = re.sub(r"\d+\.\d+\.\d+\.\d+:\d+|\[::1\]:\d+", "ADDRESS", text)
    text = re.sub(r"^\d+ worker", "N worker", re.sub(r"/\d{10}\b", "/N", text))
    text = re.sub(r"^client \S+ closed keep", "client ADDRESS closed keep", text)
    text = re.sub(r"(excess|body): [\d.]+", r"\1: N", text)
    return f"[{level}] {text.rstrip()}"


def main():
    scenario, broken = {}, {}
    with open(sys.argv[2], encoding="latin1") as log:
        for text in log:
            line = {key: quoted or bare for key, quoted, bare in truth.FIELD.findall(text)}
            scenario.setdefault((line["pid"], line["conn"]), line["agent"])
    workers = {pid for pid, _ in scenario}
    with open(re.sub(r"[^/]*$", "", sys.argv[0]) + "scenarios.tsv") as table:
        for text in table:
            if not text.startswith("#"):
                name, what = text.rstrip("\n").split("\t")
                broken[name] = what
    counts, first = collections.OrderedDict((name, collections.Counter()) for name in broken), {}
    number = 1
    for record in records(sys.argv[1]):
        level, pid, conn, message = HEAD.match(record).groups()
        if conn is None:
            name = "nginx-itself"
        elif "keepalive connection" in message:
            name = "client-noise"
        else:
            name = scenario.get((pid, conn), "client-noise" if pid in workers else "forged-text")
            name = re.sub(r"^noise2", "noise", name) if name != "-" else "client-noise"
        counts.setdefault(name, collections.Counter())[kind(level, message)] += 1
        first.setdefault((name, kind(level, message)), number)
        number += record.count("\n")
    out = ["| scenario | what was broken | records | kind (first line) |\n", "|---|---|--:|---|\n"]
    for name, kinds in counts.items():
        shown = "<br>".join(f"{count} x `{text.replace('|', '/')}` ({first[name, text]})" for text, count in kinds.items())
        out.append(f"| {name} | {broken.get(name, '?')} | {sum(kinds.values())} | {shown or 'none'} |\n")
    readme = open(sys.argv[3]).read()
    before, rest = readme.split(BEGIN)
    with open(sys.argv[3], "w") as target:
        target.write(before + BEGIN + "".join(out) + END + rest.split(END)[1])


if __name__ == "__main__":
    main()
