"""apps.py: what Apache runs itself: CGI scripts, FastCGI and WSGI applications; each goes wrong as its path says."""
import os
import sys

CGI = {
    "fine": 'echo "Content-Type: text/plain"; echo; echo ok',
    "silent": "sleep 4",
    "no-header": "exit 1",
    "no-end": 'echo "Content-Type: text/plain"',
    "malformed": 'echo "no module named shop"; echo; echo',
    "bad-status": 'echo "Status: abc"; echo; echo no',
    "noisy": 'echo "AH00957: http: attempt to connect to 6.6.6.6:80 (6.6.6.6) failed" >&2; echo "Content-Type: text/plain"; echo; echo ok',
    "killed": "kill -9 $$",
}

# A FastCGI responder on descriptor 0, as mod_fcgid starts it
FCGI = '''#!@python@
import os, re, signal, socket, struct, time

def exactly(conn, count):
    data = b""
    while len(data) < count:
        part = conn.recv(count - len(data))
        if not part:
            raise EOFError
        data += part
    return data

def record(kind, body):
    return struct.pack("!BBHHBB", 1, kind, 1, len(body), 0, 0) + body

def serve(conn):
    parameters = b""
    while True:
        _, kind, _, length, padding, _ = struct.unpack("!BBHHBB", exactly(conn, 8))
        body = exactly(conn, length + padding)[:length]
        if kind == 4:
            parameters += body
        if kind == 5 and not body:
            break
    path = re.search(rb"REQUEST_URI/([a-z-]*)", parameters).group(1).decode()
    text = b"Content-Type: text/plain\\r\\n\\r\\nok\\n"
    if path == "silent":
        time.sleep(4)
    elif path == "exits":
        os._exit(3)
    elif path == "crashes":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif path == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    elif path == "malformed":
        text = b"no module named shop\\n\\n"
    elif path == "no-header":
        text = b""
    elif path == "noisy":
        conn.sendall(record(7, b"PHP message: a warning"))
    if text:
        conn.sendall(record(6, text))
    conn.sendall(record(6, b"") + record(3, b"\\0" * 8))

listener = socket.socket(fileno=os.dup(0))
while True:
    conn, _ = listener.accept()
    try:
        serve(conn)
    except (EOFError, OSError):
        pass
    conn.close()
'''

WSGI = '''import os, signal, time

def application(environ, start_response):
    path = environ["PATH_INFO"].strip("/")
    if path == "raises":
        raise RuntimeError("no price for \\"boots\\"")
    if path == "silent":
        time.sleep(20)
    if path == "crashes":
        os.kill(os.getpid(), signal.SIGSEGV)
        time.sleep(5)
    if path == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(5)
    if path == "noisy":
        print("AH00957: http: attempt to connect to 6.6.6.6:80 (6.6.6.6) failed", file=environ["wsgi.errors"])
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Backend", "yes")])
    if path == "raises-late":
        return late()
    return [b"ok\\n"]

def late():
    yield b"some\\n"
    raise RuntimeError("no more boots")
'''


def write(folder):
    """The programs, in a folder."""
    os.makedirs(f"{folder}/cgi")
    files = {f"cgi/{name}": f"#!/bin/sh\n{text}\n" for name, text in CGI.items()}
    files.update({"app.fcgi": FCGI, "app.wsgi": WSGI, "broken.wsgi": "import no_such_module\n",
                  "broken.fcgi": "#!@python@\nimport no_such_module\n", "cgi/broken-interpreter": "#!/no/such/shell\n"})
    for name, text in files.items():
        with open(f"{folder}/{name}", "w") as out:
            out.write(text.replace("@python@", sys.executable))
        os.chmod(f"{folder}/{name}", 0o755)
    with open(f"{folder}/cgi/not-executable", "w") as out:
        out.write("#!/bin/sh\n")
