#!/usr/bin/env bash
# Runs the browser tests; each file starts the academy it needs. Files are named, because node versions disagree on folders.
set -euo pipefail
shopt -s nullglob globstar

tests=(e2e/**/*.test.mjs)
if [ ${#tests[@]} -eq 0 ]; then
  echo 'There are no browser tests in e2e/.' >&2
  exit 1
fi
exec node --test --test-reporter=spec --test-concurrency="${ACADEMY_BROWSERS:-2}" "${tests[@]}"
