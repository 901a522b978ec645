"""httpd_balancer.py: Apache's balancers: members that fail, are put aside, are probed, are saved by others."""
import signal

from .. import backends
from ..clients import get, kill_worker, pause
from ..scenario import APACHE, Gateway, Scenario, causes
from ..sockets import Dead, Full, Tcp

ONCE, TWICE = (get("/stock/1"),), (get("/stock/1"), get("/stock/2"))      # who failed once is not asked again


def _row(name, breaks, members, doors, *ids, requests=TWICE, more="", **rest):
    body = "\n".join(f"BalancerMember http://@{key}@ connectiontimeout=1 {words}" for key, words in members.items())
    balancer = f"balancer://{name}"
    return Scenario(f"apache-{name}", breaks, f"<Proxy {balancer}>\n{body}\n{more}</Proxy>\nProxyPass / {balancer}/", requests, doors,
                    causes(*ids), kind="apache", gateway=rest.pop("gateway", APACHE), **rest)


TABLE = [
    _row("failover", "two dead members, a third answers: the requests are fine",
         {"one": "", "two": "lbset=1", "three": "lbset=2"},
         {"one": Dead(), "two": Dead(), "three": Tcp(backends.good)}, "connect_refused", saved=("@one@", "@two@"), requests=ONCE),
    _row("failover-standby", "a member whose queue is full, and a hot standby that answers",
         {"one": "", "two": "status=+H"}, {"one": Full(), "two": Tcp(backends.good)}, "connect_timeout", saved=("@one@",),
         requests=ONCE),
    _row("failover-fails", "two dead members and nobody else", {"one": "", "two": "lbset=1"},
         {"one": Dead(), "two": Dead()}, "connect_refused", tries=("@one@", "@two@"),
         requests=ONCE),
    _row("failover-slow", "two members whose queues are full: two seconds for one request",
         {"one": "", "two": "lbset=1"}, {"one": Full(), "two": Full()}, "connect_timeout", tries=("@one@", "@two@"),
         requests=ONCE),
    _row("no-failover", "a member that closes: another would have answered, but is not asked", {"one": "retry=0", "two": "status=+H"},
         {"one": Tcp(backends.closes), "two": Tcp(backends.good)}, "closed_early", tries=("@one@",)),
    _row("members-down", "the members are switched off: all are in error state", {"one": "status=+D", "two": "status=+D"},
         {"one": Dead(), "two": Dead()}, "no_live_upstreams", tries=("members-down",)),
    _row("fail-on-status", "a member's own 503 puts it aside (failonstatus)", {"one": "retry=0"}, {"one": Tcp(backends.own_503)},
         tries=(), more="ProxySet failonstatus=503\n", evidence=causes("upstream_error"), requests=ONCE),
    _row("fail-on-timeout", "a silent member is put aside (failontimeout)", {"one": "retry=0"}, {"one": Tcp(backends.silent)},
         "response_timeout", tries=("@one@",), more="ProxySet failontimeout=on\n", requests=ONCE,
         evidence=causes("peer_disabled")),
    _row("probed", "nothing: a dead member is probed, and no request comes", {"one": "hcmethod=TCP hcinterval=1", "two": ""},
         {"one": Dead(), "two": Tcp(backends.good)}, requests=(pause(1.5), get("/stock/1"), get("/stock/2"))),
]

CROWD = Gateway("apache-crowd", server="apache", level="warn",
                main="ThreadsPerChild 4\nServerLimit 1\nStartServers 1\nMaxRequestWorkers 4\nMaxSpareThreads 4\nScriptSock {folder}/temp/cgid")
CROWDED = Gateway("apache-crowded", server="apache", mpm="prefork", level="warn",
                  main="StartServers 2\nServerLimit 4\nMaxRequestWorkers 4\nMinSpareServers 1\nMaxSpareServers 2")
CRASHING = Gateway("apache-crashing", server="apache", level="notice")
LIMITS = [
    Scenario(f"{gateway.name}-workers", f"MaxRequestWorkers ({gateway.mpm}): the clients wait, no request fails",
             "ProxyPass / http://@peer@/", tuple(get(f"/stock/{i}") for i in range(8)), {"peer": Tcp(backends.holds(1.5))},
             evidence=causes("gateway_exhausted"), kind="apache", gateway=gateway, together=True)
    for gateway in (CROWD, CROWDED)]
LIMITS.append(Scenario("apache-child-crashes", "a child dies of SIGSEGV", "ProxyPass / http://@peer@/",
                       (kill_worker(signal.SIGSEGV), get("/")), {"peer": Tcp(backends.good)}, evidence=causes("gateway_error"),
                       kind="apache", gateway=CRASHING))
TABLE += LIMITS
