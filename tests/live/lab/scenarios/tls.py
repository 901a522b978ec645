"""tls.py: TLS towards the upstream."""
import ssl

from .. import backends
from ..clients import get
from ..scenario import Scenario, causes
from ..sockets import Tcp, Tls

VERIFIED = "location / { proxy_ssl_verify on; proxy_pass https://@peer@; }"
BLIND = "location / { proxy_pass https://@peer@; }"
MODERN = "location / { proxy_ssl_protocols TLSv1.3; proxy_pass https://@peer@; }"
TWICE = (get("/charge/1"), get("/charge/2"))


def _row(name, breaks, config, backend, *ids, **more):
    return Scenario(name, breaks, config, TWICE, {"peer": backend}, causes(*ids), **more)


TABLE = [
    _row("tls-fine", "nothing", VERIFIED, Tls("good", backends.good)),
    _row("tls-selfsigned", "a certificate that signed itself", VERIFIED, Tls("selfsigned", backends.good), "tls_verify"),
    _row("tls-expired", "an expired certificate", VERIFIED, Tls("expired", backends.good), "tls_verify"),
    _row("tls-foreign", "a certificate for another name", VERIFIED, Tls("foreign", backends.good), "tls_verify"),
    _row("tls-to-plain", "https:// to a plain port", BLIND, Tcp(backends.good), "wrong_protocol"),
    _row("plain-to-tls", "http:// to a TLS port", "location / { proxy_pass http://@peer@; }", Tls("good", backends.good),
         "closed_early", "connection_reset", "wrong_protocol"),
    _row("tls-version", "the gateway wants TLS 1.3, the backend has 1.2", MODERN,
         Tls("good", backends.good, newest=ssl.TLSVersion.TLSv1_2), "tls_handshake"),
    _row("tls-client-wanted", "the backend wants a client's certificate (TLS 1.2)", BLIND,
         Tls("good", backends.good, newest=ssl.TLSVersion.TLSv1_2, wants_client=True), "tls_handshake"),
    # TLS 1.3 tells of it after the handshake: as an alert, or as a reset that nginx finds by what it calls connect()
    _row("tls-client-wanted-late", "the same by TLS 1.3", MODERN, Tls("good", backends.good, wants_client=True),
         "tls_handshake", "connection_reset", "closed_early", "connect_refused"),
    _row("tls-silent", "the backend never answers the ClientHello", BLIND, Tcp(backends.takes_then(backends.until_left)),
         "tls_handshake", "connect_timeout"),
    _row("tls-closes", "the backend closes after the ClientHello", BLIND, Tcp(backends.takes_then(backends.close)), "tls_handshake"),
    _row("tls-resets", "the backend resets after the ClientHello", BLIND, Tcp(backends.takes_then(backends.reset)),
         "tls_handshake", "connection_reset", "connect_refused"),
]
