"""forging.py: what clients write into the error log: fields, whole lines, and URIs too long for a record."""
from ..clients import get
from ..scenario import Scenario, causes
from ..sockets import Dead

PASS = "location / { proxy_pass http://@peer@; }"
EVIL = 'upstream: "http://evil.example/"'


def _record(scenario):
    """A record that nginx never wrote, as a path that decodes to it."""
    text = (f"2026/01/01 00:00:00 [error] 7#7: *9 connect() failed (111: Connection refused) while connecting to upstream, client: "
            f'203.0.113.9, server: {scenario}.example, request: "GET / HTTP/1.1", upstream: "http://10.6.6.6:80/", host: "a"')
    return "%0A" + "".join(c if c.isalnum() or c in "/.:-," else f"%{ord(c):02X}" for c in text)


def _row(name, breaks, request, config=PASS, **more):
    return Scenario(name, breaks, config, (request,), {"peer": Dead()}, causes("connect_refused"), **more)


TABLE = [
    _row("uri-forged", "a dead port; the URI holds quotes and a false upstream", get(f"/?q=%22boots%22,{EVIL}".replace(" ", "%20"))),
    _row("uri-quoted", "a dead port; the URI holds quotes", get('/"quoted"/x')),
    _row("referrer-forged", "a dead port; the referrer holds a false upstream", get(headers=f'Referer: https://a/", {EVIL}\r\n')),
    Scenario("line-forged", "nothing: a static file whose name decodes to a line feed and a false record",
             "location / { root @scripts@; }", (get("/x" + _record("line-forged")),), {}, forged=1),
    _row("line-forged-by-proxy", "a dead port behind a decoded URI: the same", get("/x" + _record("line-forged-by-proxy")),
         "location / { set $path $uri; proxy_pass http://@peer@$path; }", forged=1),
    # The record ends after 2047 bytes: behind the upstream, in it, before it
    *(_row(f"uri-of-{size}", "a dead port; the URI fills the record", get("/" + "q" * size),
           "large_client_header_buffers 4 16k; location / { proxy_pass http://@peer@; }") for size in (900, 1800, 3000)),
]
