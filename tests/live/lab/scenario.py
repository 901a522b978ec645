"""scenario.py: what a scenario is; the tables of them are in scenarios/.

A scenario breaks one thing. Its `config` is the body of one server{} of the gateway, in which `@key@` stands for the
address of the backend of that name (and for what stage.py offers to all). The truth about it is taken from the gateway's
access log; the few facts that an access log cannot tell are fields below, each with its reason.
"""
from dataclasses import dataclass, field
from typing import Any, Callable, Mapping


@dataclass(frozen=True)
class Gateway:
    """One nginx or Apache httpd. Scenarios share one unless they break the gateway itself."""

    name: str
    server: str = "nginx"   # or apache
    mpm: str = "event"      # of Apache: or prefork
    workers: int = 2
    connections: int = 512
    files: int = 1024
    level: str = "info"
    main: str = ""          # further directives of the main context


SHARED = Gateway("nginx")
APACHE = Gateway("apache-event", server="apache", level="warn")     # at the level that everybody has
PREFORK = Gateway("apache-prefork", server="apache", mpm="prefork", level="info")


@dataclass(frozen=True)
class Scenario:
    """One row of the table."""

    name: str                                   # also its server_name: <name>.example
    breaks: str                                 # what is broken, in a few words
    config: str                                 # body of its server{}
    requests: tuple[Callable, ...] = ()         # see clients.py
    backends: Mapping[str, Any] = field(default_factory=dict)   # see backends.py, sockets.py
    causes: frozenset = frozenset()             # what the failures may be called; one at least must come out
    evidence: frozenset = frozenset()           # the same for evidence; all of it must come out
    kind: str = "http"                          # or stream, mail, apache
    around: str = ""                            # what stands beside the server{}: upstream{} blocks
    tries: tuple = ("@peer@",)                  # of Apache: whom a request that failed was sent to; None: nobody is named
    saved: tuple = ()                           # of Apache: the failed attempts of a request that came out well
    listen: str = ""                            # further words of the listen directive
    gateway: Gateway = SHARED
    pool: Any = None                            # of Apache: PHP-FPM's pool of that name, @run@/<name>.sock; see fpm.py
    pool_says: Mapping[str, int] = field(default_factory=dict)  # cause: how often PHP-FPM's own logs tell it of the pool
    together: bool = False                      # send the requests at the same time
    needs: tuple[str, ...] = ()                 # ipv6, tmpfs, php, wsgi: without it the scenario is not run
    known_gap: str = ""                         # what why502 still gets wrong here; must go when it no longer does

    # What the access log cannot tell
    before_peer: str | None = None      # nothing is in $upstream_addr: no peer was chosen; this is what the log names
    answers: frozenset = frozenset()    # statuses of the backend's own that the error log tells the reason of
    hidden: bool = False                # it broke after the header of an answer without a promised length: looks complete
    client_leaves: bool = False         # what is cut here is cut by the client
    subrequests: tuple = ()             # paths that only subrequests have
    parent_fails: bool = False          # a request fails since its subrequest did: the attempt is the subrequest's
    forged: int = 0                     # records that nginx never meant: suspect, and no failures
    gives_else: bool = False            # the gateway has something else to give than the failed answer (a stale cache)
    untold: str = ""                    # it failed and nginx's log says nothing at all of it; where in nginx's source


def causes(*ids):
    """A set of cause ids."""
    return frozenset(ids)
