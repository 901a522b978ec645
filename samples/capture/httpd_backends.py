"""httpd_backends.py -- the upstreams of apache.sh, good and bad, on 127.0.0.1."""
import socket,threading,time,struct
def serve(port,fn):
    s=socket.socket(); s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1); s.bind(('127.0.0.1',port)); s.listen(64)
    def loop():
        while True:
            c,_=s.accept(); threading.Thread(target=wrap,args=(fn,c),daemon=True).start()
    threading.Thread(target=loop,daemon=True).start()
def wrap(fn,c):
    try: fn(c)
    except OSError: pass
    finally: c.close()
def read(c): c.settimeout(10); return c.recv(65536)
def good(c): read(c); c.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok')
def hang(c): read(c); time.sleep(6)
def eof(c): read(c)
def rst(c): read(c); c.setsockopt(socket.SOL_SOCKET,socket.SO_LINGER,struct.pack('ii',1,0))
def garbage(c): read(c); c.sendall(b'\x15\x03\x01\x00\x02\x02\x28'*20+b'\r\n\r\n')
def cut(c): read(c); c.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc')
def badhdr(c): read(c); c.sendall(b'HTTP/1.1 200 OK\r\nthis is no header\r\n\r\nabc')
def big(c): read(c); c.sendall(b'HTTP/1.1 200 OK\r\nX-Big: '+b'a'*9000+b'\r\nContent-Length: 0\r\n\r\n')
def badver(c): read(c); c.sendall(b'HTTP/2.0 200 OK\r\n\r\n')
for p,f in ((19101,hang),(19102,eof),(19103,rst),(19104,garbage),(19105,cut),(19106,badhdr),(19107,big),(19108,badver),(19110,good)): serve(p,f)
time.sleep(300)
