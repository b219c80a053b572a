//go:build soak

package main

import (
	"fmt"
	"testing"
)

// TestSoak_ExamsOfThreeHundredToThreeThousand lets ever more learners start at the same moment. The server is killed twice,
// and the database once between.
func TestSoak_ExamsOfThreeHundredToThreeThousand(t *testing.T) {
	for _, learners := range []int{300, 1000, 3000} {
		t.Run(fmt.Sprint(learners), func(t *testing.T) {
			s := sit(t, learners, 0.1)
			s.await(t, learners*4)
			s.killServer(t)
			s.await(t, learners*8)
			killPostgres(t, s.data)
			s.await(t, learners*12)
			s.killServer(t)
			r := s.end(t)
			t.Logf("%s", &s.load.said)
			if r.Acknowledged < learners*16 || r.Lost != 0 || r.Duplicated != 0 || r.Errors != 0 {
				t.Errorf("%+v\n%s", r, &s.server.said)
			}
		})
	}
}

// TestSoak_AnExamThatNothingHappensTo holds an exam of three hundred to what learners may expect.
func TestSoak_AnExamThatNothingHappensTo(t *testing.T) {
	s := sit(t, 300, 0.5)
	r := s.end(t)
	t.Logf("%s", &s.load.said)
	if r.Lost+r.Duplicated+r.Errors+r.Retried != 0 || r.SaveMS.P99 > 50 {
		t.Errorf("%+v", r)
	}
}
