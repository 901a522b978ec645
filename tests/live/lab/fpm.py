"""fpm.py: the real PHP-FPM behind the php scenarios: its pools and its scripts. nginx's share one, Apache's have a pool each."""
import glob
import os
import signal
import subprocess
import time
from dataclasses import dataclass

from . import guard

POOLS = """[global]
error_log = {folder}/php-fpm.log
daemonize = no
{pools}"""
POOL = """[{name}]
listen = {run}/{name}.sock
listen.backlog = {backlog}
pm = {pm}
pm.max_children = {children}
catch_workers_output = no
php_admin_value[error_reporting] = 32767
php_admin_value[memory_limit] = 8M
php_admin_flag[display_errors] = off
php_admin_flag[log_errors] = on
{extra}
"""
# name: children, length of the queue, further lines
PHP_POOLS = {"php": (4, 64, ""), "php-brief": (2, 64, "request_terminate_timeout = 1s"), "php-busy": (1, 1, "")}

SCRIPTS = {
    "index": 'echo "hello\\n";',
    "notice": "$p = ['a' => 1]; echo $p['b'], 'ok';",
    "fatal": 'function price($item) { throw new RuntimeException("no price for \\"$item\\""); }\necho price("boots");',
    "memory": "$a = []; while (true) { $a[] = str_repeat('x', 1000000); }",
    "deadline": "set_time_limit(1); while (true) { }",
    "sleep": "sleep(5);",
    "nap": "sleep(2); echo 'ok';",
    "segv": "posix_kill(posix_getpid(), 11); sleep(5);",
    "kill": "posix_kill(posix_getpid(), 9); sleep(5);",
    "kill-late": "echo str_repeat('x', 100000); flush(); usleep(300000); posix_kill(posix_getpid(), 9); sleep(5);",
}


def write_scripts(stage):
    """The scripts of all pools."""
    os.makedirs(stage.scripts)
    for name, text in SCRIPTS.items():
        with open(f"{stage.scripts}/{name}.php", "w") as out:
            out.write(f"<?php\n{text}\n")
    with open(f"{stage.scripts}/page.phtml", "w") as out:
        out.write("never shown\n")                  # an extension that PHP-FPM does not run


@dataclass(frozen=True)
class Pool:
    """The pool of one of Apache's scenarios. {folder} in `extra` is PHP-FPM's."""

    pm: str = "static"
    children: int = 2
    extra: str = ""


def shared_pools(stage):
    """The pools of nginx's scenarios."""
    return "".join(POOL.format(name=name, run=stage.run, pm="static", children=children, backlog=backlog, extra=extra)
                   for name, (children, backlog, extra) in PHP_POOLS.items())


def own_pools(stage, scenarios):
    """The pools of Apache's scenarios, named as they are."""
    folder = f"{stage.folder}/php-pools"
    return "".join(POOL.format(name=each.name, run=stage.run, pm=each.pool.pm, children=each.pool.children, backlog=64,
                               extra=each.pool.extra.format(folder=folder)) for each in scenarios)


class Fpm:
    """A PHP-FPM of the lab."""

    def __init__(self, stage, name, pools):
        self.folder, self.process = f"{stage.folder}/{name}", None
        os.makedirs(self.folder)
        with open(f"{self.folder}/php-fpm.conf", "w") as out:
            out.write(POOLS.format(folder=self.folder, pools=pools))
        posix = glob.glob(f"{stage.root}/usr/lib/php/*/posix.so")[0]
        self.command = [f"{stage.root}/usr/sbin/php-fpm8.2", "-n", "-y", f"{self.folder}/php-fpm.conf", "-d", f"extension={posix}"]
        self.environment = stage.environment

    def start(self):
        with open(f"{self.folder}/out", "ab") as out:
            self.process = subprocess.Popen(self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=out,
                                            stderr=subprocess.STDOUT, preexec_fn=guard.die_with_parent)
        end = time.monotonic() + 20
        while "ready to handle connections" not in self.log():
            if time.monotonic() > end or self.process.poll() is not None:
                raise RuntimeError(f"PHP-FPM did not start: {self.log()[-2000:]}")
            time.sleep(0.02)

    def log(self):
        text = ""
        for name in ("php-fpm.log", "out"):
            if os.path.exists(f"{self.folder}/{name}"):
                with open(f"{self.folder}/{name}", encoding="latin1") as log:
                    text += log.read()
        return text

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
