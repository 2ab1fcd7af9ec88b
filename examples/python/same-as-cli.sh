#!/usr/bin/env bash
# The Python client and the command line must show the same matches for every profile of the fixtures.
# Usage: same-as-cli.sh LOOPBAANBRUG_BINARY PYTHON
set -euo pipefail
binary="$(realpath "$1")"
# Not resolved: a link into a virtual environment must stay one.
python="$(cd "$(dirname "$2")" && pwd)/$(basename "$2")"
cd "$(dirname "$0")/../.."

work="$(mktemp -d)"
server=""
cleanup() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap cleanup EXIT

# The fixtures play on this day.
export LOOPBAANBRUG_TODAY=2026-12-01
"$binary" serve --data "$work/data" --listen 127.0.0.1:0 2>"$work/log" &
server=$!
address=""
for _ in $(seq 1 100); do
  address="$(grep -oE '127\.0\.0\.1:[0-9]+' "$work/log" | head -n 1 || true)"
  [ -n "$address" ] && break
  sleep 0.1
done
[ -n "$address" ] || { cat "$work/log"; echo "the server did not say where it listens"; exit 1; }

for feed in fixtures/feeds/*.ndjson; do
  source="$(basename "$feed" .ndjson)"
  "$binary" import "$feed" --source "$source" --mode full --output json --server "http://$address" >"$work/report.json"
done
revision="$("$python" -c 'import json, sys; print(json.load(open(sys.argv[1]))["revision"])' "$work/report.json")"
# What was imported is served when an answer says so.
"$binary" match --profile fixtures/profiles/01-balie-naar-zorg.json --limit 1 --at-least-revision "$revision" \
  --server "http://$address" >/dev/null

compared=0
for profile in fixtures/profiles/*.json; do
  "$binary" match --profile "$profile" --limit 20 --output json --server "http://$address" >"$work/cli.json"
  "$python" examples/python/match.py --server "$address" --profile "$profile" --limit 20 --json >"$work/python.json"
  "$python" - "$work/cli.json" "$work/python.json" <<'PYTHON'
import json, sys
cli = [(m["key"], m["points"], m["class"]) for m in json.load(open(sys.argv[1]))["matches"]]
other = [(m["key"], m["points"], m["class"]) for m in json.load(open(sys.argv[2]))]
assert cli and cli == other, f"the command line shows {cli}, the client {other}"
PYTHON
  compared=$((compared + 1))
done
echo "$compared profiles: the same matches in Python and on the command line"
