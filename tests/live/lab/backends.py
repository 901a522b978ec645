"""backends.py: how backends behave, good and bad. A behaviour is a function of an accepted connection.

Whoever is silent stays so until the gateway hangs up: nothing here depends on the machine's speed.
"""
import re
import select
import socket
import struct
import time


def read_request(conn):
    """Reads a whole request; gives (path, rest of what was read), or None if the other side left."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = conn.recv(65536)
        if not part:
            return None
        data += part
        if not data[:1].isupper():              # TLS or FastCGI to a plain port: no HTTP
            conn.sendall(head("400 Bad Request", 4) + b"bad\n")
            return None
    top, body = data.split(b"\r\n\r\n", 1)
    found = re.match(rb"[A-Z]+ (\S+) HTTP/1", top)
    if not found:                               # the preface of HTTP/2
        conn.sendall(head("400 Bad Request", 4) + b"bad\n")
        return None
    length = re.search(rb"(?i)content-length: (\d+)", top)
    left = (int(length.group(1)) if length else 0) - len(body)
    while left > 0:
        part = conn.recv(65536)
        if not part:
            return None
        left -= len(part)
    return found.group(1).decode("latin1")


def head(status, length, extra=""):
    """The header of an answer; X-Backend tells the access log who gave it."""
    return (f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\nX-Backend: yes\r\n"
            f"{extra}\r\n").encode()


def until_left(conn):
    """Waits until the gateway hangs up."""
    while conn.recv(65536):
        pass


def reset(conn):
    """Closes with RST instead of FIN."""
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    conn.close()


def sends(data, then=None):
    """Answers each request with these bytes; then keeps the connection, or does `then`."""
    def behaviour(conn):
        while read_request(conn) is not None:
            conn.sendall(data)
            if then:
                then(conn)
                return
    return behaviour


def pause(conn):
    """Long enough for the gateway to have read the header apart; if it has not, the same failure comes out."""
    time.sleep(0.2)


def pause_then_reset(conn):
    pause(conn)
    reset(conn)


def close(conn):
    """Ends the connection: what the caller does anyway."""


def good_once():
    """The first answer is good, and may be kept for a second; later ones do not come."""
    asked = []

    def behaviour(conn):
        if read_request(conn) is not None and not asked:
            asked.append(True)
            conn.sendall(head("200 OK", 3, "Cache-Control: max-age=1\r\n") + b"ok\n")
    return behaviour


def holds(seconds):
    """Takes its time for a good answer."""
    def behaviour(conn):
        while read_request(conn) is not None:
            time.sleep(seconds)
            conn.sendall(head("200 OK", 3) + b"ok\n")
    return behaviour


good = sends(head("200 OK", 3) + b"ok\n")
closes = sends(b"", close)
resets = sends(b"", reset)
silent = sends(b"", until_left)
stalls = sends(head("200 OK", 100000) + b"x" * 500, until_left)
cuts = sends(head("200 OK", 100000) + b"x" * 500, pause)
resets_in_body = sends(head("200 OK", 100000) + b"x" * 500, pause_then_reset)
cuts_chunks = sends(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", pause)
breaks_chunks = sends(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n", pause)
big_header = sends(head("200 OK", 3, "Set-Cookie: token=" + "a" * 9000 + "\r\n") + b"ok\n")
invalid_header = sends(b"HTTP/1.1 200 OK\r\nX-Build: 7\x00beta\r\nContent-Length: 3\r\n\r\nok\n")
no_colon = sends(b"HTTP/1.1 200 OK\r\nthis is no header\r\nContent-Length: 3\r\n\r\nok\n", close)
bad_status = sends(b"HTTP/2.0 200 OK\r\nContent-Length: 3\r\n\r\nok\n", close)
garbage = sends(b"legacy daemon 2.1 ready\r\n", close)
own_502 = sends(head("502 Bad Gateway", 12) + b"from inside\n")
own_503 = sends(head("503 Service Unavailable", 12) + b"maintenance\n")
large = sends(head("200 OK", 4000000) + b"x" * 4000000)
upgraded = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x02hi"
websocket_silent = sends(upgraded, until_left)
websocket_closed = sends(upgraded, pause)
websocket_reset = sends(upgraded, pause_then_reset)
redirects = sends(b"HTTP/1.1 200 OK\r\nX-Accel-Redirect: /inner\r\nContent-Length: 0\r\n\r\n")


def never_reads(conn):
    """Leaves the request's body unread until the gateway gives up: a small window, so that it notices."""
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    conn.recv(100)
    left = select.poll()
    left.register(conn, select.POLLRDHUP)
    left.poll(20000)


