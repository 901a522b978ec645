#!/usr/bin/python3
"""scenario.py: plays the story of nginx.log: starts everything, breaks it piece by piece, sends the requests.

Run by nginx.sh as root of its own network, mount and PID namespaces; every daemon runs as nobody. Each request
carries its scenario's name as User-Agent, which is how the access log tells what was broken on purpose.
"""
import glob
import os
import random
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
LAB = sys.argv[1]                           # unpacked Debian packages
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
GATE = ("10.0.0.80", 80)
BIND_NO_PORT = 24                           # IP_BIND_ADDRESS_NO_PORT
random.seed(502)
started = time.time()
running = {}                                # name -> Popen
stop = threading.Event()
threads = []


def say(text):
    print(f"{time.time() - started:6.1f} {text}", flush=True)


def start(name, *command, **env):
    running[name] = subprocess.Popen([*NOBODY, *command], env={"PATH": "/usr/sbin:/usr/bin:/bin", "TZ": "UTC", **env},
                                     stdin=subprocess.DEVNULL, stdout=open(f"/srv/log/{name}.out", "ab"),
                                     stderr=subprocess.STDOUT, cwd="/srv")


def kill(name, how=signal.SIGKILL):
    process = running.pop(name)
    process.send_signal(how)
    process.wait(10)


def peer(last):
    start(f"peer{last}", "/usr/bin/python3", f"{HERE}/backends.py", "good", f"10.0.3.{last}:8080")


def fpm():
    start("fpm", f"{LAB}/usr/sbin/php-fpm8.2", "-n", "-y", f"{HERE}/php-fpm.conf",
          "-d", f"extension={glob.glob(LAB + '/usr/lib/php/*/posix.so')[0]}")


def configure(workers=2, connections=512, files=1024, extra=""):
    text = open(f"{HERE}/nginx.conf").read()
    for key, value in (("@WORKERS@", workers), ("@CONNECTIONS@", connections), ("@FILES@", files)):
        text = text.replace(key, str(value))
    text = text.replace("    upstream php {", extra + "    upstream php {")
    with open("/srv/nginx.conf", "w") as out:
        out.write(text)


def reload():
    running["nginx"].send_signal(signal.SIGHUP)


def sysctl(key, value):
    subprocess.run(["sysctl", "-qw", f"{key}={value}"], check=True)


def client():
    return random.choice(("198.51.100.", "203.0.113.")) + str(random.randrange(2, 250))


def connect(source=None, port=80, window=0):
    sock = socket.socket(socket.AF_INET6 if source and ":" in source else socket.AF_INET)
    sock.setsockopt(socket.IPPROTO_IP, BIND_NO_PORT, 1)
    if window:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    sock.bind((source or client(), 0))
    sock.settimeout(45)
    sock.connect(("2001:db8::80", port) if source and ":" in source else (GATE[0], port))
    return sock


def send(sock, target, tag, host, method="GET", headers="", body=b"", close=True):
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    sock.sendall(f"{method} {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {tag}\r\n{headers}{length}"
                 f"{'Connection: close' + chr(13) + chr(10) if close else ''}\r\n".encode("latin1"))
    if body:
        try:
            sock.sendall(body)
        except OSError:
            pass                            # the gateway may answer before it has the whole body


def drain(sock):
    """Read to the end of the connection."""
    total = 0
    try:
        while True:
            part = sock.recv(65536)
            if not part:
                return total
            total += len(part)
    except OSError:
        return total


