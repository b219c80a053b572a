#!/usr/bin/env bash
# Fails when something that a tool writes is not as the tool would write it: templates, formatting, go.mod.
set -euo pipefail

sources() { git ls-files -co --exclude-standard "$@"; }
generated() { sources '*_templ.go' | while read -r file; do [ ! -f "$file" ] || sha256sum "$file"; done; }
stale=0
complain() {
  printf '%s\n' "$@" >&2
  stale=1
}

before=$(generated)
go tool -modfile=tools/tools.mod templ generate -log-level=warn
after=$(generated)
[ "$before" = "$after" ] ||
  complain 'These were stale and are generated now; commit them:' "$(comm -13 <(sort <<<"$before") <(sort <<<"$after") | awk '{ print $2 }')"

for file in $(sources '*_templ.go'); do
  [ -f "${file%_templ.go}.templ" ] || complain "$file has lost its template; remove it."
done

unformatted=$(sources '*.go' | grep -v '_templ\.go$' | xargs -r ls -d 2>/dev/null | xargs -r gofmt -l)
[ -z "$unformatted" ] || complain 'Not formatted (make fmt):' "$unformatted"

go mod tidy -diff || complain 'go.mod or go.sum is not tidy (go mod tidy).'
exit $stale
