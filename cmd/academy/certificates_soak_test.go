//go:build soak

package main

import (
	"testing"
	"time"
)

// TestSoak_FiveThousandCertificatesOfOneCourse issues them with progress, each exactly once, while the academy is killed twice.
func TestSoak_FiveThousandCertificatesOfOneCourse(t *testing.T) {
	const people = 5000
	c := graduated(t, people)
	began := time.Now()
	first := c.await(t, people/3, 20*time.Minute)
	t.Logf("%d in %v: %.1f a second", first.Done, time.Since(began), float64(first.Done)/time.Since(began).Seconds())
	c.kill(t)
	c.await(t, people*2/3, 20*time.Minute)
	c.kill(t)
	p := c.await(t, people+1, 20*time.Minute)
	if p.Total != people || p.Done != people || p.Failed != 0 {
		t.Errorf("%+v", p)
	}
	t.Logf("%d in %v with two crashes: %.1f a second", p.Done, time.Since(began), float64(p.Done)/time.Since(began).Seconds())
	c.verify(t, people)
}
