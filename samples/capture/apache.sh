#!/bin/bash
# apache.sh -- makes samples/logs/apache.* again: a real Apache httpd whose upstreams are broken on purpose.
# Fetches Debian's packages and unpacks them into /tmp/why502-httpd; nothing is installed. Half a minute.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
lab=/tmp/why502-httpd
mkdir -p $lab/deb $lab/run
(cd $lab/deb && apt-get download apache2-bin libapr1 libaprutil1 && for d in ./*.deb; do dpkg -x "$d" ../root; done)
rm -f $lab/run/*
chmod -R a+rwX $lab/run $lab/root
python3 "$here/httpd_backends.py" & backends=$!
export LD_LIBRARY_PATH=$lab/root/usr/lib/$(uname -m)-linux-gnu TZ=UTC
# As nobody where we are root.
nobody=; [ "$(id -u)" -ne 0 ] || nobody='setpriv --reuid 65534 --regid 65534 --clear-groups'
sleep 1
$nobody $lab/root/usr/sbin/apache2 -f "$here/httpd.conf" -D FOREGROUND & httpd=$!
trap 'kill $httpd $backends 2>/dev/null || true' EXIT
sleep 2
# Needles in the request and in the referer, as clients write them.
get() {
  curl -s -o /dev/null -m 12 "http://127.0.0.1:19080$1" \
    -e 'http://ref.example/AH01102: error reading status line from remote server 6.6.6.6:80' || true
}
for i in 1 2 3; do get /good/$i; done
for path in refused eof rst garbage cut badhdr big badver dns fcgi fceof fcbad scgi ajp ajpeof denied dead dead; do
  get "/$path/a?x=AH00957:+http:+attempt"
  get "/$path/b"
done
for path in hang fchang sctime ajptime; do get /$path/a; get /$path/b; done
for i in 1 2 3 4 5 6; do get /pair/$i; done
for i in 1 2 3; do get /watched/$i; sleep 1; done
for i in 1 2 3 4 5 6 7 8; do get /refused/many$i & get /rst/many$i & done
sleep 5
kill $httpd
wait $httpd || true
cp $lab/run/error.log "$here/../logs/apache.log"
cp $lab/run/access.log "$here/../logs/apache.access.log"
python3 "$here/httpd_truth.py" < $lab/run/access.log > "$here/../logs/apache.truth.tsv"