def read_one(sock):
    """Read one response with a Content-Length from a keep-alive connection."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = sock.recv(65536)
        if not part:
            return
        data += part
    top, rest = data.split(b"\r\n\r\n", 1)
    need = 0
    for line in top.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            need = int(line.split(b":")[1])
    while len(rest) < need:
        part = sock.recv(65536)
        if not part:
            return
        rest += part


def get(target, tag, host="api.example.com", source=None, **how):
    try:
        with connect(source) as sock:
            send(sock, target, tag, host, **how)
            drain(sock)
    except OSError as error:
        say(f"client {tag}: {error}")


def go(function, *args, **how):
    thread = threading.Thread(target=function, args=args, kwargs=how, daemon=True)
    thread.start()
    threads.append(thread)


def many(count, target, tag, host="api.example.com", gap=0.0, **how):
    for _ in range(count):
        go(get, target, tag, host, **how)
        time.sleep(gap)


def join(limit=40):
    end = time.time() + limit
    for thread in threads:
        thread.join(max(0, end - time.time()))
    threads.clear()


def leave(target, tag, host, wait, **how):
    """Ask, wait a little, hang up."""
    sock = connect()
    send(sock, target, tag, host, **how)
    time.sleep(wait)
    sock.close()


def shoppers():
    """The ordinary visitors: about three requests a second, some over one connection."""
    pages = ["/", "/product/1042", "/product/77?ref=mail", "/cart", "/category/shoes?page=2", "/help/delivery",
             "/assets/site.css", "/assets/logo.svg"]
    while not stop.is_set():
        try:
            if random.random() < 0.25:
                with connect() as sock:
                    for _ in range(random.randrange(2, 4)):
                        send(sock, random.choice(pages), "shopper", "shop.example.com", close=False)
                        read_one(sock)
                        time.sleep(0.1)
            else:
                get(random.choice(pages), "shopper", "shop.example.com",
                    headers="Referer: https://shop.example.com/category/shoes\r\n" if random.random() < 0.4 else "")
        except OSError:
            pass
        stop.wait(random.uniform(0.1, 0.55))


def noise(tag="noise"):
    """What every gateway's log holds and nobody has to be woken for."""
    shop = "shop.example.com"
    get("/assets/old-banner.png", f"{tag}-404", shop)
    get("/assets/.env", f"{tag}-404", shop)
    get("/admin/", f"{tag}-forbidden", shop)
    for _ in range(6):
        go(get, "/api/search?q=boots", f"{tag}-ratelimit", shop, source="203.0.113.77")
    get("/cart", f"{tag}-toolarge", shop, method="POST", headers="Content-Length: 9000000\r\n")
    for raw in (b"GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n", b"\x00\x01scan", b""):
        with connect(port=443) as sock:     # plain HTTP, garbage and silence on the TLS port
            sock.sendall(raw)
            if raw.startswith(b"GET"):
                drain(sock)
    for raw in (b"\x16\x03\x01\x00\x05hello", b"GET /\x01 HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n"):
        with connect() as sock:
            sock.sendall(raw)
            drain(sock)
    try:                                    # a visitor who does not trust our CA
        with ssl.create_default_context().wrap_socket(connect(port=443), server_hostname=shop) as sock:
            sock.recv(1)
    except OSError:
        pass
    join()


def page(name, text):
    with open(name, "w") as out:
        out.write(text)


def files():
    for folder in ("assets", "blog"):
        os.makedirs(f"/srv/www/{folder}", exist_ok=True)
    page("/srv/www/assets/site.css", "body { margin: 0 }\n")
    page("/srv/www/assets/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>\n")
    blog = "/srv/www/blog/"
    page(blog + "index.php", "<?php echo \"blog\\n\";\n")
    page(blog + "notice.php", "<?php $p = ['title' => 'Boots']; echo $p['subtitle'], \"\\n\", $missing;\n")
    page(blog + "deprecated.php", "<?php echo strlen(null), utf8_encode('x');\n")
    page(blog + "fatal.php", """<?php
function total(array $cart) { return price($cart['item']); }
function price($item) { throw new RuntimeException("no price for \\"$item\\" in table \\"prices\\""); }
echo total(['item' => 'boots']);
""")
    page(blog + "memory.php", "<?php $a = []; while (true) { $a[] = str_repeat('x', 1000000); }\n")
    page(blog + "typeerror.php", "<?php function f(int $x) { return $x; } echo f('ten');\n")
    page(blog + "chatty.php", "<?php for ($i = 0; $i < 60; $i++) { error_log(\"step $i: cache miss for key user:$i:profile\"); } echo 'ok';\n")
    page(blog + "sleep.php", "<?php sleep(3); echo \"done\\n\";\n")
    page(blog + "slow.php", "<?php sleep(8); echo \"done\\n\";\n")
    page(blog + "crash.php", "<?php posix_kill(posix_getpid(), 9); sleep(1);\n")
    page(blog + "crashlate.php", "<?php echo str_repeat('x', 200000); flush(); usleep(300000); posix_kill(posix_getpid(), 9); sleep(1);\n")
    page(blog + "page.phtml", "<?php echo 'never';\n")


