// Package static holds the files that tools/assets builds for browsers: they lie in this folder beside this file, are never
// committed, and travel inside the binary. It knows nothing of what they are; package asset finds, names and describes them.
package static

import "embed"

// Files is everything in this folder: the bundle and its manifest.json, or only this source in a tree that was not built yet.
//
//go:embed *
var Files embed.FS
