#!/usr/bin/python3
"""backends.py: the upstreams of the nginx.log sample, each bad in one chosen way.

usage: backends.py good ADDRESS:PORT   one healthy peer, to be killed and started again
       backends.py odd                 every misbehaving TCP, unix, TLS and FastCGI upstream
       backends.py dns                 the small name server on 10.0.3.53
"""
import os
import re
import socket
import ssl
import struct
import sys
import threading
import time

HOLD = 25       # seconds a "silent" upstream keeps a connection open


def reset(conn):
    """Close with RST instead of FIN."""
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    conn.close()


def head(code, length, extra=""):
    return (f"HTTP/1.1 {code}\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n{extra}\r\n").encode()


def answer(conn, path, tag):
    """Answer one request; True keeps the connection open."""
    name = path.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    if name in ("yearly", "slow"):
        time.sleep(HOLD)
    elif name == "hold":
        time.sleep(2.5)
        conn.sendall(head("200 OK", 3) + b"ok\n")
    elif name == "confirm":
        pass                                            # close without a byte
    elif name == "pay":
        reset(conn)
    elif name == "orders.csv":                          # closes early, well under the promised length
        conn.sendall(head("200 OK", 200000) + b"order,total\n" * 900)
        time.sleep(0.3)
    elif name == "brief.csv":                           # header, a little body and the end in one moment
        conn.sendall(head("200 OK", 200000) + b"order,total\n" * 100)
    elif name == "invoices.csv":                        # the same, ended by RST
        conn.sendall(head("200 OK", 200000) + b"invoice,total\n" * 900)
        time.sleep(0.4)
        reset(conn)
    elif name == "stall.csv":
        conn.sendall(head("200 OK", 200000) + b"order,total\n" * 300)
        time.sleep(HOLD)
    elif name == "chunks":
        conn.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
        time.sleep(0.2)
        conn.sendall(b"zz\r\nbroken\r\n")
        time.sleep(0.2)
    elif name == "cutchunks":
        conn.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
        time.sleep(0.2)
    elif name == "overlong":
        conn.sendall(head("200 OK", 5) + b"hello and some more than was promised")
    elif name == "sso":
        conn.sendall(head("200 OK", 3, "Set-Cookie: token=" + "a" * 9000 + "\r\n") + b"ok\n")
    elif name == "status":
        conn.sendall(b"HTTP/1.1 200 OK\r\nX-Build: 7\x00beta\r\nContent-Length: 3\r\n\r\nok\n")
    elif name == "info":
        conn.sendall(b"legacy daemon 2.1 ready\r\n")
    elif name == "own502":
        conn.sendall(head("502 Bad Gateway", 12) + b"from inside\n")
        return True
    elif name == "own503":
        conn.sendall(head("503 Service Unavailable", 12) + b"maintenance\n")
        return True
    elif name == "large":
        conn.sendall(head("200 OK", 16000000) + b"x" * 16000000)
        return True
    elif name in ("feed", "feedreset"):                 # a websocket that goes silent, or is reset
        conn.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x02hi")
        time.sleep(HOLD if name == "feed" else 0.6)
        if name == "feedreset":
            reset(conn)
    else:
        body = (f"{tag} {path.split('?')[0][:60]}\n").encode()
        conn.sendall(head("200 OK", len(body)) + body)
        return True
    return False


def serve(conn, tag):
    try:
        data = b""
        while True:
            while b"\r\n\r\n" not in data:
                part = conn.recv(65536)
                if not part:
                    return
                data += part
                if not data[:1].isupper():              # TLS or FastCGI on a plain HTTP port
                    conn.sendall(head("400 Bad Request", 4, "Connection: close\r\n") + b"bad\n")
                    return
            top, data = data.split(b"\r\n\r\n", 1)
            found = re.match(rb"[A-Z]+ (\S+) HTTP/1", top)
            if not found:
                conn.sendall(head("400 Bad Request", 4, "Connection: close\r\n") + b"bad\n")
                return
            path = found.group(1).decode("latin1")
            if "/avatar" in path:                       # refuse the body by RST after its first bytes
                time.sleep(0.2)
                reset(conn)
                return
            if "/stream/late" in path:                  # the same, while the gateway's worker is stopped
                time.sleep(0.7)
                reset(conn)
                return
            if "/reject" in path:                       # answer nothing and shut the door while the body comes
                time.sleep(0.5)
                conn.close()
                return
            if "/video" in path:                        # never read the body
                time.sleep(HOLD)
                return
            size = re.search(rb"(?i)content-length: (\d+)", top)
            need = int(size.group(1)) if size else 0
            while len(data) < need:
                part = conn.recv(65536)
                if not part:
                    return
                data += part
            data = data[need:]
            if not answer(conn, path, tag):
                return
    except OSError:
        pass
    finally:
        conn.close()


