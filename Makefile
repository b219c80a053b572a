# `make demo` and `make test` work on a fresh Debian or Ubuntu machine with Go, Node and git: each installs what it needs
# and is missing, and nothing more. What took long to build is kept for the next clone in a per-user cache folder.

SHELL       := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# One way of compiling for all targets, so that they share one build cache.
export CGO_ENABLED := 0
export GOFLAGS     := $(filter-out -trimpath,$(shell go env GOFLAGS)) -trimpath

CACHE    := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/academy/bin
MINIO    := github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c
LINT     := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
TOOL     := go tool -modfile=tools/tools.mod
PACKAGES := node_modules/.installed
BUNDLE   := handlers/static/manifest.json
ACADEMY  := bin/academy
PARALLEL := $(MAKE) --no-print-directory --jobs=4

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 14

demo: ## an academy with sample content on http://localhost:8080
	@$(PARALLEL) $(PACKAGES) video $(if $(wildcard $(ACADEMY)),,libraries)
	$(MAKE) --no-print-directory $(ACADEMY)
	exec $(ACADEMY) demo

build: $(ACADEMY) ## bin/academy: static, with everything inside

test: ## every test: Go, stores, browser
	@$(PARALLEL) $(PACKAGES) video browser minio libraries
	$(MAKE) --no-print-directory $(ACADEMY)
	ACADEMY_TEST_S3_BIN=$(CACHE)/minio $(TOOL) gotestsum --format=pkgname --format-hide-empty-pkg -- -shuffle=on -timeout=20m ./...
	tools/browser-tests.sh

soak: $(BUNDLE) video minio ## the big runs: hours of use in minutes; not part of test
	ACADEMY_TEST_S3_BIN=$(CACHE)/minio go test -tags=soak -run='^TestSoak' -count=1 -timeout=90m -v ./...

bench: $(BUNDLE) ## what a request costs, beside a bare server; rosters
	go test -run=xxx -bench=. -count=1 -timeout=30m ./cmd/academy/... ./app/credentials/diploma
	go test -run=xxx -bench=. -benchtime=1x -count=1 -timeout=30m ./app/volunteering/roster
	go test -run=xxx -bench=Board -count=1 -timeout=10m ./handlers

bench-roster: ## instances of the shift scheduling benchmark in DIR: name, cost, seconds
	@mkdir -p bin
	@go test -c -o bin/bench-roster ./app/volunteering/roster/anneal
	@GOMAXPROCS=1 bin/bench-roster -test.run='^TestInstances$$' -dir='$(DIR)' | sed '/^PASS$$/d'

check: $(BUNDLE) ## what CI looks at before the tests: generated files, vet, types, layers
	@tools/fresh.sh
	go vet ./...
	node_modules/.bin/tsc --noEmit -p handlers/assets
	$(MAKE) --no-print-directory lint

lint: $(BUNDLE) ## style and layers
	@tools/cached.sh $(LINT)
	$(CACHE)/golangci-lint run --allow-serial-runners
	! grep -rnP --include='*.go' '\.(Updates|UpdateColumns)\((?!map\[)' models || { echo 'Updates of a struct skips zero values: give a map.' >&2; exit 1; }

generate: ## Go from templ files
	$(TOOL) templ generate

fmt: ## format Go and templ
	$(TOOL) templ fmt handlers
	gofmt -w $$(git ls-files -co --exclude-standard '*.go')

clean: ## remove what was built; data, downloads and caches stay
	rm -rf bin
	find handlers/static media/fonts app/credentials/proof/contexts -type f ! -name '*.go' ! -name '.*' -delete

# What the targets above need. Go itself knows best what is out of date, so the program is offered to it every time.

$(ACADEMY): $(BUNDLE) FORCE
	@go build -ldflags='-s -w' -o $@ ./cmd/academy

$(BUNDLE): $(PACKAGES) $(shell find handlers/assets tools/assets -type f 2>/dev/null)
	@go run ./tools/assets

$(PACKAGES): package-lock.json
	@command -v npm >/dev/null || { echo 'Please install Node.js 20 or later, with npm.' >&2; exit 1; }
	npm ci --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund --no-update-notifier
	touch $@

# The libraries' first compilation takes longest of all and needs nothing but Go: it goes on beside the downloads.
libraries:
	@go list -e -deps -f '{{with .Module}}{{if not .Main}}{{$$.ImportPath}}{{end}}{{end}}' ./cmd/academy | xargs -r go build

video:
	@tools/need.sh ffmpeg:ffmpeg

browser: video
	@tools/need.sh chromium:chromium pdftotext:poppler-utils zbarimg:zbar-tools

minio:
	@tools/cached.sh $(MINIO)

FORCE:
.PHONY: help demo build test soak bench bench-roster check lint generate fmt clean libraries video browser minio FORCE
