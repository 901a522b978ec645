"""other_protocols.py: gRPC, uwsgi, SCGI, memcached, FastCGI by hand, and the wrong protocol on a port."""
from .. import backends
from ..clients import get
from ..scenario import Scenario, causes
from ..sockets import Dead, Tcp

ONE = (get("/shop.Cart/Get"),)


def _row(name, breaks, config, backend, *ids, **more):
    return Scenario(name, breaks, f"location / {{ {config} }}", ONE, {"peer": backend}, causes(*ids), **more)


TABLE = [
    _row("grpc-refused", "a dead gRPC port", "grpc_pass grpc://@peer@;", Dead(), "connect_refused"),
    _row("grpc-to-http1", "HTTP/1 behind grpc_pass", "grpc_pass grpc://@peer@;", Tcp(backends.good), "wrong_protocol"),
    _row("grpc-silent", "a gRPC server that never answers", "grpc_pass grpc://@peer@;", Tcp(backends.takes_then(backends.until_left)),
         "response_timeout"),
    _row("grpc-closes", "a gRPC server that closes", "grpc_pass grpc://@peer@;", Tcp(backends.takes_then(backends.close)),
         "closed_early", "connection_reset"),
    _row("http1-to-grpc", "HTTP/1 to a port that speaks HTTP/2 only", "proxy_pass http://@peer@;", Tcp(backends.h2_only),
         "wrong_protocol", "invalid_response"),
    _row("fastcgi-to-http", "HTTP behind fastcgi_pass", "fastcgi_pass @peer@;", Tcp(backends.good), "wrong_protocol"),
    _row("fastcgi-ends", "a FastCGI request that ends without output", "fastcgi_pass @peer@;", Tcp(backends.fastcgi_ends),
         "closed_early", "app_error"),
    _row("fastcgi-refused", "a dead FastCGI port", "fastcgi_pass @peer@;", Dead(), "connect_refused"),
    _row("http-to-fastcgi", "HTTP to PHP-FPM's socket", "proxy_pass http://@php@:/;", Dead(), "closed_early", "connection_reset",
         needs=("php",)),
    _row("uwsgi-refused", "a dead uwsgi port", "uwsgi_pass @peer@;", Dead(), "connect_refused"),
    _row("uwsgi-silent", "a uwsgi server that never answers", "uwsgi_pass @peer@;", Tcp(backends.takes_then(backends.until_left)),
         "response_timeout"),
    _row("scgi-refused", "a dead SCGI port", "scgi_pass @peer@;", Dead(), "connect_refused"),
    _row("scgi-closes", "an SCGI server that closes", "scgi_pass @peer@;", Tcp(backends.takes_then(backends.close)),
         "closed_early", "connection_reset"),
    _row("memcached-refused", "a dead memcached port", "set $memcached_key $uri; memcached_pass @peer@;", Dead(), "connect_refused"),
    _row("memcached-garbage", "no memcached on that port", "set $memcached_key $uri; memcached_pass @peer@;",
         Tcp(backends.takes_then(backends.pause, b"220 mx.example ESMTP\r\n")), "invalid_response", "wrong_protocol"),
]
