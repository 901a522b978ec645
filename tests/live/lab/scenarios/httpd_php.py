"""httpd_php.py: PHP-FPM behind Apache's mod_proxy_fcgi, a pool for each thing that goes wrong."""
from ..clients import get
from ..fpm import Pool
from ..scenario import APACHE, Scenario, causes

NOBODY = (None,)        # mod_proxy_fcgi names no backend once it has a connection
SLOW_LOG = "request_slowlog_timeout = 1s\nslowlog = {folder}/php-fpm-slow.log"
CAUGHT = "catch_workers_output = yes\nphp_admin_flag[fastcgi.logging] = off"


def _row(name, breaks, script, *ids, count=2, timeout=2, pool=Pool(), tries=NOBODY, apart=0, **more):
    config = (f"DocumentRoot @scripts@\n<Directory @scripts@>\nRequire all granted\n</Directory>\nProxyTimeout {timeout}\n"
              f'<FilesMatch "\\.(php|phtml)$">\nSetHandler "proxy:unix:@run@/apache-{name}.sock|fcgi://localhost"\n</FilesMatch>')
    return Scenario(f"apache-{name}", breaks, config, tuple(get(f"/{script}?page={i}", wait=apart * i) for i in range(count)), causes=causes(*ids),
                    kind="apache", gateway=APACHE, pool=pool, tries=tries, **more)


TABLE = [
    _row("php-fine", "nothing", "index.php"),
    _row("php-notice", "nothing but a warning in the log: the page is fine", "notice.php"),
    _row("php-fatal", "an uncaught exception", "fatal.php", "app_error", answers=frozenset({"500"})),
    _row("php-fatal-own-log", "an uncaught exception, told in PHP's own log only", "fatal.php", tries=(),
         answers=frozenset({"500"}), pool=Pool(extra="php_admin_value[error_log] = {folder}/php-errors.log")),
    _row("php-fatal-caught", "an uncaught exception, told in PHP-FPM's log only", "fatal.php", tries=(), answers=frozenset({"500"}),
         pool=Pool(extra=CAUGHT), pool_says={"app_error": 2}),
    _row("php-memory", "memory_limit is reached", "memory.php", "app_error", answers=frozenset({"500"})),
    _row("php-deadline", "max_execution_time is reached", "deadline.php", "app_error", "script_timeout", count=1, timeout=20,
         answers=frozenset({"500"})),
    _row("php-missing", "the script does not exist", "no-such-page.php", "script_missing", answers=frozenset({"404"})),
    _row("php-denied", "an extension that PHP-FPM does not run", "page.phtml", "script_missing", answers=frozenset({"403"})),
    _row("php-slow", "the script takes longer than ProxyTimeout", "sleep.php", "response_timeout", count=1,
         pool=Pool(extra=SLOW_LOG), pool_says={"slow_script": 2}),
    _row("php-terminated", "PHP-FPM ends the script (request_terminate_timeout)", "sleep.php", "connection_reset", "closed_early",
         count=1, timeout=20, pool=Pool(extra="request_terminate_timeout = 1s"), pool_says={"script_timeout": 1, "backend_restarted": 1}),
    _row("php-sigsegv", "the worker dies of SIGSEGV", "segv.php", "connection_reset", "closed_early", pool_says={"worker_crashed": 2}),
    _row("php-sigkill", "the worker dies of SIGKILL", "kill.php", "connection_reset", "closed_early", pool_says={"worker_crashed": 2}),
    _row("php-sigkill-late", "the worker dies of SIGKILL in the middle of the body", "kill-late.php", "truncated_response",
         "connection_reset", "closed_early", count=1, hidden=True, pool_says={"worker_crashed": 1},
         known_gap="AH01075 has the same words before and behind the header: 503 is said, as before it, where workers die as a rule; "
                   "behind it the client has its 200"),
    _row("php-dynamic-full", "a dynamic pool of two, and four requests", "nap.php", "response_timeout", count=4, together=True, timeout=3,
         pool=Pool("dynamic", 2, "pm.start_servers = 1\npm.min_spare_servers = 1\npm.max_spare_servers = 1"),
         pool_says={"pool_exhausted": 1}),
    _row("php-ondemand-full", "an ondemand pool of one, and three requests", "nap.php", "response_timeout", count=3, together=True,
         timeout=3, apart=0.3, pool=Pool("ondemand", 1), pool_says={"pool_exhausted": 1}),
]
