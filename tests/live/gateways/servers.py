"""servers.py -- how each gateway is run before broken backends, and what its failures are called.

A Server's kinds are what a client asks for: the backend's name is the first part of the path. `causes`: what the log must
call those that fail, request by request if it is a list; `quiet`: those that fail and of which it must tell nothing, since the gateway writes nothing of them.
"""
import contextlib
import dataclasses
import os
import platform
import socket
import subprocess
import time
import typing


@dataclasses.dataclass
class Server:
    causes: dict
    start: typing.Callable  # (root, folder, ports, port, log): the processes, the gateway's first
    quiet: tuple = ()
    seldom: tuple = ()      # kinds that are asked for once: the gateway writes of the first request only
    names_request: bool = True  # else failures are compared all in all
    unknown_status: tuple = ()  # kinds of which the line does not tell what the client got
    no_request: tuple = ()  # kinds of which the line names no request
    fine: tuple = ("ok", "notfound")

    def kinds(self):
        return [*self.causes, *self.quiet, *self.fine]


def run(command, root, folder, log, more=None):
    libraries = root / "usr/lib" / f"{platform.machine()}-linux-gnu"
    environment = {**os.environ, "LD_LIBRARY_PATH": str(libraries), **(more or {})}
    return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment, cwd=folder)


def await_port(port):
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)


def haproxy(root, folder, ports, port, log):
    parts = [f"""global
  log stdout format raw local0
defaults
  mode http
  log global
  option httplog
  retries 0
  timeout connect 700ms
  timeout server 900ms
  timeout client 20s
  timeout queue 700ms
frontend fe
  bind 127.0.0.1:{port}
  capture request header User-Agent len 40
  use_backend %[path,field(2,/)]
"""]
    parts += [f"backend {name}\n  server s1 127.0.0.1:{p}\n" for name, p in ports.items()]
    parts.append("backend noserver\n")
    (folder / "haproxy.cfg").write_text("".join(parts))
    return [run([root / "usr/sbin/haproxy", "-db", "-f", folder / "haproxy.cfg"], root, folder, log)]


def caddy(root, folder, ports, port, log):
    routes = "".join(f"""  handle /{name}/* {{
    reverse_proxy 127.0.0.1:{p} {{
      transport http {{
        dial_timeout 700ms
        response_header_timeout 900ms
        keepalive off
      }}
    }}
  }}
""" for name, p in ports.items())
    (folder / "Caddyfile").write_text(f"{{\n  admin off\n  auto_https off\n}}\nhttp://:{port} {{\n  bind 127.0.0.1\n  log\n{routes}}}\n")
    return [run([root / "usr/bin/caddy", "run", "--config", folder / "Caddyfile"], root, folder, log, {"HOME": str(folder)})]


def lighttpd(root, folder, ports, port, log):
    def servers(module, prefix, names):
        lines = [f'  "/{prefix}{name}/" => (({where}, "check-local" => "disable", "connect-timeout" => 1, "read-timeout" => 1))'
                 for name, where in names.items()]
        return f"{module}.server = (\n" + ",\n".join(lines) + "\n)\n"
    at = {name: f'"host" => "127.0.0.1", "port" => {p}' for name, p in ports.items()}
    by_fastcgi = {name: at[name] for name in ("eof", "rst", "hang", "refused")}
    by_fastcgi["half"] = at["fcgihalf"]
    by_fastcgi["nosocket"] = f'"socket" => "{folder}/none.sock"'
    (folder / "lighttpd.conf").write_text(f"""server.modules = ("mod_proxy", "mod_fastcgi")
server.document-root = "{folder}"
server.bind = "127.0.0.1"
server.port = {port}
""" + servers("proxy", "", at) + servers("fastcgi", "fcgi", by_fastcgi))
    return [run([root / "usr/sbin/lighttpd", "-D", "-f", folder / "lighttpd.conf", "-m", root / "usr/lib/lighttpd"],
                root, folder, log)]


