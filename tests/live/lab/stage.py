"""stage.py: plays the scenarios: certificates, backends, gateways, then all requests at the same time.

Runs as nobody in a process group of its own; what it saw is written to played.json for the judge.
"""
import concurrent.futures
import json
import os
import subprocess
import time
import traceback

from . import apps, fpm, gateways, httpd, names, sockets

SERVERS = {"nginx": gateways.Nginx, "apache": httpd.Httpd}

PLAYERS = 48        # scenarios at a time: nearly all of their time is waiting


class Stage:
    """What all scenarios share."""

    def __init__(self, folder, root):
        self.folder, self.root = folder, root
        self.run, self.certs, self.scripts, self.apps, self.small = (
            f"{folder}/{name}" for name in ("run", "certs", "php", "apps", "small"))
        self.nginx, self.modules = f"{root}/usr/sbin/nginx", f"{root}/usr/lib/nginx/modules"
        libraries = ":".join(f"{root}{prefix}/lib/{os.uname().machine}-linux-gnu" for prefix in ("/usr", ""))
        self.environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TZ": "UTC", "LD_LIBRARY_PATH": libraries}
        self.addresses, self.common, self._kept = {}, {}, []

    def keep(self, thing):
        """Holds a socket open until the end."""
        self._kept.append(thing)

    def fill(self, scenario, text):
        """Puts addresses where a snippet says @key@."""
        for key, value in self.common.items():
            text = text.replace(f"@{key}@", value)
        for key in scenario.backends:
            address = self.addresses[scenario.name, key]
            text = text.replace(f"@{key}@", address).replace(f"@{key}.port@", address.rpartition(":")[2])
        return text

    def certificates(self):
        """A CA and certificates from it: good, expired, for another name; and one that signed itself."""
        os.makedirs(self.certs)
        subprocess.run(["bash", "-euc", """
            key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }
            self_signed() { key "$1"; openssl req -x509 -new -key "$1.key" -subj "/CN=$2" -days 30 -out "$1.pem"; }
            sign() {
              key "$1"
              openssl req -new -key "$1.key" -subj "/CN=$2" -addext "subjectAltName=DNS:$2" -out "$1.csr"
              openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -days "$3" -copy_extensions copy -out "$1.pem"
            }
            self_signed ca "why502 live lab CA"
            sign good pay.example.com 30
            sign expired pay.example.com 0      # ends the second it is made
            sign foreign other.example.com 30
            self_signed selfsigned pay.example.com
            """], cwd=self.certs, check=True, capture_output=True, stdin=subprocess.DEVNULL)

    def backends(self, scenarios):
        self.common = {"certs": self.certs, "run": self.run, "scripts": self.scripts, "apps": self.apps, "small": self.small,
                       "dns": sockets.Udp(names.answer).start(self, "dns"),
                       "dead-dns": sockets.Dead(kind=sockets.socket.SOCK_DGRAM).start(self, "dead-dns"),
                       **{name: f"unix:{self.run}/{name}.sock" for name in fpm.PHP_POOLS}}
        for scenario in scenarios:
            for key, backend in scenario.backends.items():
                self.addresses[scenario.name, key] = backend.start(self, f"{scenario.name}.{key}")


def _requests(scenario, door):
    """All of a scenario's requests; what was seen of the answers."""
    if not scenario.together:
        return [seen for request in scenario.requests for seen in request(door)]
    with concurrent.futures.ThreadPoolExecutor(len(scenario.requests)) as pool:
        return [seen for answers in pool.map(lambda request: request(door), scenario.requests) for seen in answers]


def _play(scenario, door, seen):
    try:
        seen[scenario.name] = {"answers": _requests(scenario, door), "error": None}
    except Exception:                                       # told by the judge as a failed scenario
        seen[scenario.name] = {"answers": [], "error": traceback.format_exc(limit=-3)}


def play(folder, root, scenarios, lacks):
    """Plays all scenarios; the logs and played.json are in `folder` then."""
    stage = Stage(folder, root)
    os.makedirs(stage.run)
    stage.certificates()
    apps.write(stage.apps)
    stage.backends(scenarios)
    fpm.write_scripts(stage)
    pools = [fpm.Fpm(stage, "php-fpm", fpm.shared_pools(stage))] if any("php" in each.needs for each in scenarios) else []
    pooled = [each for each in scenarios if each.pool]
    if pooled:
        pools.append(fpm.Fpm(stage, "php-pools", fpm.own_pools(stage, pooled)))
    for each in pools:
        each.start()
    servers = [SERVERS[gateway.server](stage, gateway, [each for each in scenarios if each.gateway == gateway])
               for gateway in dict.fromkeys(each.gateway for each in scenarios)]
    for server in servers:
        server.start()

    seen, began = {}, time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(PLAYERS) as pool:
        for server in servers:
            for scenario in server.scenarios:
                pool.submit(_play, scenario, server.doors[scenario.name], seen)
    for server in servers:
        server.stop()
    for each in pools:
        each.stop()
    with open(f"{folder}/played.json", "w") as out:
        json.dump({"lacks": lacks, "seconds": round(time.monotonic() - began, 1), "scenarios": {
            each.name: {**seen[each.name], "port": server.doors[each.name].port,
                        "addresses": {key: stage.addresses[each.name, key] for key in each.backends}}
            for server in servers for each in server.scenarios}}, out)
