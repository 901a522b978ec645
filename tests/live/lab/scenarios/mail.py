"""mail.py: the mail module. It has no access log: what the client was told is the truth."""
from .. import backends
from ..mail import Auth, login, server
from ..scenario import Scenario, causes
from ..sockets import Dead, Tcp



def _row(name, breaks, protocol, peer, *ids, auth=None, upstream="@peer@", **more):
    return Scenario(name, breaks, f"protocol {protocol}; auth_http @auth@/auth;", (login(protocol),),
                    {"peer": peer, "auth": auth or Auth()}, causes(*ids), kind="mail", before_peer=upstream,
                    **more)


SILENT = Tcp(backends.until_left)
TABLE = [
    *(_row(f"{protocol}-fine", "nothing", protocol, Tcp(server(protocol))) for protocol in ("imap", "pop3", "smtp")),
    *(_row(f"{protocol}-refused", "nobody listens on the backend's port", protocol, Dead(), "connect_refused")
      for protocol in ("imap", "pop3", "smtp")),
    *(_row(f"{protocol}-silent", "the backend never greets", protocol, SILENT, "response_timeout", "connect_timeout")
      for protocol in ("imap", "pop3", "smtp")),
    _row("imap-closes", "the backend closes instead of a greeting: nginx logs nothing", "imap", Tcp(backends.close),
         untold="ngx_mail_proxy_read_response: NGX_ERROR without a record when recv() gives 0"),
    _row("imap-garbage", "no mail server on that port", "imap", Tcp(server("imap", b"HTTP/1.1 400 Bad\r\n")), "invalid_response",
         "wrong_protocol"),
    _row("smtp-busy", "the backend's greeting is a refusal", "smtp", Tcp(server("smtp", b"421 too busy\r\n")), "invalid_response",
         "upstream_error"),
    _row("pop3-denies", "the backend refuses the user: nginx calls that an invalid response", "pop3",
         Tcp(server("pop3", None, b"-ERR denied\r\n")), "invalid_response", "upstream_error"),
    _row("mail-auth-refused", "the auth_http service is dead", "imap", Dead(), "connect_refused", auth=Dead(), upstream=""),
    _row("mail-auth-silent", "the auth_http service never answers", "imap", Dead(), "response_timeout", auth=SILENT, upstream=""),
    _row("mail-auth-garbage", "the auth_http service speaks no HTTP", "imap", Dead(), "invalid_response", "wrong_protocol",
         auth=Tcp(backends.garbage), upstream=""),
    _row("mail-auth-no-port", "the auth_http service gives no port", "imap", Dead(), "invalid_response",
         auth=Auth(answer=b"HTTP/1.0 200 OK\r\nAuth-Status: OK\r\nAuth-Server: 127.0.0.1\r\n\r\n"), upstream=""),
]
