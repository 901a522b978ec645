"""guard.py: the lab leaves nothing behind and runs as nobody.

Three processes: the judge (whom ctest started), its warden, and the stage, which starts the servers. Workers of nginx and
PHP-FPM outlive a killed master and leave its process group, so the warden is a subreaper: what is orphaned becomes its
child, and it kills all of it as soon as the stage or the judge is gone, however they ended.
"""
import ctypes
import os
import resource
import shutil
import signal
import socket
import time

NOBODY = 65534
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
CLONE_NEWNS, CLONE_NEWUSER = 0x20000, 0x10000000
MS_NOSUID, MS_NODEV, MS_REC, MS_PRIVATE = 2, 4, 0x4000, 0x40000
libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(number=signal.SIGKILL):
    """This process gets a signal when its parent ends (also after an exec)."""
    libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def guarded(play, folder):
    """Runs play() in a child of a warden. Gives the warden's pid; its exit code is the child's.

    When the child has ended, or when we have, the warden kills all that is left, and removes the folder if we cannot.
    """
    judge = os.getpid()
    warden = os.fork()
    if warden:
        return warden
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    child = os.fork()
    if not child:
        play()
        os._exit(1)             # play() ends the process itself
    status = None
    while status is None and os.getppid() == judge:
        pid, ended = os.waitpid(child, os.WNOHANG)
        if pid:
            status = os.waitstatus_to_exitcode(ended)
        time.sleep(0.02)
    _kill_descendants()
    if os.getppid() != judge:
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(1 if status is None or status < 0 else status)


def children(parent):
    """The pids of a process's children."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat", "rb") as stat:
                if int(stat.read().rsplit(b")", 1)[1].split()[1]) == parent:
                    found.append(int(pid))
        except (OSError, IndexError):
            continue            # gone in the meantime
    return found


def _kill_descendants():
    """Kills children until there are none: orphans of those killed become ours, and are next."""
    while True:
        for pid in children(os.getpid()):
            os.kill(pid, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _call(function, *arguments):
    if function(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def own_mounts():
    """A mount namespace of our own, as root or by a user namespace. Says why not, or nothing."""
    user, group = os.getuid(), os.getgid()
    try:
        if user == 0:
            _call(libc.unshare, CLONE_NEWNS)
        else:
            _call(libc.unshare, CLONE_NEWNS | CLONE_NEWUSER)
            for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
                with open(f"/proc/self/{name}", "w") as out:
                    out.write(text)
        _call(libc.mount, b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    except OSError as error:
        return f"no mount namespace ({error.strerror})"
    return None


def mount_tmpfs(path, options):
    """A tmpfs in our own mount namespace, gone with it. Says why not, or nothing."""
    try:
        _call(libc.mount, b"tmpfs", path.encode(), b"tmpfs", MS_NOSUID | MS_NODEV, options.encode())
    except OSError as error:
        return f"no tmpfs ({error.strerror})"
    return None


def drop_privileges():
    """Root becomes nobody; others stay who they are. From then on we die with our parent."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    die_with_parent()       # after the change of user, which clears it


def has_ipv6():
    """Whether [::1] can be used."""
    try:
        with socket.socket(socket.AF_INET6) as sock:
            sock.bind(("::1", 0))
        return True
    except OSError:
        return False
