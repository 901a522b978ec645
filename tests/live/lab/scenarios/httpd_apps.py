"""httpd_apps.py: what Apache runs itself (CGI, mod_fcgid, mod_wsgi), and Tomcat by mod_jk (apps.py has the programs)."""
from .. import backends
from ..clients import get, pause
from ..scenario import APACHE, Scenario, causes
from ..sockets import Dead, Full, Tcp

NOBODY = (None,)


def _row(kind, name, breaks, config, paths, *ids, **more):
    paths = paths if isinstance(paths, tuple) else (paths,)
    return Scenario(f"apache-{kind}-{name}", breaks, config, tuple(get(f"/{path}") for path in paths),
                    causes=causes(*ids), kind="apache", gateway=APACHE, **more)


def _cgi(name, breaks, path, *ids, **more):
    return _row("cgi", name, breaks, "Timeout 2\nScriptAlias / @apps@/cgi/\n<Directory @apps@>\nRequire all granted\n</Directory>", path, *ids,
                tries=NOBODY, **more)


def _fcgid(name, breaks, path, *ids, program="app.fcgi", **more):
    return _row("fcgid", name, breaks, f"ScriptAliasMatch ^/.* @apps@/{program}\n<Directory @apps@>\nRequire all granted\n"
                "SetHandler fcgid-script\nOptions +ExecCGI\n</Directory>", path, *ids, tries=NOBODY, **more)


def _wsgi(name, breaks, path, *ids, program="app.wsgi", options="", tries=NOBODY, **more):
    config = (f"WSGIDaemonProcess {name} processes=1 threads=2 home=@apps@ {options}\nWSGIProcessGroup {name}\nWSGIApplicationGroup %{{GLOBAL}}\n"
              f"WSGIScriptAlias / @apps@/{program}\n<Directory @apps@>\nRequire all granted\n</Directory>")
    return _row("wsgi", name, breaks, config, path, *ids, tries=tries, needs=("wsgi",), **more)


def _jk(name, breaks, backend, *ids, requests=(get("/shop/1"), pause(0.01), get("/shop/2")), **more):
    around = "\n".join(f"JkWorkerProperty {line}" for line in (
        f"worker.list={name}", f"worker.{name}.type=ajp13", f"worker.{name}.host=127.0.0.1", f"worker.{name}.port=@peer.port@",
        f"worker.{name}.socket_connect_timeout=1000", f"worker.{name}.reply_timeout=1500", f"worker.{name}.retries=1"))
    # mod_jk writes milliseconds: the requests have to be apart
    return Scenario(f"apache-{name.replace('_', '-')}", breaks, f"JkMount /* {name}", requests, {"peer": backend}, causes(*ids),
                    kind="apache", gateway=APACHE, around=around, tries=(name,), **more)


TABLE = [
    _cgi("fine", "nothing", ("fine", "noisy")),
    _cgi("silent", "the script takes longer than it may", "silent", "response_timeout"),
    _cgi("no-header", "the script ends without a word", ("no-header", "killed"), "closed_early"),
    _cgi("no-end", "the script ends in its header", "no-end", "truncated_response"),
    _cgi("malformed", "the script prints no header", "malformed", "invalid_response"),
    _cgi("bad-status", "the script's status is no number", "bad-status", "invalid_response"),
    _cgi("missing", "nothing in the log: a 404 of Apache's own, at level info", "no-such-script"),
    _cgi("not-executable", "the script may not be run", "not-executable", "script_failed", "misconfigured", "closed_early"),
    _cgi("broken-interpreter", "the script's interpreter does not exist", "broken-interpreter", "script_failed", "closed_early"),

    _fcgid("fine", "nothing", ("fine", "noisy")),
    _fcgid("silent", "the application takes longer than FcgidIOTimeout", "silent", "response_timeout"),
    _fcgid("exits", "the application ends instead of answering", ("exits", "killed"), "closed_early", "connection_reset"),
    _fcgid("crashes", "the application dies of SIGSEGV", "crashes", "closed_early", "connection_reset"),
    _fcgid("malformed", "the application prints no header", "malformed", "invalid_response"),
    _fcgid("no-header", "the application ends the request without a word", "no-header", "closed_early",
           known_gap="only core says so, with the words, module and level of the line that follows each of mod_fcgid's own failures: "
                     "counted as a failure it would count those twice, so it is one of echoes_without_failure"),
    _fcgid("broken", "the application cannot be started", "broken", "script_failed", "connection_reset", program="broken.fcgi"),

    _wsgi("fine", "nothing", ("fine", "noisy")),
    _wsgi("raises", "the application raises an exception", ("raises", "raises"), "app_error"),
    _wsgi("raises-late", "the application raises an exception in the body", "raises-late", "app_error", "truncated_response", hidden=True),
    _wsgi("silent", "the application takes longer than socket-timeout", "silent", "response_timeout", options="socket-timeout=2",
          tries=("silent",)),
    _wsgi("terminated", "mod_wsgi ends the process (request-timeout)", "silent", "closed_early", tries=("terminated",),
          options="request-timeout=1 shutdown-timeout=1 socket-timeout=20"),
    _wsgi("crashes", "the daemon process dies of SIGSEGV", "crashes", "closed_early", "connection_reset", tries=("crashes",)),
    _wsgi("killed", "the daemon process dies of SIGKILL", "killed", "closed_early", "connection_reset", tries=("killed",)),
    _wsgi("broken", "the application cannot be imported", ("fine", "fine"), "app_error", program="broken.wsgi"),
    _wsgi("missing", "nothing in the log: a 404 of Apache's own, at level info", "fine", program="no-such.wsgi"),

    _jk("jk_fine", "nothing", Tcp(backends.ajp(backends.AJP_HEAD + backends.AJP_BODY + backends.AJP_END))),
    _jk("jk_refused", "nobody listens on Tomcat's port", Dead(), "connect_refused"),
    _jk("jk_full", "Tomcat's listen queue is full", Full(), "connect_timeout", requests=(get("/shop"),)),
    _jk("jk_silent", "Tomcat never answers", Tcp(backends.ajp(b"", backends.until_left)), "response_timeout", requests=(get("/shop"),)),
    _jk("jk_closes", "Tomcat closes instead of answering", Tcp(backends.ajp(b"", backends.close)), "closed_early"),
    _jk("jk_cut", "Tomcat closes in the middle of the body", Tcp(backends.ajp(backends.AJP_HEAD + backends.AJP_BODY, backends.close)),
        "truncated_response", "closed_early", hidden=True),
]