# ---- the story -------------------------------------------------------------------------------------------------

def chapter_quiet():
    noise()
    get("/", "ipv6-client", "shop.example.com", source="2001:db8::51")
    time.sleep(12)


def chapter_outage():
    """One peer of three dies, then two, then all: retries, then no live upstreams."""
    kill("peer12")
    time.sleep(12)
    kill("peer13")
    time.sleep(8)
    kill("peer11")
    many(12, "/cart", "outage-all-down", "shop.example.com", gap=0.3)
    time.sleep(4)
    for last in (11, 12, 13):
        peer(last)
    time.sleep(14)


def chapter_retry():
    """One request that fails on three peers, requests saved by their third peer, fifty failures on one connection."""
    many(4, "/v1/orders?id=1042", "retry-chain-of-three", gap=0.4)
    many(6, "/v1/stock/77", "retry-saved", gap=0.3)
    with connect() as sock:
        for number in range(50):
            send(sock, f"/v1/payments/{number}", "keepalive-fifty", "api.example.com", close=False)
            read_one(sock)
            time.sleep(0.1)
    many(3, "/v1/sessions/9", "sessions-timeout", gap=0.1)
    time.sleep(3)
    many(4, "/v1/sessions/9", "sessions-no-live", gap=0.2)
    many(2, "/v1/licence/hold", "max-conns", gap=0.3)
    many(2, "/v1/ipv6/price", "ipv6-upstream", source="2001:db8::77")
    many(3, "/cart/mirrored", "mirror-dead", "shop.example.com", gap=0.2)
    many(3, "/account/orders", "auth-dead", "shop.example.com", gap=0.2)
    for name in ("uwsgi", "scgi", "cache"):
        get(f"/{name}/report", f"{name}-refused")
    get("/own502", "own-502")
    get("/own503", "own-503")
    join()


def chapter_php():
    blog = "blog.example.com"
    for name in ("index", "notice", "deprecated", "fatal", "memory", "typeerror", "chatty", "crash", "crashlate"):
        many(2, f"/{name}.php?page=3", f"php-{name}", blog, gap=0.3)
    many(2, "/no-such-page.php", "php-missing", blog, gap=0.3)
    many(2, "/page.phtml", "php-denied", blog, gap=0.3)
    get("/slow.php", "php-slow", blog)
    many(7, "/busy/report", "php-pool-full", blog, gap=0.1)
    many(2, "/tcp/index.php", "php-refused", blog, gap=0.1)
    many(2, "/fcgi/closed", "fastcgi-closed", gap=0.2)
    many(2, "/fcgi/http", "fastcgi-to-http", gap=0.2)
    join()
    kill("fpm", signal.SIGTERM)
    many(3, "/index.php", "php-stopped", blog, gap=0.3)
    fpm()
    time.sleep(1.5)
    many(2, "/index.php", "php-back", blog, gap=0.3)
    join()


