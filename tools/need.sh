#!/usr/bin/env bash
# Sees to it that commands are there: need.sh COMMAND:PACKAGE…
# Missing ones are installed with apt-get, as root or by sudo; where neither will do, their names are printed.
set -euo pipefail

missing=()
for pair; do
  command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
done
[ ${#missing[@]} -gt 0 ] || exit 0

root=()
[ "$(id -u)" = 0 ] || root=(sudo)
if ! command -v apt-get >/dev/null || { [ ${#root[@]} -gt 0 ] && ! command -v sudo >/dev/null; }; then
  echo "Please install: ${missing[*]}" >&2
  exit 1
fi
echo "installing ${missing[*]}"
quiet=(-qq -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300)
"${root[@]}" apt-get "${quiet[@]}" update
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "${quiet[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null
