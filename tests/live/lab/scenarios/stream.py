"""stream.py: the stream module. Its error log tells no status; its access log, of its own fields."""
import socket

from .. import backends, names
from ..clients import datagram, talk
from ..scenario import Scenario, causes
from ..sockets import Dead, Full, Tcp, Tls, Udp, Unix

TWICE = (talk(), talk())


def _row(name, breaks, config, backend, *ids, requests=TWICE, **more):
    peers = backend if isinstance(backend, dict) else {"peer": backend}
    return Scenario(name, breaks, config, requests, peers, causes(*ids), kind="stream", **more)


TABLE = [
    _row("stream-fine", "nothing", "proxy_pass @peer@;", Tcp(backends.takes_then(backends.close, b"hi\r\n"))),
    _row("stream-refused", "nobody listens on the port", "proxy_pass @peer@;", Dead(), "connect_refused"),
    _row("stream-connect-timeout", "the listen queue is full", "proxy_pass @peer@;", Full(), "connect_timeout"),
    _row("stream-reset", "the backend resets the session", "proxy_pass @peer@;", Tcp(backends.takes_then(backends.reset)),
         "connection_reset", "truncated_response", hidden=True),
    _row("stream-retry-saves", "a dead peer, the second answers", "proxy_pass stream_retry;",
         {"one": Dead(), "two": Tcp(backends.takes_then(backends.close, b"hi\r\n"))}, "connect_refused",
         around="upstream stream_retry { server @one@ max_fails=0; server @two@ backup; }"),
    _row("stream-all-down", "both peers fail and are disabled; then nobody is left", "proxy_pass stream_down;",
         {"one": Dead(), "two": Dead()}, "connect_refused", "no_live_upstreams", evidence=causes("peer_disabled"),
         around="upstream stream_down { zone stream_down 64k; server @one@ max_fails=1 fail_timeout=60s; "
         "server @two@ max_fails=1 fail_timeout=60s; }"),
    _row("stream-socket-missing", "the unix socket does not exist", "proxy_pass @peer@;", Unix(state="missing"), "socket_missing"),
    _row("stream-tls-to-plain", "TLS to a plain port", "proxy_ssl on; proxy_pass @peer@;",
         Tcp(backends.takes_then(backends.pause, b"220 mx.example ESMTP\r\n")), "wrong_protocol"),
    _row("stream-tls-expired", "an expired certificate", "proxy_ssl on; proxy_ssl_verify on; proxy_pass @peer@;",
         Tls("expired", backends.takes_then(backends.close)), "tls_verify"),
    _row("stream-udp-refused", "nobody listens on the datagram port", "proxy_pass @peer@;", Dead(kind=socket.SOCK_DGRAM),
         "connect_refused", listen="udp", requests=(datagram(),), hidden=True),
    _row("stream-udp-fine", "nothing", "proxy_responses 1; proxy_pass @peer@;", Udp(names.echo), listen="udp",
         requests=(datagram(),)),
    _row("stream-dns-unknown", "the name does not exist",
         "resolver @dns@ valid=1s ipv6=off; set $target gone.svc.example.com; proxy_pass $target:5432;", {}, "dns_failure",
         before_peer="gone.svc.example.com"),
]
