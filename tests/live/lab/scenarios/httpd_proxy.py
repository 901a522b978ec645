"""httpd_proxy.py: Apache's mod_proxy over HTTP: connecting, the exchange, TLS, tunnels."""
import ssl

from .. import backends
from ..clients import get, leave, post, several, upgrade
from ..scenario import APACHE, Scenario, causes
from ..sockets import Dead, Full, Tcp, Tls, Unix

PASS = "ProxyPass / http://@peer@/ connectiontimeout=1 retry=0"
SOCKET = "ProxyPass / @peer@|http://localhost/ retry=0"
WEBSOCKET = "ProxyPass / ws://@peer@/ retry=0"
NAMED = "SSLProxyEngine on\nProxyPass / https://@peer@/ retry=0"
VERIFIED = "SSLProxyCheckPeerName off\n" + NAMED
BLIND = "SSLProxyEngine on\nSSLProxyVerify none\nSSLProxyCheckPeerName off\nProxyPass / https://@peer@/ retry=0"
MODERN = "SSLProxyProtocol TLSv1.3\n" + BLIND
TUNNEL = "ProxyRequests on\nAllowCONNECT 1 443"
TWICE = (get("/cart?id=1"), get("/cart?id=2"))
FEED = (upgrade("/feed"),)
# Decoded, it ends the record and begins another; the referer is written as it came
NEEDLE = "AH00957: http: attempt to connect to 6.6.6.6:80 (6.6.6.6) failed"
FORGED = "/x%0a[Thu%20Nov%2026%2001:03:01.019989%202026]%20[proxy:error]%20[pid%207:tid%207]%20" + NEEDLE.replace(" ", "%20")
REFERER = f"Referer: http://a.example/, referer: {NEEDLE}\r\n"
NOBODY = (None,)            # Apache names no backend where the answer's header is wrong, or its body ends


def _row(name, breaks, backend, *ids, config=PASS, requests=TWICE, **more):
    return Scenario(f"apache-{name}", breaks, config, requests, {"peer": backend} if backend else {}, causes(*ids), kind="apache",
                    gateway=APACHE, **more)


def _tls(name, *rest, **more):
    """The backend's TLS failure is told by AH00898, which names nobody."""
    return _row(f"tls-{name}", *rest, tries=NOBODY, **more)


