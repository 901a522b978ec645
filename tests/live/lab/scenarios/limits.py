"""limits.py: the gateway itself has no means left, or dies. Each has a gateway of its own."""
import signal

from .. import backends
from ..clients import get, kill_worker
from ..scenario import Gateway, Scenario, causes
from ..sockets import Dead, Tcp

PASS = "location / { proxy_read_timeout 10s; proxy_pass http://@peer@; }"
# The access log shows no upstream for these: the attempt ended before it began
TABLE = [
    Scenario("connections-exhausted", "worker_connections 16, of which the clients take most", PASS,
             tuple(get(f"/stock/{i}", wait=0.5) for i in range(10)), {"peer": Tcp(backends.holds(2))},
             causes("gateway_exhausted"), together=True, gateway=Gateway("connections", workers=1, connections=16), before_peer="@peer@"),
    Scenario("descriptors-exhausted", "worker_rlimit_nofile 24, of which the clients take most", PASS,
             tuple(get(f"/stock/{i}") for i in range(24)), {"peer": Tcp(backends.holds(2))}, causes("gateway_exhausted"),
             together=True, gateway=Gateway("descriptors", workers=1, files=24), before_peer="@peer@"),
    Scenario("worker-crashes", "the gateway's workers die of SIGSEGV and SIGKILL", PASS,
             (kill_worker(signal.SIGSEGV), kill_worker(signal.SIGKILL)), {"peer": Tcp(backends.good)},
             evidence=causes("gateway_error"), gateway=Gateway("crashing")),
    Scenario("debug-level", "a dead port, logged at level debug", PASS, (get("/cart?id=1"),), {"peer": Dead()},
             causes("connect_refused"), gateway=Gateway("debug", workers=1, level="debug")),
]
