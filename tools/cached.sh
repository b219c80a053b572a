#!/usr/bin/env bash
# Keeps a Go program of one exact version in the per-user cache: cached.sh PACKAGE@VERSION
# Building some of them takes minutes, so it is done once for all clones; two that want the same wait for one another.
set -euo pipefail

package=${1%@*} version=${1#*@}
name=${package##*/}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/academy/bin

have() {
  [ "$(go version -m "$cache/$name" 2>/dev/null | awk '$1 == "mod" { print $3 }')" = "$version" ]
}

have && exit
mkdir -p "$cache"
exec 9>"$cache/.$name.lock"
! command -v flock >/dev/null || flock 9
have && exit

echo "building $name $version: a few minutes, once"
building=$(mktemp -d "$cache/.$name.XXXXXX")
trap 'rm -rf "$building"' EXIT
GOBIN=$building CGO_ENABLED=0 go install -trimpath -ldflags='-s -w' "$1" 9>&-
mv -f "$building/$name" "$cache/$name"
