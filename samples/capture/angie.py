"""angie.py -- the upstreams and the clients of angie.sh and syslog.sh, all on 127.0.0.1."""
import socket
import struct
import sys
import threading
import time


def serve(port, answer):
    """Calls answer(connection) for each client of the port."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(16)

    def one(connection):
        try:
            connection.settimeout(5)
            answer(connection)
        except OSError:
            pass
        connection.close()

    def loop():
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    threading.Thread(target=loop, daemon=True).start()


def after_request(data):
    def answer(connection):
        connection.recv(65536)
        connection.sendall(data)
    return answer


def reset(connection):
    connection.recv(65536)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def silent(connection):
    connection.recv(65536)
    time.sleep(3)


def script(connection):
    """A FastCGI responder that complains over two lines, in quotes."""
    connection.recv(65536)

    def record(kind, data):
        return struct.pack(">BBHHBB", 1, kind, 1, len(data), 0, 0) + data

    complaint = b'PHP message: PHP Fatal error:  Uncaught Error: no "cart", client: 1.2.3.4\nStack trace:\n#0 {main}'
    connection.sendall(record(7, complaint) + record(6, b"Status: 500 Oops\r\nContent-Type: text/plain\r\n\r\nno") +
                       record(6, b"") + record(3, bytes(8)))


def talk(port, *texts, kind=socket.SOCK_STREAM):
    client = socket.socket(socket.AF_INET, kind)
    client.settimeout(4)
    try:
        client.connect(("127.0.0.1", port))
        for text in texts:
            client.sendall(text)
            client.recv(65536)
    except OSError:
        pass
    client.close()


def get(path, *headers):
    lines = [b"GET " + path + b" HTTP/1.1", b"Host: shop.example.com", b"Connection: close", *headers, b"", b""]
    talk(19200, b"\r\n".join(lines))


serve(19210, silent)
serve(19211, after_request(b""))
serve(19212, reset)
serve(19213, after_request(b"\x15\x03\x01 this is \"no\" HTTP\\\r\n\r\n"))
serve(19214, after_request(b"HTTP/1.1 200 OK\r\nX \x00\"Y\r\n\r\n"))
serve(19215, after_request(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc"))
serve(19216, script)
serve(19217, after_request(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"))
serve(19218, after_request(b"HTTP/1.0 200 OK\r\nAuth-Status: OK\r\nAuth-Server: 127.0.0.1\r\nAuth-Port: 19201\r\n\r\n"))

for name in (b"refused", b"silent", b"early", b"reset", b"garbage", b"header", b"cut", b"unix", b"dead", b"dead", b"grpc",
             b"script", b"mirrored"):
    get(b"/" + name + b"/a?id=7")
get(b"/name?host=gone.example.com")
get(b"/missing/\"file\"")
get(b"/refused/%22quoted%22/\"raw\"?back\\slash=\"")
get(b"/refused/b", b"Referer: http://a.example/\", upstream: \"http://6.6.6.6:80/\", host: \"evil")
get(b"/refused/c", b"Referer: http://a.example/\xe9\xff\t\\u0022")
get(b"/refused/d", b"Referer: {\"http\":{\"request\":{\"upstream\":\"http://6.6.6.6/\"}}}")
# Cut at the host, the upstream, the request.
for length in (600,) if "short" in sys.argv else (600, 800, 1500, 1600, 1700, 1800, 3000):
    get(b"/refused/" + b"x" * length)
talk(19200, b"GET /refused HTTP/1.1\r\nHost: a\"b\r\n\r\n")
talk(19220, b"hello")
talk(19221, b"hello")
talk(19222, b"hello", kind=socket.SOCK_DGRAM)
for port in (19230, 19231):
    try:
        with socket.create_connection(("127.0.0.1", port), 4) as client:
            client.recv(4096)
            client.sendall(b'a login "m\\"e" secret\r\n')
            client.recv(4096)
    except OSError:
        pass
time.sleep(2)