TABLE = [
    _row("fine", "nothing", Tcp(backends.good)),
    _row("refused", "nobody listens on the port", Dead(), "connect_refused"),
    _row("connect-timeout", "the listen queue is full, SYNs are dropped", Full(), "connect_timeout"),
    _row("socket-missing", "the unix socket does not exist", Unix(state="missing"), "socket_missing", config=SOCKET),
    _row("socket-stale", "nobody listens on the unix socket", Unix(state="stale"), "connect_refused", config=SOCKET),
    _row("socket-forbidden", "the unix socket's mode is 000", Unix(state="forbidden"), "permission_denied", config=SOCKET),
    _row("socket-silent", "the unix socket's owner never answers", Unix(backends.silent), "response_timeout",
         config="ProxyPass / @peer@|http://silent.test/ retry=0", tries=("silent.test:80",)),     # AH01102 does not know the socket
    _row("unreachable", "an address that TCP has no route to", None, "unreachable", tries=("127.255.255.255:8080",),
         config="ProxyPass / http://127.255.255.255:8080/ connectiontimeout=1 retry=0"),
    _row("unknown-host", "a name that does not exist", None, "dns_failure", tries=("no-such-host.invalid",),
         config="ProxyPass / http://no-such-host.invalid/ retry=0"),

    _row("closed-early", "the backend closes instead of answering", Tcp(backends.closes), "closed_early"),
    _row("reset", "the backend resets instead of answering", Tcp(backends.resets), "connection_reset"),
    _row("silent", "the backend never answers", Tcp(backends.silent), "response_timeout"),
    _row("kept-closed", "the backend closes instead of answering, on a client's connection that was kept",
         Tcp(backends.closes), "closed_early", requests=(several(["/good/1", "/good/2", "/bad"]),),
         config="ProxyPass /good http://@good@/\n" + PASS),
    _row("body-cut", "the body ends short of its Content-Length", Tcp(backends.cuts), "truncated_response", tries=NOBODY),
    _row("body-reset", "a reset in the middle of the body", Tcp(backends.resets_in_body), "truncated_response", tries=NOBODY),
    _row("body-stalled", "the body stops coming", Tcp(backends.stalls), "stalled_response", tries=NOBODY),
    _row("chunks-cut", "a chunked body without its end", Tcp(backends.cuts_chunks), "truncated_response", tries=NOBODY, hidden=True),
    _row("chunks-broken", "a chunk's size is no number", Tcp(backends.breaks_chunks), "invalid_response", "truncated_response",
         tries=NOBODY, hidden=True),
    _row("header-too-big", "a Set-Cookie of 9 kB", Tcp(backends.big_header), "invalid_response", tries=NOBODY),
    _row("header-invalid", "a header without a colon", Tcp(backends.no_colon), "invalid_response", tries=NOBODY),
    _row("status-invalid", "a status line that is none", Tcp(backends.bad_status), "invalid_response", tries=NOBODY),
    _row("garbage", "nothing in the log: what is no HTTP is passed on as HTTP/0.9", Tcp(backends.garbage)),
    _row("own-502", "nothing in the gateway: the backend itself answers 502", Tcp(backends.own_502)),
    _row("own-503", "nothing in the gateway: the backend itself answers 503", Tcp(backends.own_503)),
    _row("send-reset", "the backend resets while the body is sent", Tcp(backends.reads_then_resets), "connection_reset",
         requests=(post("/upload", size=8000000),)),
    _row("send-timeout", "the backend never reads the request's body", Tcp(backends.never_reads), "send_timeout",
         requests=(post("/upload", size=8000000),)),
    _row("continue-missing", "ping=1: the backend does not answer Expect: 100-continue", Tcp(backends.silent), "response_timeout",
         config=PASS + " ping=1", requests=(post("/upload", size=2000),),
         known_gap="AH01102 has the same words with and without ping=, which few set: 502 is said, as without; with it and a body the "
                   "client gets 503"),
    _row("client-leaves", "the client hangs up, and the backend goes on being silent", Tcp(backends.silent), "response_timeout",
         requests=(leave("/report"),)),
    _row("client-leaves-late", "nothing: the client hangs up in the body", Tcp(backends.large), client_leaves=True,
         requests=(leave("/export.csv"),)),
    _row("forged", "the backend closes; path and referer hold words of the log", Tcp(backends.closes), "closed_early",
         requests=(get(FORGED, headers=REFERER), get(f"/{NEEDLE.replace(' ', '%20')}", headers=REFERER))),
    _row("forged-denied", "nothing: Apache refuses paths that hold words of the log", None,
         config="<Location />\nRequire all denied\n</Location>", requests=(get(FORGED, headers=REFERER), get(FORGED))),

    _row("tls-fine", "nothing", Tls("good", backends.good), config=VERIFIED),
    _tls("selfsigned", "a certificate that signed itself", Tls("selfsigned", backends.good), "tls_handshake", config=VERIFIED,
         evidence=causes("tls_verify")),
    _tls("expired", "an expired certificate", Tls("expired", backends.good), "tls_handshake", config=VERIFIED,
         evidence=causes("tls_verify")),
    _tls("foreign", "a certificate for another name", Tls("foreign", backends.good), "tls_handshake", config=NAMED),
    _tls("to-plain", "https:// to a plain port", Tcp(backends.good), "tls_handshake", config=BLIND),
    _row("plain-to-tls", "http:// to a TLS port", Tls("good", backends.good), "closed_early", "connection_reset"),
    _tls("version", "the gateway wants TLS 1.3, the backend has 1.2", Tls("good", backends.good, newest=ssl.TLSVersion.TLSv1_2),
         "tls_handshake", config=MODERN),
    _tls("client-wanted", "the backend wants a client's certificate (TLS 1.2)",
         Tls("good", backends.good, newest=ssl.TLSVersion.TLSv1_2, wants_client=True), "tls_handshake", config=BLIND),
    _tls("silent", "the backend never answers the ClientHello", Tcp(backends.takes_then(backends.until_left)), "tls_handshake",
         config=BLIND),
    _tls("closes", "the backend closes after the ClientHello", Tcp(backends.takes_then(backends.close)), "tls_handshake",
         config=BLIND),
    _tls("resets", "the backend resets after the ClientHello", Tcp(backends.takes_then(backends.reset)), "tls_handshake",
         config=BLIND),

    _row("websocket-refused", "nobody listens where a websocket is to go", Dead(), "connect_refused", config=WEBSOCKET, requests=FEED),
    _row("websocket-closed", "nothing: a websocket ends", Tcp(backends.websocket_closed), config=WEBSOCKET, requests=FEED),
    _row("websocket-denied", "the backend closes instead of upgrading", Tcp(backends.closes), "closed_early", config=WEBSOCKET,
         requests=FEED),
    _row("tunnel-refused", "CONNECT to a port where nobody listens", None, "connect_refused", config=TUNNEL, tries=("127.0.0.1:1",),
         requests=(get("127.0.0.1:1", method="CONNECT"),)),
    _row("tunnel-unknown", "CONNECT to a name that does not exist", None, "dns_failure", config=TUNNEL,
         tries=("no-such-host.invalid",), requests=(get("no-such-host.invalid:443", method="CONNECT"),)),
]
# The row that needs a good backend as well
TABLE = [Scenario(**{**vars(each), "backends": {**each.backends, "good": Tcp(backends.good)}}) if "@good@" in each.config else each
         for each in TABLE]
