"""php.py: a real PHP-FPM whose scripts and pools go wrong (fpm.py has them)."""
from ..clients import get
from ..scenario import Scenario, causes

PARAMETERS = """fastcgi_param SCRIPT_FILENAME @scripts@$fastcgi_script_name;
        fastcgi_param REQUEST_METHOD $request_method; fastcgi_param QUERY_STRING $query_string;
        fastcgi_param REQUEST_URI $request_uri; fastcgi_param SERVER_PROTOCOL $server_protocol;"""


def _row(name, breaks, script, *ids, pool="php", count=2, **more):
    return Scenario(name, breaks, f"location / {{ fastcgi_pass @{pool}@; {PARAMETERS} }}",
                    tuple(get(f"/{script}?page={i}") for i in range(count)), causes=causes(*ids), needs=("php",), **more)


TABLE = [
    _row("php-fine", "nothing", "index.php"),
    _row("php-notice", "nothing but a warning in the log: the page is fine", "notice.php"),
    _row("php-fatal", "an uncaught exception", "fatal.php", "app_error", answers=frozenset({"500"})),
    _row("php-memory", "memory_limit is reached", "memory.php", "app_error", answers=frozenset({"500"})),
    _row("php-deadline", "max_execution_time is reached: the gateway waits longer", "deadline.php", "app_error", "script_timeout",
         count=1, answers=frozenset({"500"})),
    _row("php-missing", "the script does not exist", "no-such-page.php", "script_missing", answers=frozenset({"404"})),
    _row("php-denied", "an extension that PHP-FPM does not run", "page.phtml", "script_missing", answers=frozenset({"403"})),
    _row("php-slow", "the script takes longer than fastcgi_read_timeout", "sleep.php", "response_timeout", count=1),
    _row("php-terminated", "PHP-FPM ends the script (request_terminate_timeout)", "sleep.php", "connection_reset", "closed_early",
         pool="php-brief", count=1),
    _row("php-sigsegv", "the worker dies of SIGSEGV", "segv.php", "connection_reset", "closed_early"),
    _row("php-sigkill", "the worker dies of SIGKILL", "kill.php", "connection_reset", "closed_early"),
    _row("php-sigkill-late", "the worker dies of SIGKILL in the middle of the body", "kill-late.php", "truncated_response",
         count=1, hidden=True),
    _row("php-pool-full", "one child, a queue of one, and six requests", "sleep.php", "backlog_full", "response_timeout",
         pool="php-busy", count=6, together=True),
]
# These two must outlast the gateway's usual second
TABLE = [Scenario(**{**vars(each), "config": each.config.replace("location / {", "fastcgi_read_timeout 20s; location / {")})
         if each.name in ("php-deadline", "php-terminated") else each for each in TABLE]
