"""httpd.py: one Apache httpd: its configuration out of the scenarios' snippets, its start and end."""
import json
import os
import signal
import subprocess
import time

from . import guard, sockets
from .clients import Door

MODULES = ("authz_core", "alias", "env", "setenvif", "headers", "slotmem_shm", "socache_shmcb", "ssl", "proxy", "proxy_http", "proxy_fcgi",
           "proxy_scgi", "proxy_ajp", "proxy_uwsgi", "proxy_http2", "proxy_wstunnel", "proxy_connect", "proxy_balancer",
           "lbmethod_byrequests", "proxy_hcheck", "fcgid", "jk")

# One line of JSON per request. The thread is a pthread's number here and the kernel's in the error log.
FIELDS = {"pid": "%P", "thread": "%{tid}P", "client": "%a:%{remote}p", "begin": "%{begin:usec}t", "end": "%{end:usec}t",
          "status": "%>s", "at_end": "%X", "sent": "%B", "promised": "%{Content-Length}o", "backend": "%{X-Backend}o",
          "member": "%{BALANCER_WORKER_NAME}e", "handler": "%R", "request": "%r", "name": "%v"}

CONFIG = """
ServerRoot {root}/usr/lib/apache2
ServerName lab.example
PidFile {folder}/pid
DefaultRuntimeDir {folder}/temp
Mutex file:{folder}/temp default
DocumentRoot {folder}/htdocs
{modules}
ErrorLog {folder}/error.log
LogLevel {level}
LogFormat "{format}" lab
CustomLog {folder}/access.log lab
Timeout 5
KeepAliveTimeout 3
ProxyTimeout 2
GracefulShutdownTimeout 3
SSLProxyCACertificateFile {certs}/ca.pem
SSLProxyVerify require
SSLSessionCache none
FcgidIPCDir {folder}/temp
FcgidProcessTableFile {folder}/temp/fcgid
FcgidIOTimeout 2
FcgidMaxProcessesPerClass 2
FcgidConnectTimeout 2
FcgidBusyTimeout 10
JkLogFile {folder}/mod_jk.log
JkShmFile {folder}/temp/jk
JkWorkerProperty worker.maintain=60
{main}
"""
# More threads than clients: where they are short, kept connections are closed
EVENT = "ThreadsPerChild 64\nServerLimit 2\nStartServers 2\nMaxRequestWorkers 128\nScriptSock {folder}/temp/cgid\nCGIDScriptTimeout 2"
PREFORK = "StartServers 16\nMinSpareServers 16\nMaxSpareServers 60\nServerLimit 60\nMaxRequestWorkers 60"


class Httpd:
    """An Apache httpd of the lab, for as long as its scenarios play."""

    def __init__(self, stage, gateway, scenarios):
        self.stage, self.gateway, self.scenarios = stage, gateway, scenarios
        self.folder = f"{stage.folder}/{gateway.name}"
        self.error_log = f"{self.folder}/error.log"
        self.process = None
        self.doors = {}
        for name in ("temp", "htdocs"):
            os.makedirs(f"{self.folder}/{name}")

    def _modules(self):
        names = [f"mpm_{self.gateway.mpm}", "cgi" if self.gateway.mpm == "prefork" else "cgid", *MODULES]
        if any("wsgi" in each.needs for each in self.scenarios):
            names.append("wsgi")
        return "\n".join(f"LoadModule {name}_module modules/mod_{name}.so" for name in names)

    def _servers(self):
        text = ""
        for scenario in self.scenarios:
            port = sockets.free_port()
            source = f"127.0.1.{len(self.doors) + 1}"
            self.doors[scenario.name] = Door("127.0.0.1", port, f"{scenario.name}.example", self, source)
            around = f"{scenario.around}\n" if scenario.around else ""
            text += self.stage.fill(scenario, f"{around}# {scenario.breaks}\nListen 127.0.0.1:{port}\n<VirtualHost 127.0.0.1:{port}>\n"
                                    f"ServerName {scenario.name}.example\n{scenario.config}\n</VirtualHost>\n")
        return text

    def _configure(self):
        # A quote is escaped for LogFormat, a percent sign is its own
        form = json.dumps(FIELDS).replace('"', '\\"')
        mpm = (self.gateway.main or (PREFORK if self.gateway.mpm == "prefork" else EVENT)).format(folder=self.folder)
        if any("wsgi" in each.needs for each in self.scenarios):
            mpm += f"\nWSGISocketPrefix {self.folder}/temp/wsgi"
        with open(f"{self.folder}/httpd.conf", "w") as out:
            out.write(CONFIG.format(root=self.stage.root, folder=self.folder, certs=self.stage.certs, modules=self._modules(),
                                    level=self.gateway.level, format=form, main=mpm).lstrip() + self._servers())

    def start(self):
        """Starts it; with other ports if somebody else took one in the meantime."""
        for _ in range(3):
            self._configure()
            with open(f"{self.folder}/out", "ab") as out:
                self.process = subprocess.Popen(
                    [f"{self.stage.root}/usr/sbin/apache2", "-f", f"{self.folder}/httpd.conf", "-D", "FOREGROUND"],
                    env=self.stage.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                    cwd=self.folder, preexec_fn=guard.die_with_parent)
            if self._wait(lambda: self._is_up() or self.process.poll() is not None, 20) and self.process.poll() is None:
                return
            if os.path.exists(self.error_log):
                os.replace(self.error_log, f"{self.folder}/error.failed")
        with open(f"{self.folder}/out") as out:
            raise RuntimeError(f"Apache {self.gateway.name} did not start: {out.read()[-2000:]}")

    def _is_up(self):
        if not os.path.exists(self.error_log):
            return False
        with open(self.error_log, encoding="latin1") as log:
            return "resuming normal operations" in log.read()

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
        """A signal to one of the children that serve."""
        victim = guard.children(self.process.pid)[-1]
        os.kill(victim, number)
        self.wait_for(f"child pid {victim} exit signal", 5)

    def stop(self):
        """Lets it finish what it does; the logs are whole then."""
        self.process.send_signal(signal.SIGWINCH)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
