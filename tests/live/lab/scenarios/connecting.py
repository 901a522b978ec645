"""connecting.py: the gateway does not even get a connection."""
from .. import backends
from ..clients import get
from ..scenario import Scenario, causes
from ..sockets import Dead, Full, Tcp, Unix

PASS = "location / { proxy_pass http://@peer@; }"
SOCKET = "location / { proxy_pass http://@peer@:/; }"
TWICE = (get("/cart?id=1"), get("/cart?id=2"))

TABLE = [
    Scenario("fine", "nothing", PASS, TWICE, {"peer": Tcp(backends.good)}),
    Scenario("refused", "nobody listens on the port", PASS, TWICE, {"peer": Dead()}, causes("connect_refused")),
    Scenario("refused-ipv6", "nobody listens on the IPv6 port", PASS, TWICE, {"peer": Dead("::1")},
             causes("connect_refused"), needs=("ipv6",)),
    Scenario("connect-timeout", "the listen queue is full, SYNs are dropped", PASS, TWICE, {"peer": Full()},
             causes("connect_timeout")),
    Scenario("reset-at-once", "connections are reset as soon as they stand", PASS, TWICE, {"peer": Tcp(backends.reset)},
             causes("connect_refused", "connection_reset")),
    Scenario("socket-missing", "the unix socket does not exist", SOCKET, TWICE, {"peer": Unix(state="missing")},
             causes("socket_missing")),
    Scenario("socket-stale", "nobody listens on the unix socket", SOCKET, TWICE, {"peer": Unix(state="stale")},
             causes("connect_refused")),
    Scenario("socket-forbidden", "the unix socket's mode is 000", SOCKET, TWICE, {"peer": Unix(state="forbidden")},
             causes("permission_denied")),
    Scenario("socket-full", "the unix socket's queue is full", SOCKET, TWICE, {"peer": Unix(state="full")},
             causes("backlog_full")),
    Scenario("socket-silent", "the unix socket's owner never answers: logged without the colon", SOCKET, TWICE,
             {"peer": Unix(backends.silent)}, causes("response_timeout")),
    Scenario("unreachable", "an address that TCP has no route to (loopback's broadcast)",
             "location / { proxy_pass http://127.255.255.255:8080; }", TWICE, {}, causes("unreachable")),
]
