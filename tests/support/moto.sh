#!/usr/bin/env bash
# Runs a command with STETH_MOTO_URL set to a moto server that lives as long as the command.
# The server comes from PyPI; where that cannot be reached, this fails.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
server=
stop() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap stop EXIT

venv=${STETH_MOTO_VENV:-$work/venv}
if [ ! -x "$venv/bin/python" ]; then
  python3 -m venv "$venv" || { echo "moto: python3 with venv is needed" >&2; exit 1; }
fi
if ! "$venv/bin/python" -c 'import moto.server, flask' 2>/dev/null; then
  "$venv/bin/python" -m pip install --quiet 'moto[server]>=5.2,<6' \
    || { echo "moto: cannot be installed from PyPI" >&2; exit 1; }
fi

port=$("$venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$venv/bin/python" "$here/moto_server.py" "$port" >"$work/log" 2>&1 &
server=$!
url=http://127.0.0.1:$port
for _ in $(seq 1 120); do
  if "$venv/bin/python" -c "import urllib.request; urllib.request.urlopen('$url/moto-api/data.json', timeout=2)" 2>/dev/null; then
    STETH_MOTO_URL=$url "$@"
    exit
  fi
  kill -0 "$server" 2>/dev/null || break
  sleep 0.5
done
echo "moto: the server did not start" >&2
cat "$work/log" >&2
exit 1
