"""httpd_truth.py -- access log of apache.sh to the attempts that failed, by cause and upstream.

What a path's upstream does is known, so each request tells what failed; nothing is taken from the error log.
"""
import collections
import sys

REFUSED, HERE = "connect_refused", "127.0.0.1:"
# What one request to the path meets: cause and upstream, "" where Apache names none.
PATHS = {
    "refused": [(REFUSED, HERE + "19100")],
    "eof": [("closed_early", HERE + "19102")],
    "rst": [("connection_reset", HERE + "19103")],
    "garbage": [("invalid_response", HERE + "19104")],
    "cut": [("truncated_response", "")],
    "badhdr": [("invalid_response", "")],
    "big": [("invalid_response", "")],
    "badver": [("invalid_response", "")],
    "dns": [("dns_failure", "no-such-host.invalid")],
    "fcgi": [("socket_missing", "unix:/tmp/why502-httpd/run/missing.sock")],
    "fceof": [("closed_early", "")],
    "fcbad": [("invalid_response", "")],
    "scgi": [("closed_early", "")],
    "ajp": [(REFUSED, HERE + "19100")],
    "ajpeof": [("closed_early", HERE + "19102")],
    "hang": [("response_timeout", HERE + "19101")],
    "fchang": [("response_timeout", "")],
    "sctime": [("response_timeout", "")],
    "ajptime": [("response_timeout", HERE + "19101")],
    # The first member refuses once and is out of rotation then, the second answers: 200.
    "pair/1": [(REFUSED, HERE + "19100")],
    "pair": [],
    "dead": [(REFUSED, HERE + "19100"), (REFUSED, HERE + "19120")],
    "watched": [("no_live_upstreams", "watched")],
    "good": [],
    "denied": [],
}

counts = collections.Counter()
for line in sys.stdin:
    path = line.split('"')[1].split()[1]
    counts.update(PATHS[path.strip("/") if path == "/pair/1" else path.split("/")[1]])
print("# cause\tupstream\tfailed attempts")
for (cause, upstream), count in sorted(counts.items()):
    print(f"{cause}\t{upstream}\t{count}")