def chapter_slow():
    api, shop = "api.example.com", "shop.example.com"
    many(3, "/reports/yearly?year=2025", "read-timeout", gap=0.5)
    many(2, "/orders/confirm", "closed-before-header", gap=0.2)
    many(2, "/orders/pay", "reset-before-header", gap=0.2)
    many(2, "/export/stall.csv", "body-stalled", shop, gap=0.2)
    many(2, "/export/orders.csv", "body-cut", shop, gap=0.2)
    many(2, "/export/invoices.csv", "body-reset", shop, gap=0.2)
    many(2, "/export/live/orders.csv", "body-cut-unbuffered", shop, gap=0.2)
    many(2, "/export/live/invoices.csv", "body-reset-unbuffered", shop, gap=0.2)
    many(2, "/export/live/stall.csv", "body-stalled-unbuffered", shop, gap=0.2)
    get("/export/chunks", "chunks-invalid", shop)
    get("/export/cutchunks", "chunks-cut", shop)
    get("/export/overlong", "body-overlong", shop)
    upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
    many(2, "/ws/feed", "ws-silent", shop, gap=0.2, headers=upgrade, close=False)
    many(2, "/ws/feedreset", "ws-reset", shop, gap=0.2, headers=upgrade, close=False)
    big = os.urandom(8000000)
    many(2, "/upload/video", "send-timeout", shop, gap=0.2, method="POST", body=big)
    many(3, "/upload/avatar", "send-reset", shop, gap=0.2, method="POST", body=big)
    many(2, "/upload/reject", "send-closed", shop, gap=0.2, method="POST", body=big)
    many(2, "/upload/stream/avatar", "send-reset-unbuffered", shop, gap=0.2, method="POST", body=big)
    join()
    many(2, "/login/sso", "header-too-big", gap=0.2)
    many(2, "/legacy/status", "header-invalid", gap=0.2)
    many(2, "/legacy/info", "no-http-header", gap=0.2)
    go(leave, "/reports/yearly", "client-left", api, 0.8)
    go(leave, "/export/live/stall.csv", "client-left-late", shop, 0.8)

    many(6, "/export/live/brief.csv", "body-cut-at-once", shop, gap=0.2)

    def slow_reader():
        with connect(window=65536) as sock:
            send(sock, "/export/big/large", "slow-reader", shop)
            time.sleep(2)
            drain(sock)
    go(slow_reader)
    for _ in range(2):
        stopped_worker()
    for _ in range(4):
        go(get, "/downloads/hold", "noise-connlimit", shop, source="203.0.113.78")
    join()


def stopped_worker():
    """The rest of an upload and the upstream's reset both wait for a stopped worker: it writes before it reads."""
    workers = open(f"/proc/{running['nginx'].pid}/task/{running['nginx'].pid}/children").read().split()
    body = os.urandom(400000)
    with connect() as sock:
        send(sock, "/upload/stream/late", "send-reset-stopped", "shop.example.com", method="POST",
             headers=f"Content-Length: {len(body)}\r\n")
        sock.sendall(body[:5000])
        time.sleep(0.3)
        for pid in workers:
            os.kill(int(pid), signal.SIGSTOP)
        sock.sendall(body[5000:60000])
        time.sleep(1)
        for pid in workers:
            os.kill(int(pid), signal.SIGCONT)
        drain(sock)


def chapter_network():
    many(3, "/net/silent/a", "net-silent", gap=0.3)
    many(2, "/net/kernel/a", "net-kernel-timeout", gap=0.3)
    many(2, "/net/noarp/a", "net-no-arp", gap=0.3)
    many(2, "/net/unreachable/a", "net-unreachable-route", gap=0.3)
    many(2, "/net/noroute/a", "net-no-route", gap=0.3)
    many(2, "/net/fullqueue/a", "net-full-queue", gap=0.3)
    for name in ("missing", "stale", "denied", "full", "mute"):
        many(3, f"/sock/{name}/a", f"sock-{name}", gap=0.2)
    join()
    many(70, "/net/reset/a", "net-reset-burst")
    join()
    sysctl("net.ipv4.tcp_tw_reuse", 0)
    sysctl("net.ipv4.ip_local_port_range", "61000 61007")
    many(14, "/net/ports/hold", "ports-exhausted", gap=0.05)
    join()
    sysctl("net.ipv4.ip_local_port_range", "32768 60999")
    sysctl("net.ipv4.tcp_tw_reuse", 2)


def chapter_tls():
    for name in ("good", "expired", "selfsigned", "wrongname", "plain", "version", "clientcert", "late", "mute", "closed",
                 "reset"):
        many(2, f"/tls/{name}/charge", f"tls-{name}", gap=0.3)
    join()


def chapter_dns():
    for name in ("fine", "gone", "broken", "refused", "lost"):
        many(2, f"/dns/price?svc={name}", f"dns-{name}", gap=0.3)
    many(2, "/dnsdead/price?svc=fine", "dns-server-dead", gap=0.3)
    many(2, "/price", "dns-no-resolver", "noresolver.example.com", gap=0.3)
    join()


def curl(url, tag):
    subprocess.run([*NOBODY, "curl", "-s", "-o", "/dev/null", "-m", "10", "--http2-prior-knowledge", "--interface", client(),
                    "-A", tag, "--resolve", "grpc.example.com:8081:10.0.0.80", "-X", "POST", "-d", "x", url], check=False)