def reads_then_resets(conn):
    """Takes a little of the request's body, then resets."""
    conn.recv(1000)
    pause_then_reset(conn)


def h2_only(conn):
    """What an HTTP/2 server says first, whatever it hears: SETTINGS."""
    conn.recv(65536)
    conn.sendall(b"\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x80")
    pause(conn)


def fastcgi_ends(conn):
    """Ends the FastCGI request without one byte of output."""
    conn.recv(65536)
    conn.sendall(struct.pack("!BBHHBB", 1, 6, 1, 0, 0, 0) + struct.pack("!BBHHBBIB3x", 1, 3, 1, 8, 0, 0, 0, 0))
    pause(conn)


def takes_then(then, greeting=b""):
    """A stream backend: greets, hears once, then does this."""
    def behaviour(conn):
        if greeting:
            conn.sendall(greeting)
        conn.recv(65536)
        then(conn)
    return behaviour


def _ajp_packet(body):
    return b"AB" + struct.pack("!H", len(body)) + body


def _exactly(conn, count):
    data = b""
    while len(data) < count:
        part = conn.recv(count - len(data))
        if not part:
            raise ConnectionResetError
        data += part
    return data


def ajp(answer, then=None):
    """An AJP connector: answers pings, and each request with these packets; then keeps the connection, or does `then`."""
    def behaviour(conn):
        while True:
            magic, length = struct.unpack("!HH", _exactly(conn, 4))
            body = _exactly(conn, length)
            if magic == 0x1234 and body[:1] == b"\x0a":
                conn.sendall(_ajp_packet(b"\x09"))
            elif body[:1] == b"\x02":
                conn.sendall(answer)
                if then:
                    then(conn)
                    return
    return behaviour


AJP_HEAD = _ajp_packet(struct.pack("!BHH", 4, 200, 2) + b"OK\0" + struct.pack("!H", 0))
AJP_BODY = _ajp_packet(struct.pack("!BH", 3, 3) + b"ok\n\0")
AJP_END = _ajp_packet(b"\x05\x01")


def script_answers(data, then=close):
    """Who speaks SCGI, uwsgi or any protocol of one request a connection: hears it, says this, does that."""
    def behaviour(conn):
        conn.recv(65536)
        conn.sendall(data)
        then(conn)
    return behaviour


def h2_then(frames, then):
    """An HTTP/2 server: SETTINGS, then these frames once the request is there."""
    def behaviour(conn):
        conn.recv(65536)
        conn.sendall(b"\0\0\0\x04\0\0\0\0\0" + b"\0\0\0\x04\x01\0\0\0\0")
        conn.sendall(frames)
        then(conn)
    return behaviour


H2_RESET = struct.pack("!BHBBII", 0, 4, 3, 0, 1, 2)             # RST_STREAM 1, INTERNAL_ERROR
H2_GOAWAY = struct.pack("!BHBBIII", 0, 8, 7, 0, 0, 0, 1)        # GOAWAY, nothing processed, PROTOCOL_ERROR
H2_OK = b"\0\0\x01\x01\x05\0\0\0\x01\x88"                  # HEADERS 1: `:status: 200`, the end
