package slowdown

import (
	"testing"
	"time"
)

func TestLeft_GrowsToFifteenMinutesAndIsForgotten(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		over  int
		since time.Duration
		want  time.Duration
	}{
		{-1, 0, 0},
		{0, 0, time.Minute},
		{0, 59 * time.Second, time.Second},
		{0, time.Minute, 0},
		{1, 0, 2 * time.Minute},
		{2, 0, 4 * time.Minute},
		{3, 0, 8 * time.Minute},
		{4, 0, 15 * time.Minute},
		{1_000_000, 0, 15 * time.Minute},
		{1_000_000, time.Hour, 0},
	} {
		if got := left(c.over, c.since); got != c.want {
			t.Errorf("left(%d, %v) = %v, want %v", c.over, c.since, got, c.want)
		}
	}
}

func TestNetwork_TakesAnIPv6SubscriberAsOne(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"203.0.113.7":         "203.0.113.7",
		"2001:db8:1:2:3:4::5": "2001:db8:1:2::/64",
		"2001:db8:1:2::99":    "2001:db8:1:2::/64",
		"fe80::1%eth0":        "fe80::/64",
		"::ffff:203.0.113.7":  "::ffff:203.0.113.7",
		"":                    "",
	} {
		if got := network(address); got != want {
			t.Errorf("network(%s) = %s, want %s", address, got, want)
		}
	}
}

func TestGuard_KeysDependOnTheSecret(t *testing.T) {
	t.Parallel()
	one, two := New([]byte("a")).Account("kim@example.org"), New([]byte("b")).Account("kim@example.org")
	if string(one.key) == string(two.key) || string(one.key) == string(New([]byte("a")).Address("kim@example.org").key) {
		t.Error("keys collide")
	}
}
