"""gateways.py: one nginx: its configuration out of the scenarios' snippets, its start and end."""
import json
import os
import re
import signal
import subprocess
import time

from . import guard, sockets
from .clients import Door

# One line of JSON per request or session: what truth.py reads.
HTTP_FIELDS = ("pid", "connection", "connection_requests", "request_id", "status", "upstream_addr", "upstream_status",
               "upstream_header_time", "upstream_response_length", "upstream_http_content_length", "request_completion",
               "request", "uri", "host", "server_name", "remote_port", "time_iso8601")
STREAM_FIELDS = ("pid", "connection", "status", "upstream_addr", "upstream_connect_time", "upstream_bytes_received",
                 "server_port", "protocol", "remote_port", "time_iso8601")

HTTP = """
http {{
    default_type text/plain;
    client_body_temp_path {folder}/temp/body;
    proxy_temp_path {folder}/temp/proxy;
    fastcgi_temp_path {folder}/temp/fastcgi;
    uwsgi_temp_path {folder}/temp/uwsgi;
    scgi_temp_path {folder}/temp/scgi;
    log_format lab escape=json '{format}';
    access_log {folder}/access.log lab;
    log_subrequest on;          # the attempts of mirror and auth_request get a line of their own
    client_max_body_size 64m;
    lingering_close off;
    proxy_connect_timeout 1s;
    proxy_read_timeout 2s;
    proxy_send_timeout 2s;
    fastcgi_connect_timeout 1s;
    fastcgi_read_timeout 2s;
    grpc_read_timeout 2s;
    uwsgi_read_timeout 2s;
    scgi_read_timeout 2s;
    memcached_read_timeout 2s;
    proxy_http_version 1.1;
    proxy_set_header Host $host;
    proxy_set_header Connection "";
    proxy_ssl_trusted_certificate {certs}/ca.pem;
    proxy_ssl_name pay.example.com;
    proxy_ssl_server_name on;
    proxy_ssl_session_reuse off;
    resolver_timeout 2s;
{servers}}}
"""
STREAM = """
stream {{
    log_format lab escape=json '{format}';
    access_log {folder}/stream.access.log lab;
    proxy_connect_timeout 1s;
    proxy_timeout 2s;
    resolver_timeout 2s;
    proxy_ssl_trusted_certificate {certs}/ca.pem;
    proxy_ssl_name pay.example.com;
{servers}}}
"""
MAIL = """
mail {{
    auth_http_timeout 2s;
    timeout 2s;
    proxy_timeout 2s;
    smtp_auth plain;
    xclient off;
{servers}}}
"""


def _format(fields):
    return "{" + ",".join(f'"{name}":"${name}"' for name in fields) + "}"


class Nginx:
    """An nginx of the lab, for as long as its scenarios play."""

    def __init__(self, stage, gateway, scenarios):
        self.stage, self.gateway, self.scenarios = stage, gateway, scenarios
        self.folder = f"{stage.folder}/{gateway.name}"
        self.error_log = f"{self.folder}/error.log"
        self.process = None
        self.doors = {}
        os.makedirs(f"{self.folder}/temp")

    def _servers(self, kind):
        text = ""
        for scenario in (each for each in self.scenarios if each.kind == kind):
            udp = "udp" in scenario.listen
            port = sockets.free_port(kind=sockets.socket.SOCK_DGRAM if udp else sockets.socket.SOCK_STREAM)
            self.doors[scenario.name] = Door("127.0.0.1", port, f"{scenario.name}.example", self)
            name = "" if kind == "stream" else f"    server_name {scenario.name}.example;\n"
            around = f"    {scenario.around}\n" if scenario.around else ""
            text += self.stage.fill(scenario, f"{around}    server {{    # {scenario.breaks}\n"
                                    f"        listen 127.0.0.1:{port} {scenario.listen};\n    {name}"
                                    f"        {scenario.config}\n    }}\n")
        return text

    def _configure(self):
        modules = self.stage.modules
        text = "".join(f"load_module {modules}/ngx_{kind}_module.so;\n" for kind in ("stream", "mail")
                       if any(each.kind == kind for each in self.scenarios))
        text += (f"worker_processes {self.gateway.workers};\nworker_rlimit_nofile {self.gateway.files};\n"
                 f"worker_shutdown_timeout 3s;\npid {self.folder}/pid;\nerror_log {self.error_log} {self.gateway.level};\n"
                 f"{self.gateway.main}\nevents {{ worker_connections {self.gateway.connections}; }}\n")
        for kind, frame, fields in (("http", HTTP, HTTP_FIELDS), ("stream", STREAM, STREAM_FIELDS), ("mail", MAIL, ())):
            servers = self._servers(kind)
            if servers:
                text += frame.format(folder=self.folder, certs=self.stage.certs, format=_format(fields), servers=servers)
        with open(f"{self.folder}/nginx.conf", "w") as out:
            out.write(text)

    def start(self):
        """Starts it; with other ports if somebody else took one in the meantime."""
        for _ in range(3):
            self._configure()
            with open(f"{self.folder}/out", "ab") as out:
                self.process = subprocess.Popen(
                    [self.stage.nginx, "-p", self.folder, "-e", self.error_log, "-c", f"{self.folder}/nginx.conf",
                     "-g", "daemon off;"], env=self.stage.environment, stdin=subprocess.DEVNULL, stdout=out,
                    stderr=subprocess.STDOUT, cwd=self.folder, preexec_fn=guard.die_with_parent)
            if self._wait(lambda: os.path.exists(f"{self.folder}/pid") or self.process.poll() is not None, 20) \
                    and self.process.poll() is None:
                return
            os.replace(self.error_log, f"{self.folder}/error.failed")
        with open(f"{self.folder}/out") as out:
            raise RuntimeError(f"nginx {self.gateway.name} did not start: {out.read()[-2000:]}")

    @staticmethod
    def _wait(condition, seconds):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True

    def wait_for(self, text, seconds):
        """Until the error log holds a text."""
        def logged():
            with open(self.error_log, encoding="latin1") as log:
                return text in log.read()
        return self._wait(logged, seconds)

    def kill_worker(self, number):
        """A signal to one of the workers; returns when its successor runs."""
        def workers():
            return guard.children(self.process.pid)
        self._wait(lambda: len(workers()) >= self.gateway.workers, 10)
        victim = workers()[0]
        os.kill(victim, number)
        self.wait_for(f"worker process {victim} exited", 10)
        self._wait(lambda: len(workers()) >= self.gateway.workers, 10)

    def stop(self):
        """Lets it finish what it does; the logs are whole then."""
        self.process.send_signal(signal.SIGQUIT)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()


def read_lines(path):
    """The lines of a log of HTTP_FIELDS or STREAM_FIELDS; nginx's `-` and its empty values are the same."""
    if not os.path.exists(path):
        return []
    with open(path, encoding="latin1") as log:
        return [{key: value or "-" for key, value in json.loads(line).items()} for line in log]


HEAD = re.compile(rb"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \[\w+\] (\d+)#\d+: (?:\*(\d+) )?")
