package main

import "testing"

func TestPruneTokens_KeepsWhatIsReachable(t *testing.T) {
	t.Parallel()
	css := `:root{--krds-a:#111;--krds-b:var(--krds-a);--krds-c:var(--krds-d);--krds-d:2px}.x{--krds-e:1}.y{color:var(--krds-b)}`
	want := `:root{--krds-a:#111;--krds-b:var(--krds-a);}.y{color:var(--krds-b)}`
	if got := pruneTokens(css); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