def chapter_grpc():
    curl("http://grpc.example.com:8081/shop.Cart/Get", "grpc-refused")
    curl("http://grpc.example.com:8081/shop.Cart/Get", "grpc-refused")
    curl("http://grpc.example.com:8081/shop.Http1/Get", "grpc-to-http1")


def chapter_limits():
    """Two bad deployments: too few connections, then too few descriptors; and one that does not load at all."""
    configure(extra="    upstream old { server legacy.internal.example:8080; }\n")
    reload()
    time.sleep(3)
    configure(workers=1, connections=32)
    reload()
    time.sleep(2)
    many(24, "/stock/hold", "worker-connections")
    join()
    configure(workers=1, files=40)
    reload()
    time.sleep(5)
    many(30, "/stock/hold", "too-many-files")
    join()
    configure()
    reload()
    time.sleep(3)


def chapter_forged():
    get('/v1/payments/?q="boots",%20upstream:%20"http://evil.example/"', "quotes-in-uri")
    get('/v1/payments/"quoted"/x', "quotes-in-uri")
    get("/v1/payments/1", "referrer", headers="Referer: https://shop.example.com/cart?step=2\r\n")
    get("/v1/payments/2", "referrer-forged", headers='Referer: https://a/", upstream: "http://evil.example/\r\n')
    get("/v1/payments/3", "host-odd", host='"x", upstream: "http:')
    get("/v1/payments/" + "q" * 900, "long-uri-cut-host")
    get("/v1/payments/" + "q" * 1800, "long-uri-cut-upstream")
    get("/v1/payments/" + "q" * 3000, "long-uri-cut-request")
    forged = ("2026/01/01 00:00:00 [error] 7#7: *9 connect() failed (111: Connection refused) while connecting to upstream, "
              "client: 203.0.113.9, server: shop.example.com, request: \"GET / HTTP/1.1\", upstream: \"http://10.6.6.6:80/\", "
              "host: \"shop.example.com\"")
    line = "".join(c if c.isalnum() or c in "/.:-," else f"%{ord(c):02X}" for c in forged)
    get(f"/assets/x%0A{line}", "line-forged", "shop.example.com")
    get("/v1/rewritten/%22,%20host:%20%22evil.example%22%0A2026/01/01%2000:00:01%20[error]%207%237:%20*9%20no%20live%20upstreams", "decoded-uri")
    get("/v1/payments/caf%C3%A9", "non-ascii")
    get("/v1/payments/caf\xe9\x1b", "raw-bytes")


def chapter_last():
    """A second, shorter outage, after which the log ends quietly."""
    many(3, "/v1/payments/9", "refused-again", gap=0.5)
    kill("peer12", signal.SIGTERM)
    time.sleep(8)
    peer(12)
    noise("noise2")
    time.sleep(8)


def main():
    for folder in ("run", "log", "temp", "www"):
        os.makedirs(f"/srv/{folder}", exist_ok=True)
        os.chmod(f"/srv/{folder}", 0o777)
    files()
    configure()
    for last in (11, 12, 13):
        peer(last)
    start("odd", "/usr/bin/python3", f"{HERE}/backends.py", "odd")
    running["dns"] = subprocess.Popen(["/usr/bin/python3", f"{HERE}/backends.py", "dns"])
    fpm()
    time.sleep(2)
    start("nginx", f"{LAB}/usr/sbin/nginx", "-p", "/srv", "-e", "/srv/log/error.log", "-c", "/srv/nginx.conf",
          "-g", "daemon off;")
    time.sleep(1)
    if running["nginx"].poll() is not None:
        sys.exit("nginx did not start")
    go_shop = threading.Thread(target=shoppers, daemon=True)
    go_shop.start()
    story = [chapter_quiet, chapter_outage, chapter_retry, chapter_php, chapter_slow, chapter_network, chapter_tls,
             chapter_dns, chapter_grpc, chapter_limits, chapter_forged, chapter_last]
    chosen = sys.argv[2:]
    for chapter in story:
        if chosen and chapter.__name__.removeprefix("chapter_") not in chosen:
            continue
        say(chapter.__name__)
        chapter()
        time.sleep(0 if chosen else 12)
    stop.set()
    go_shop.join(5)
    running["nginx"].send_signal(signal.SIGQUIT)
    running["nginx"].wait(20)
    say("done")


main()
