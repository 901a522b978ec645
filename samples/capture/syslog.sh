#!/bin/bash
# syslog.sh -- makes samples/wrapped/ again: what Debian's rsyslog and systemd-journald make of a real nginx's error log.
# Run as root: it takes mount and host name namespaces of its own. Debian's packages are unpacked into
# /tmp/why502-syslog; nothing is installed, and every process ends with the script. Half a minute.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
lab=/tmp/why502-syslog
root=$lab/root
if [ "${1:-}" != inside ]; then
  mkdir -p $lab/deb
  if [ ! -e $root/usr/sbin/rsyslogd ]; then
    (cd $lab/deb && apt-get -qq download rsyslog systemd libsystemd-shared libestr0 libfastjson4 \
      && for d in ./*.deb; do dpkg-deb -x "$d" $root; done)
  fi
  "$here/../../tests/live/unpack" $lab/nginx
  exec unshare -m -u "$0" inside
fi
libraries=usr/lib/$(uname -m)-linux-gnu
export TZ=UTC LD_LIBRARY_PATH=$root/$libraries:$root/lib/$(uname -m)-linux-gnu:$root/lib/systemd:$lab/nginx/root/$libraries
export LD_LIBRARY_PATH=$LD_LIBRARY_PATH:$root/$libraries/systemd

hostname web1
mount -t tmpfs none /run
mount -t tmpfs none /var/log
mkdir -p /run/systemd/journal
echo 00000000000000000000000000000502 > /run/machine-id
[ -e /etc/machine-id ] && mount --bind /run/machine-id /etc/machine-id

rm -rf $lab/run
mkdir -p $lab/run/logs $lab/run/temp $lab/run/html $lab/run/out
$root/lib/systemd/systemd-journald & journald=$!

# Every way out of rsyslog, for what nginx sent (udp) and for what stood in its file (file).
cat > $lab/run/rsyslog.conf <<CONF
global(workDirectory="$lab/run" maxMessageSize="16k")
module(load="$root/$libraries/rsyslog/imudp.so")
module(load="$root/$libraries/rsyslog/imfile.so")
CONF
for from in udp file; do
  {
    echo "ruleset(name=\"$from\") {"
    for to in Traditional:TraditionalFileFormat iso:FileFormat rfc5424:SyslogProtocol23Format; do
      name=${to%%:*}
      echo "  action(type=\"omfile\" file=\"$lab/run/out/rsyslog_${from}_${name,,}.log\" template=\"RSYSLOG_${to##*:}\")"
    done
    [ $from = udp ] || echo '  action(type="omfwd" target="127.0.0.1" port="19240" protocol="tcp"
      TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format")'
    echo "}"
  } >> $lab/run/rsyslog.conf
done
cat >> $lab/run/rsyslog.conf <<CONF
input(type="imudp" address="127.0.0.1" port="19241" ruleset="udp")
input(type="imfile" file="$lab/run/logs/error.log" tag="nginx:" severity="error" ruleset="file")
CONF
python3 - $lab/run/out/rsyslog_counted.log <<'PY' & listener=$!
"""Keeps what comes over TCP, as it comes."""
import socket, sys
with socket.create_server(("127.0.0.1", 19240)) as server, open(sys.argv[1], "wb") as file:
    connection, _ = server.accept()
    while data := connection.recv(65536):
        file.write(data)
        file.flush()
PY
sleep 1
$root/usr/sbin/rsyslogd -n -f $lab/run/rsyslog.conf -i $lab/run/rsyslogd.pid -M $root/$libraries/rsyslog & rsyslogd=$!

# nginx writes to its file, to rsyslog, to journald's syslog socket, and to its standard error, which is journald's.
sed -e 's|^error_log logs/error.json.*|error_log syslog:server=127.0.0.1:19241 info;\nerror_log syslog:server=unix:/run/systemd/journal/dev-log info;\nerror_log stderr info;|' \
  -e '/^stream {/,$d' -e 's/^pid .*/pid nginx.pid;/' "$here/angie.conf" > $lab/run/nginx.conf
chmod -R a+rwX $lab/run
sleep 1
systemd-cat -t nginx $lab/nginx/root/usr/sbin/nginx -p $lab/run -c $lab/run/nginx.conf -e logs/start.log & nginx=$!
trap 'kill $nginx $rsyslogd $journald $listener 2>/dev/null || true' EXIT
sleep 1
python3 "$here/angie.py" short
kill -QUIT "$(cat $lab/run/nginx.pid)"
sleep 3
kill $rsyslogd
for form in json short short-iso short-precise short-unix; do
  $root/bin/journalctl -q _TRANSPORT=stdout -o $form > "$lab/run/out/journal_stderr_${form//-/_}.log"
  $root/bin/journalctl -q _TRANSPORT=syslog -o $form > "$lab/run/out/journal_syslog_${form//-/_}.log"
done
cp $lab/run/logs/error.log $lab/run/out/plain.log
mkdir -p "$here/../wrapped"
cp $lab/run/out/*.log "$here/../wrapped/"
