"""guard.py: the lab leaves nothing behind and runs as nobody.

Everything it starts is one process group. A warden outside that group kills it as soon as the judge (the process that
ctest started) is gone, however that ended; nginx's workers would otherwise outlive a killed master.
"""
import ctypes
import os
import resource
import shutil
import signal
import socket
import time

NOBODY = 65534
PR_SET_PDEATHSIG = 1
CLONE_NEWNS, CLONE_NEWUSER = 0x20000, 0x10000000
MS_NOSUID, MS_NODEV, MS_REC, MS_PRIVATE = 2, 4, 0x4000, 0x40000
libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(number=signal.SIGKILL):
    """This process gets a signal when its parent ends (also after an exec)."""
    libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def warden(group, judge_is_alive, folder):
    """Forks the warden of a process group; `judge_is_alive` is the reading end of a pipe that only the judge holds.

    It also removes the folder, if the judge could not."""
    if os.fork():
        return
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    os.closerange(0, judge_is_alive)            # hold no pipe of ctest's, which waits for its end
    os.closerange(judge_is_alive + 1, 256)
    os.read(judge_is_alive, 1)
    kill_group(group)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def kill_group(group):
    """Kills what is left of the lab, and waits until it is gone, but never long."""
    for _ in range(50):
        try:
            os.killpg(group, signal.SIGKILL)
        except OSError:
            return
        time.sleep(0.02)


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