def listen(address, backlog=128):
    if isinstance(address, str):
        sock = socket.socket(socket.AF_UNIX)
    else:
        sock = socket.socket(socket.AF_INET)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(address)
    sock.listen(backlog)
    return sock


def spawn(function, *args):
    threading.Thread(target=function, args=args, daemon=True).start()


def accept(sock, handler, *args):
    while True:
        conn, _ = sock.accept()
        spawn(handler, conn, *args)


def closing(conn):
    conn.recv(65536)
    conn.close()


def silent(conn):
    time.sleep(HOLD)
    conn.close()


def resetter(sock):
    while True:
        reset(sock.accept()[0])


def fastcgi_closed(conn):
    """End the FastCGI request without one byte of output."""
    conn.recv(65536)
    conn.sendall(struct.pack("!BBHHBB", 1, 6, 1, 0, 0, 0) + struct.pack("!BBHHBBIB3x", 1, 3, 1, 8, 0, 0, 0, 0))
    time.sleep(0.2)
    conn.close()


def tls(sock, context):
    while True:
        conn, _ = sock.accept()

        def one(raw):
            try:
                raw.settimeout(10)
                serve(context.wrap_socket(raw, server_side=True), "tls")
            except (OSError, ssl.SSLError):
                raw.close()
        spawn(one, conn)


def tls_context(name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"/srv/certs/{name}.pem", f"/srv/certs/{name}.key")
    return context


def odd():
    spawn(accept, listen(("10.0.3.21", 8080)), serve, "odd")
    spawn(accept, listen(("10.0.3.21", 8081)), closing)
    spawn(accept, listen(("10.0.3.21", 8082)), silent)
    spawn(accept, listen(("10.0.3.22", 8082)), silent)
    spawn(resetter, listen(("10.0.3.21", 8083)))
    full = listen(("10.0.3.21", 8084), 0)               # queue of one, filled here, never accepted
    fillers = [socket.create_connection(("10.0.3.21", 8084), 1)]
    spawn(accept, listen(("10.0.3.21", 8085)), closing)
    spawn(accept, listen(("10.0.3.21", 9003)), fastcgi_closed)

    for host, name in enumerate(("good", "expired", "selfsigned", "wrongname"), 41):
        spawn(tls, listen((f"10.0.3.{host}", 8443)), tls_context(name))
    old = tls_context("good")
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    spawn(tls, listen(("10.0.3.45", 8443)), old)
    mutual = tls_context("good")
    mutual.verify_mode = ssl.CERT_REQUIRED
    mutual.load_verify_locations("/srv/certs/ca.pem")
    spawn(tls, listen(("10.0.3.46", 8443)), mutual)

    listen("/srv/run/stale.sock").close()               # file stays, nobody behind it
    denied = listen("/srv/run/denied.sock")
    os.chmod("/srv/run/denied.sock", 0)
    jammed = listen("/srv/run/full.sock", 0)
    filler = socket.socket(socket.AF_UNIX)
    filler.connect("/srv/run/full.sock")
    spawn(accept, listen("/srv/run/mute.sock"), silent)
    keep = (full, fillers, denied, jammed, filler)
    print("odd upstreams up", flush=True)
    time.sleep(3600)
    del keep


def dns():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("10.0.3.53", 53))
    codes = {"gone": 3, "broken": 2, "refused": 5}
    while True:
        query, peer = sock.recvfrom(4096)
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode())
            at += 1 + query[at]
        question = query[12:at + 5]
        if labels[0] == "lost":
            continue                                    # never answered: the resolver times out
        code = codes.get(labels[0], 0)
        reply = query[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, 0 if code else 1, 0, 0) + question
        if not code:
            reply += b"\xc0\x0c" + struct.pack("!HHIH4B", 1, 1, 5, 4, 10, 0, 3, 11)
        sock.sendto(reply, peer)


def main():
    if sys.argv[1] == "good":
        host, port = sys.argv[2].rsplit(":", 1)
        accept(listen((host, int(port))), serve, host)
    elif sys.argv[1] == "odd":
        odd()
    else:
        dns()


main()