def varnish(root, folder, ports, port, log):
    limits = ".connect_timeout = 0.7s; .first_byte_timeout = 0.9s; .between_bytes_timeout = 0.9s;"
    probe = ".probe = { .initial = 1; .window = 1; .threshold = 1; .interval = 1s; .timeout = 0.3s; }"
    gone = folder / "gone.sock"
    at = {name: f'.host = "127.0.0.1"; .port = "{p}"; {limits}' for name, p in ports.items()}
    at["unhealthy"] = f'.host = "127.0.0.1"; .port = "{ports["closed"]}"; {probe}'
    at["busy"] = f'.host = "127.0.0.1"; .port = "{ports["slow"]}"; .max_connections = 1; .first_byte_timeout = 5s;'
    at["noroute"] = f'.host = "255.255.255.255"; {limits}'
    at["nosocket"] = f'.path = "{gone}"; {limits}'
    backends = "".join(f"backend {name} {{ {how} }}\n" for name, how in at.items()) + "backend nobackend none;\n"
    chosen = "".join(f'  if (req.url ~ "^/{name}/") {{ set req.backend_hint = {name}; }}\n' for name in [*at, "nobackend"])
    (folder / "lab.vcl").write_text(f"""vcl 4.1;
import directors;
{backends}sub vcl_init {{ new empty = directors.round_robin(); }}
sub vcl_recv {{
{chosen}  if (req.url ~ "^/emptydirector/") {{ set req.backend_hint = empty.backend(); }}
  return (pass);
}}
sub vcl_backend_response {{ if (bereq.url ~ "^/gz") {{ set beresp.do_gunzip = true; }} }}
""")
    gone_server = socket.socket(socket.AF_UNIX)
    gone_server.bind(str(gone))
    modules = root / "usr/lib" / f"{platform.machine()}-linux-gnu/varnish/vmods"
    out = open(folder / "varnishd.out", "wb")
    server = run([root / "usr/sbin/varnishd", "-F", "-n", folder / "n", "-f", folder / "lab.vcl", "-a", f"127.0.0.1:{port}",
                  "-s", "malloc,1m", "-s", "Transient=malloc,1m", "-j", "none", "-p", f"vmod_path={modules}"], root, folder, out)
    await_port(port)
    gone.unlink()
    gone_server.close()
    return [server, run([root / "usr/bin/varnishlog", "-n", folder / "n", *VARNISHLOG], root, folder, log)]


VARNISHLOG = ["-g", "request"]
OF_HEAD = {"refused": "connect_refused", "full": "connect_timeout", "hang": "response_timeout", "eof": "closed_early"}
HELD_DOWN = ["no_live_upstreams"] * 2  # Varnish tries such an address again after ten seconds only
SERVERS = {
    "haproxy": Server({**OF_HEAD, "rst": "closed_early", "garbage": "invalid_response", "short": "truncated_response",
                       "hangbody": "stalled_response", "s503": "upstream_error", "noserver": "no_live_upstreams"}, haproxy),
    "caddy": Server({**OF_HEAD, "rst": "connection_reset", "garbage": "invalid_response", "s503": "upstream_error",
                     "short": "truncated_response"}, caddy, no_request=("short",)),
    "lighttpd": Server({"refused": "connect_refused", "full": "connect_timeout", "hang": "response_timeout", "rst": "closed_early",
                        "newer": "invalid_response", "bighead": "header_too_big", "fcgirefused": "connect_refused",
                        "fcginosocket": "socket_missing", "fcgihang": "response_timeout", "fcgieof": "closed_early",
                        "fcgirst": "closed_early"}, lighttpd, quiet=("eof", "garbage", "short", "s503", "fcgihalf"), names_request=False,
                       seldom=("refused", "full", "fcgirefused", "fcginosocket")),
    "varnish": Server({**OF_HEAD, "refused": ["connect_refused", *HELD_DOWN], "rst": "closed_early", "garbage": "invalid_response", "short": "truncated_response",
                       "hangbody": "stalled_response", "s503": "upstream_error", "bighead": "header_too_big",
                       "halfhead": "response_timeout", "resetbody": "truncated_response", "badlength": "invalid_response",
                       "badchunk": "invalid_response", "longchunk": "invalid_response", "halfchunk": "truncated_response",
                       "nochunk": "truncated_response", "gzbad": "invalid_response", "gzcut": "invalid_response",
                       "gzjunk": "invalid_response", "huge": "gateway_storage", "noroute": ["unreachable", *HELD_DOWN],
                       "nosocket": "socket_missing", "unhealthy": "no_live_upstreams", "nobackend": "misconfigured",
                       "emptydirector": "no_live_upstreams", "busy": "upstream_limit"}, varnish,
                      unknown_status=("short", "hangbody", "resetbody", "badchunk", "longchunk", "halfchunk", "nochunk", "gzbad",
                                      "gzcut", "gzjunk", "huge"), fine=("ok", "notfound", "leftreused")),
}
