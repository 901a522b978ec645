#!/bin/bash
# nginx.sh: makes samples/logs/nginx.log and its companions by breaking a real nginx on purpose.
#
# usage: nginx.sh [CHAPTER...]     (as root; all chapters take about six minutes)
# Nothing is installed and no service is started: Debian packages are unpacked into a scratch folder and run
# inside namespaces of their own, which end with this script and take every process with them.
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1

here=$(cd "$(dirname "$0")" && pwd)
lab=${WHY502_LAB:-/tmp/why502-lab}
out=${WHY502_OUT:-$here/../logs}

[[ $EUID == 0 ]] || { echo "nginx.sh: needs root for its namespaces; the daemons run as nobody" >&2; exit 1; }

fetch() {
    [[ -x $lab/pkg/usr/sbin/nginx ]] && return
    mkdir -p "$lab/deb" "$lab/pkg"
    (cd "$lab/deb" && apt-get download nginx php8.2-fpm php8.2-common)
    for package in "$lab"/deb/*.deb; do dpkg -x "$package" "$lab/pkg"; done
}

# sign NAME SUBJECT DAYS: a certificate for NAME from our CA
sign() {
    openssl req -newkey rsa:2048 -nodes -keyout "$1.key" -subj "/CN=$2" -addext "subjectAltName=DNS:$2" -out "$1.csr" 2>/dev/null
    openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -days "$3" -copy_extensions copy -out "$1.pem" 2>/dev/null
}

certificates() {
    mkdir -p /srv/certs && cd /srv/certs
    openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -subj "/CN=why502 sample CA" -days 30 -out ca.pem 2>/dev/null
    sign good pay.example.com 30
    sign expired pay.example.com 0              # ends the second it is made
    sign wrongname other.example.com 30
    openssl req -x509 -newkey rsa:2048 -nodes -keyout selfsigned.key -subj "/CN=pay.example.com" -days 30 -out selfsigned.pem 2>/dev/null
    chmod 644 ./*.key
}

network() {
    ip link set lo up
    # Documentation and private addresses, local to this namespace only
    for range in 198.51.100.0/24 203.0.113.0/24 10.0.0.0/24 10.0.3.0/24; do ip route add local "$range" dev lo; done
    ip -6 route add local 2001:db8::/64 dev lo
    # A wire into nothing: .50 has a MAC nobody owns (packets vanish), .66 has none (ARP fails)
    ip link add lab0 type veth peer name lab1
    ip link set lab0 up && ip link set lab1 up
    ip addr add 10.0.9.1/24 dev lab0
    ip neigh add 10.0.9.50 lladdr 02:00:00:00:00:50 dev lab0 nud permanent
    ip route add unreachable 10.0.88.0/24       # 10.0.77.0/24 has no route at all
    sysctl -qw net.ipv4.tcp_syn_retries=1 net.ipv4.neigh.lab0.mcast_solicit=1 net.ipv4.ip_unprivileged_port_start=0 \
        net.ipv6.ip_nonlocal_bind=1
}

if [[ ${1-} == --inside ]]; then
    shift
    hostname gateway
    mount -t tmpfs -o mode=755 tmpfs /srv       # paths in the log read /srv/..., and vanish with the namespace
    network
    (certificates)
    /usr/bin/python3 "$here/scenario.py" "$lab/pkg" "$@" || { tail -n 5 /srv/log/*.out; exit 1; }
    cp /srv/log/error.log "$lab/error.log"
    cp /srv/log/access.log "$lab/access.log"
    cp /srv/log/*.out /srv/log/php-fpm.log "$lab/" || true
    exit
fi

fetch
mkdir -p "$out"
unshare --net --mount --pid --fork --mount-proc --uts --kill-child "$0" --inside "$@"
# Logs are copied as nginx wrote them, byte for byte
cp "$lab/error.log" "$out/nginx.log"
cp "$lab/access.log" "$out/nginx.access.log"
/usr/bin/python3 "$here/truth.py" "$out/nginx.access.log" "$out/nginx.truth.tsv"
/usr/bin/python3 "$here/table.py" "$out/nginx.log" "$out/nginx.access.log" "${WHY502_README:-$here/../README.md}"
