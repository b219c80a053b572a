package files

import "testing"

func TestReadRange_UnderstandsOneRange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		header string
		want   span
		ok     bool
	}{
		{"bytes=0-0", span{0, 1}, true}, {"bytes=0-", span{0, 10}, true}, {"bytes=5-7", span{5, 3}, true}, {"bytes=5-99", span{5, 5}, true},
		{"bytes=-3", span{7, 3}, true}, {"bytes=-99", span{0, 10}, true}, {"bytes=-0", span{10, 0}, true}, {"bytes=10-", span{10, 0}, true},
		{"bytes=", span{}, false}, {"bytes=-", span{}, false}, {"bytes=a-b", span{}, false}, {"bytes=3-2", span{}, false},
		{"bytes=0-1,2-3", span{}, false}, {"items=0-1", span{}, false}, {"bytes=--1", span{}, false}, {"bytes=+1-2", span{}, false},
		{"bytes=99999999999999999999-", span{}, false},
	} {
		got, ok := readRange(c.header, 10)
		if ok != c.ok || (ok && got != c.want) {
			t.Errorf("%s: %+v %v", c.header, got, ok)
		}
	}
}
