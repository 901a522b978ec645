"""resolving.py: names that do not resolve. No peer is chosen, so the access log has no upstream."""
from ..clients import get
from ..scenario import Scenario, causes

TWICE = (get("/price?of=1"), get("/price?of=2"))


def _row(name, breaks, host, resolver="resolver @dns@ valid=1s ipv6=off;", **more):
    config = f"{resolver} location / {{ set $target {host}; proxy_pass http://$target:8080; }}"
    return Scenario(name, breaks, config, TWICE, causes=causes("dns_failure"), before_peer=host, **more)


TABLE = [
    _row("dns-unknown", "the name does not exist", "gone.svc.example.com"),
    _row("dns-servfail", "the name server fails", "broken.svc.example.com"),
    _row("dns-refused", "the name server refuses", "refused.svc.example.com"),
    _row("dns-silent", "the name server never answers", "lost.svc.example.com"),
    _row("dns-dead", "no name server on that port", "fine.svc.example.com", "resolver @dead-dns@ valid=1s ipv6=off;"),
    _row("dns-none", "no resolver is configured", "backend.svc.example.com", ""),
]
