"""exchange.py: the connection stands, and then the exchange goes wrong."""
from .. import backends
from ..clients import get, leave, post, slow_reader, upgrade
from ..scenario import Scenario, causes
from ..sockets import Tcp

PASS = "location / { proxy_pass http://@peer@; }"
UNBUFFERED = "location / { proxy_buffering off; proxy_pass http://@peer@; }"
SOCKET = ('location / { proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; '
          "proxy_pass http://@peer@; }")
TWICE = (get("/report?year=2025"), get("/report?year=2026"))


def _row(name, breaks, behaviour, *ids, config=PASS, requests=TWICE, **more):
    return Scenario(name, breaks, config, requests, {"peer": Tcp(behaviour)}, causes(*ids), **more)


TABLE = [
    _row("closed-early", "the backend closes instead of answering", backends.closes, "closed_early"),
    _row("reset", "the backend resets instead of answering", backends.resets, "connection_reset"),
    _row("silent", "the backend never answers", backends.silent, "response_timeout"),
    _row("body-stalled", "the body stops coming", backends.stalls, "stalled_response"),
    _row("body-stalled-unbuffered", "the same with proxy_buffering off", backends.stalls, "stalled_response", config=UNBUFFERED),
    _row("body-cut", "the body ends short of its Content-Length", backends.cuts, "truncated_response"),
    _row("body-cut-unbuffered", "the same with proxy_buffering off", backends.cuts, "truncated_response", config=UNBUFFERED),
    _row("body-reset", "a reset in the middle of the body", backends.resets_in_body, "truncated_response", "connection_reset"),
    _row("body-reset-unbuffered", "the same with proxy_buffering off", backends.resets_in_body, "truncated_response",
         "connection_reset", config=UNBUFFERED),
    _row("chunks-cut", "a chunked body without its end", backends.cuts_chunks, "truncated_response", hidden=True),
    _row("chunks-broken", "a chunk's size is no number", backends.breaks_chunks, "invalid_response", "truncated_response",
         hidden=True),
    _row("header-too-big", "a Set-Cookie of 9 kB", backends.big_header, "header_too_big"),
    _row("header-invalid", "a NUL byte in a header", backends.invalid_header, "invalid_response"),
    _row("garbage", "the answer is no HTTP: passed on as HTTP/0.9", backends.garbage, "wrong_protocol", "invalid_response"),
    _row("own-502", "nothing in the gateway: the backend itself answers 502", backends.own_502),
    _row("own-503", "nothing in the gateway: the backend itself answers 503", backends.own_503),
    _row("websocket-silent", "a websocket goes silent", backends.websocket_silent, "stalled_response", config=SOCKET,
         requests=(upgrade("/feed"),), hidden=True),
    _row("websocket-closed", "nothing: a websocket ends", backends.websocket_closed, config=SOCKET, requests=(upgrade("/feed"),)),
    _row("websocket-reset", "a websocket is reset", backends.websocket_reset, "truncated_response", "connection_reset",
         config=SOCKET, requests=(upgrade("/feed"),), hidden=True),
    _row("send-timeout", "the backend never reads the request's body", backends.never_reads, "send_timeout",
         requests=(post("/upload", size=8000000),)),
    _row("send-reset", "the backend resets while the body is sent", backends.reads_then_resets, "connection_reset",
         requests=(post("/upload", size=8000000),)),
    _row("client-leaves", "nothing: the client hangs up while it waits", backends.silent, client_leaves=True,
         config="location / { proxy_read_timeout 20s; proxy_pass http://@peer@; }", requests=(leave("/report"),)),
    _row("client-leaves-late", "nothing: the client hangs up in the body", backends.stalls, client_leaves=True,
         config="location / { proxy_buffering off; proxy_read_timeout 20s; proxy_pass http://@peer@; }",
         requests=(leave("/report"),)),
    _row("temp-disk-full", "the disk for responses is full", backends.large, "gateway_storage", needs=("tmpfs",),
         config="proxy_temp_path @small@/proxy; location / { proxy_buffers 4 4k; proxy_buffer_size 4k; "
         "proxy_busy_buffers_size 8k; proxy_pass http://@peer@; }", listen="sndbuf=8k",
         requests=(slow_reader("/export.csv", until="failed (28"),)),
    _row("body-disk-full", "the disk for request bodies is full", backends.good, "gateway_storage", needs=("tmpfs",),
         config="client_body_temp_path @small@/body; location / { proxy_pass http://@peer@; }",
         requests=(post("/upload", size=300000),), before_peer=""),
]
