"""groups.py: upstream groups, retries, subrequests: one request, several attempts."""
from .. import backends
from ..clients import get, pause, several
from ..scenario import Scenario, causes
from ..sockets import Dead, Tcp

TABLE = [
    Scenario("retry-saves", "two dead peers, the third answers: the request is fine", "location / { proxy_pass http://retry_saves; }",
             (get("/stock/1"), get("/stock/2")), {"one": Dead(), "two": Dead(), "three": Tcp(backends.good)},
             causes("connect_refused"),
             around="upstream retry_saves { server @one@ max_fails=0; server @two@ max_fails=0; server @three@ backup; }"),
    Scenario("retry-fails", "three peers that fail in three ways", "location / { proxy_pass http://retry_fails; }",
             (get("/orders/1"), get("/orders/2")), {"one": Dead(), "two": Tcp(backends.closes), "three": Tcp(backends.silent)},
             causes("connect_refused", "closed_early", "response_timeout"),
             around="upstream retry_fails { server @one@ max_fails=0; server @two@ max_fails=0; server @three@ max_fails=0; }"),
    Scenario("all-down", "both peers fail and are disabled; then nobody is left", "location / { proxy_pass http://all_down; }",
             (get("/a"), get("/b"), get("/c")), {"one": Dead(), "two": Dead()}, causes("connect_refused", "no_live_upstreams"),
             causes("peer_disabled"), around="upstream all_down { zone all_down 64k; server @one@ max_fails=1 fail_timeout=60s; "
             "server @two@ max_fails=1 fail_timeout=60s; }"),
    Scenario("marked-down", "the group's only servers are marked `down`", "location / { proxy_pass http://marked_down; }",
             (get("/a"),), {"one": Dead(), "two": Dead()}, causes("no_live_upstreams"),
             around="upstream marked_down { server @one@ down; server @two@ down; }"),
    Scenario("max-conns", "max_conns is reached: an overload, no outage",
             "location / { proxy_read_timeout 10s; proxy_pass http://max_conns; }",
             (get("/a"), get("/b"), get("/c")), {"one": Tcp(backends.holds(2))}, causes("no_live_upstreams"), together=True,
             around="upstream max_conns { zone max_conns 64k; server @one@ max_conns=1; }"),
    Scenario("keepalive", "ten failures on one client connection", "location / { proxy_pass http://@peer@; }",
             (several([f"/item/{i}" for i in range(10)]),), {"peer": Dead()}, causes("connect_refused")),
    Scenario("keepalive-same", "the same request three times on one connection", "location / { proxy_pass http://@peer@; }",
             (several(["/poll"] * 3),), {"peer": Dead()}, causes("connect_refused")),
    Scenario("error-page", "a dead peer, and an error_page that another peer answers",
             "location / { proxy_pass http://@dead@; error_page 502 = @fallback; } "
             "location @fallback { proxy_pass http://@peer@; }",
             (get("/a"), get("/b")), {"dead": Dead(), "peer": Tcp(backends.good)}, causes("connect_refused")),
    Scenario("accel-redirect", "X-Accel-Redirect to a dead peer",
             "location / { proxy_pass http://@peer@; } location /inner { internal; proxy_pass http://@dead@; }",
             (get("/a"),), {"dead": Dead(), "peer": Tcp(backends.redirects)}, causes("connect_refused")),
    Scenario("own-502-retried", "a peer answers 502 itself, and the next one is asked",
             "location / { proxy_next_upstream error http_502; proxy_pass http://own_502_retried; }", (get("/a"),),
             {"one": Tcp(backends.own_502), "two": Tcp(backends.good)},
             around="upstream own_502_retried { server @one@ max_fails=0; server @two@ backup; }",
             untold="ngx_http_upstream_next: a 502 of the peer's own is no record"),
    Scenario("stale-cache", "the backend closes, and the client gets what was kept",
             "location / { proxy_cache stale_cache; proxy_cache_use_stale error timeout; proxy_pass http://@peer@; }",
             (get("/a"), pause(2.2), get("/a")), {"peer": Tcp(backends.good_once())}, causes("closed_early"), gives_else=True,
             around="proxy_cache_path @run@/cache keys_zone=stale_cache:1m;"),
    Scenario("auth-request", "auth_request's upstream is dead: the request is a 500",
             "location / { auth_request /auth; proxy_pass http://@peer@; } "
             "location = /auth { internal; proxy_pass http://@dead@; }",
             (get("/account"), get("/orders")), {"dead": Dead(), "peer": Tcp(backends.good)}, causes("connect_refused"),
             subrequests=("/auth",), parent_fails=True),
    Scenario("auth-request-silent", "auth_request's upstream never answers",
             "location / { auth_request /auth; proxy_pass http://@peer@; } "
             "location = /auth { internal; proxy_pass http://@silent@; }",
             (get("/account"),), {"silent": Tcp(backends.silent), "peer": Tcp(backends.good)}, causes("response_timeout"),
             subrequests=("/auth",), parent_fails=True),
    Scenario("mirror", "the mirror's upstream is dead: the request is fine",
             "location / { mirror /shadow; proxy_pass http://@peer@; } location = /shadow { internal; proxy_pass http://@dead@; }",
             (get("/cart"), get("/help")), {"dead": Dead(), "peer": Tcp(backends.good)}, causes("connect_refused"),
             subrequests=("/shadow",)),
]
