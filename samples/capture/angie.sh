#!/bin/bash
# angie.sh -- makes samples/logs/angie*.log again: a real Angie, every upstream of which is broken, that writes each
# record as text and as JSON. Half a minute.
#
# usage: angie.sh SOURCE     a checkout of https://github.com/webserver-llc/angie, which is built where it lies
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "${1:?usage: angie.sh SOURCE}" && pwd)
lab=/tmp/why502-angie
if [ ! -x "$source/objs/angie" ]; then
  (cd "$source" && ./configure --without-http_rewrite_module --without-http_gzip_module --with-http_v2_module \
    --with-stream --with-mail --with-cc-opt='-O0 -w' && make -j1) > /dev/null
fi
rm -rf $lab
mkdir -p $lab/logs $lab/temp $lab/html
export TZ=UTC
"$source/objs/angie" -p $lab -c "$here/angie.conf" -e logs/start.log & angie=$!
trap 'kill $angie 2>/dev/null || true' EXIT
sleep 1
python3 "$here/angie.py"
kill -QUIT $angie
wait $angie || true
cp $lab/logs/error.log "$here/../logs/angie.log"
cp $lab/logs/error.json "$here/../logs/angie_json.log"
