"""httpd_protocols.py: what Apache's mod_proxy speaks beside HTTP: FastCGI, AJP, SCGI, uwsgi, HTTP/2."""
from .. import backends
from ..clients import get
from ..scenario import APACHE, Scenario, causes
from ..sockets import Dead, Full, Tcp, Unix

TWICE = (get("/orders?page=1"), get("/orders?page=2"))
NOBODY = (None,)
HTTP_ANSWER = backends.head("200 OK", 3) + b"ok\n"


def _row(scheme, name, breaks, backend, *ids, socket=False, **more):
    target = f"@peer@|{scheme}://localhost/" if socket else f"{scheme}://@peer@/"
    return Scenario(f"apache-{scheme}-{name}", breaks, f"ProxyPass / {target} connectiontimeout=1 retry=0", TWICE, {"peer": backend},
                    causes(*ids), kind="apache", gateway=APACHE, **more)


def _connecting(scheme):
    """What all of them share."""
    return [
        _row(scheme, "refused", "nobody listens on the port", Dead(), "connect_refused"),
        _row(scheme, "connect-timeout", "the listen queue is full, SYNs are dropped", Full(), "connect_timeout"),
    ]


TABLE = [
    *_connecting("fcgi"),
    _row("fcgi", "socket-missing", "the unix socket does not exist", Unix(state="missing"), "socket_missing", socket=True),
    _row("fcgi", "silent", "the backend never answers", Tcp(backends.takes_then(backends.until_left)), "response_timeout", tries=NOBODY),
    _row("fcgi", "closes", "the backend closes instead of answering", Tcp(backends.takes_then(backends.close)), "closed_early",
         "connection_reset", tries=NOBODY),             # the latter where Apache had not sent everything yet
    _row("fcgi", "resets", "the backend resets instead of answering", Tcp(backends.takes_then(backends.reset)), "connection_reset",
         "closed_early", tries=NOBODY),
    _row("fcgi", "speaks-http", "an HTTP server where FastCGI was expected", Tcp(backends.script_answers(HTTP_ANSWER)),
         "wrong_protocol", "invalid_response", "connection_reset", tries=NOBODY),

    *_connecting("ajp"),
    _row("ajp", "fine", "nothing", Tcp(backends.ajp(backends.AJP_HEAD + backends.AJP_BODY + backends.AJP_END))),
    _row("ajp", "silent", "the connector never answers", Tcp(backends.ajp(b"", backends.until_left)), "response_timeout"),
    _row("ajp", "closes", "the connector closes instead of answering", Tcp(backends.ajp(b"", backends.close)), "closed_early"),
    _row("ajp", "resets", "the connector resets instead of answering", Tcp(backends.ajp(b"", backends.reset)), "connection_reset",
         "closed_early"),
    _row("ajp", "garbage", "an HTTP server where AJP was expected", Tcp(backends.script_answers(HTTP_ANSWER)), "wrong_protocol",
         "invalid_response"),
    _row("ajp", "cut", "the connector closes in the middle of the body",
         Tcp(backends.ajp(backends.AJP_HEAD + backends.AJP_BODY, backends.close)), "truncated_response", hidden=True),

    *_connecting("scgi"),
    _row("scgi", "fine", "nothing", Tcp(backends.script_answers(b"Status: 200 OK\r\nContent-Type: text/plain\r\n\r\nok\n"))),
    _row("scgi", "silent", "the application never answers", Tcp(backends.takes_then(backends.until_left)), "response_timeout",
         tries=NOBODY),
    _row("scgi", "closes", "the application closes instead of answering", Tcp(backends.takes_then(backends.close)), "closed_early",
         tries=NOBODY),
    _row("scgi", "garbage", "the application prints no header", Tcp(backends.script_answers(b"no module named shop\n\n")),
         "invalid_response", tries=NOBODY),

    *_connecting("uwsgi"),
    _row("uwsgi", "fine", "nothing", Tcp(backends.script_answers(HTTP_ANSWER))),
    _row("uwsgi", "silent", "the application never answers: nothing is logged", Tcp(backends.takes_then(backends.until_left)), tries=()),
    _row("uwsgi", "closes", "the application closes instead of answering: nothing is logged",
         Tcp(backends.takes_then(backends.close)), tries=()),

    *_connecting("h2c"),
    _row("h2c", "fine", "nothing", Tcp(backends.h2_then(backends.H2_OK, backends.until_left))),
    _row("h2c", "silent", "the backend never answers", Tcp(backends.h2_then(b"", backends.until_left)), tries=()),
    _row("h2c", "resets-stream", "the backend resets the stream", Tcp(backends.h2_then(backends.H2_RESET, backends.until_left)), tries=()),
    _row("h2c", "goes-away", "the backend says GOAWAY and closes", Tcp(backends.h2_then(backends.H2_GOAWAY, backends.close)), tries=()),
    _row("h2c", "speaks-http", "an HTTP/1.1 server", Tcp(backends.good), tries=()),
]
