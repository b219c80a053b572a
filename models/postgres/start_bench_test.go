//go:build linux

package postgres

import "testing"

// BenchmarkStart_Warm is what `academy serve` waits for on an existing cluster.
func BenchmarkStart_Warm(b *testing.B) {
	folder := settledFolder(b)
	for b.Loop() {
		s := start(b, Options{DataDir: folder})
		b.StopTimer()
		stop(b, s)
		b.StartTimer()
	}
}
