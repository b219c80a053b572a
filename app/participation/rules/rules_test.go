package rules

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func seoul(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestDue_EndsAtMidnightInSeoulAndPassesOverHolidays(t *testing.T) {
	t.Parallel()
	zone := seoul(t)
	c := NewCalendar(zone, []string{"2026-09-24", "2026-09-25", "2026-12-25", "2027-01-01"})
	for name, one := range map[string]struct {
		from  string
		clock Clock
		want  string
	}{
		"three working days":                         {"2026-11-30T09:00", Clock{3, true}, "2026-12-04T00:00"},
		"over a weekend":                             {"2026-12-03T09:00", Clock{3, true}, "2026-12-09T00:00"},
		"over Christmas and a weekend":               {"2026-12-24T18:00", Clock{1, true}, "2026-12-29T00:00"},
		"over Chuseok":                               {"2026-09-23T10:00", Clock{1, true}, "2026-09-29T00:00"},
		"a minute before midnight is still that day": {"2026-11-30T23:59", Clock{1, true}, "2026-12-02T00:00"},
		"a minute after midnight is the next day":    {"2026-12-01T00:01", Clock{1, true}, "2026-12-03T00:00"},
		"sent in on a Saturday":                      {"2026-12-05T12:00", Clock{1, true}, "2026-12-08T00:00"},
		"thirty days of the calendar":                {"2026-11-30T12:00", Clock{30, false}, "2026-12-31T00:00"},
		"a calendar clock never ends on a holiday":   {"2026-11-25T12:00", Clock{30, false}, "2026-12-29T00:00"},
		"a calendar clock over the turn of the year": {"2026-12-31T23:59", Clock{1, false}, "2027-01-05T00:00"},
	} {
		at := func(s string) time.Time {
			v, err := time.ParseInLocation("2006-01-02T15:04", s, zone)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		if got := c.Due(at(one.from).UTC(), one.clock); !got.Equal(at(one.want)) {
			t.Errorf("%s: got %s, want %s", name, got.In(zone), one.want)
		}
	}
}

func TestOverdue_BeginsAtMidnightInSeoulNotInLondon(t *testing.T) {
	t.Parallel()
	c := NewCalendar(seoul(t), nil)
	due := c.Due(time.Date(2026, 11, 30, 3, 0, 0, 0, time.UTC), Clock{1, true})
	if want := time.Date(2026, 12, 1, 15, 0, 0, 0, time.UTC); !due.Equal(want) {
		t.Fatalf("got %s, want %s", due, want)
	}
	for at, want := range map[time.Time]bool{due.Add(-time.Microsecond): false, due: true, due.Add(time.Hour): true} {
		if Overdue(due, at) != want {
			t.Errorf("at %s: overdue %t", at, !want)
		}
	}
	for hours, want := range map[int]int{-25: 1, -24: 0, -1: 0, 0: -1, 23: -1, 24: -2} {
		if got := c.DaysLeft(due, due.Add(time.Duration(hours)*time.Hour)); got != want {
			t.Errorf("%d hours after: %d days left, want %d", hours, got, want)
		}
	}
	if Warns(due, due.Add(-25*time.Hour)) || !Warns(due, due.Add(-24*time.Hour)) {
		t.Error("the warning does not come a day before")
	}
}

func TestStates_FollowOneAnotherAsTheTableSays(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		from, to State
		may      bool
	}{
		{Draft, Submitted, true}, {Draft, Gathering, false}, {Submitted, Gathering, true}, {Returned, Submitted, true}, {Returned, Gathering, false},
		{Gathering, UnderReview, true}, {Gathering, Lapsed, true}, {Gathering, Answered, false}, {Lapsed, Gathering, false}, {UnderReview, Answered, true},
		{Answered, UnderReview, true}, {Answered, Withdrawn, false}, {UnderReview, Withdrawn, false}, {Merged, Gathering, false}, {Withdrawn, Gathering, false}, {Hidden, Gathering, true},
	} {
		if got := one.from.MayBecome(one.to); got != one.may {
			t.Errorf("%s to %s: %t", one.from, one.to, got)
		}
	}
	for _, s := range []State{Draft, Submitted, Returned} {
		if s.Public() {
			t.Errorf("%s is shown to everybody", s)
		}
	}
	for _, s := range []State{Gathering, Lapsed, Withdrawn, Hidden, Merged, Answered} {
		if !s.Public() {
			t.Errorf("%s is kept from everybody", s)
		}
	}
}

func TestCommitments_DecideWhatBecomesOfAProposal(t *testing.T) {
	t.Parallel()
	done, going, dropped := Commitment{"done", 100}, Commitment{"in_progress", 40}, Commitment{"dropped", 20}
	for want, all := range map[State][]Commitment{
		Answered: nil, Committed: {done, going}, Implemented: {done, dropped}, Cancelled: {dropped, dropped},
	} {
		if got := AfterCommitments(all); got != want {
			t.Errorf("%v: %s, want %s", all, got, want)
		}
	}
	if got := Progress([]Commitment{done, going, dropped}); got != 70 {
		t.Errorf("got %d %%", got)
	}
}

func TestLadder_IsReachedStepByStep(t *testing.T) {
	t.Parallel()
	l := Ladder{Frozen: 10, Listed: 100, Answer: 1000}
	for supports, want := range map[int][4]any{
		0: {false, false, false, "listed"}, 9: {false, false, false, "listed"}, 10: {true, false, false, "listed"},
		99: {true, false, false, "listed"}, 100: {true, true, false, "answer"}, 999: {true, true, false, "answer"}, 1000: {true, true, true, ""},
	} {
		frozen, listed, answer := l.Reached(supports)
		next, _ := l.Next(supports)
		if got := [4]any{frozen, listed, answer, next}; got != want {
			t.Errorf("%d supports: %v, want %v", supports, got, want)
		}
	}
}

func TestBands_TellOnlyHowFarSomebodyHasCome(t *testing.T) {
	t.Parallel()
	for want, one := range map[Band][2]int{None: {0, 0}, Partial: {3, 0}, Completed: {9, 1}} {
		if got := BandOf(one[0], one[1]); got != want {
			t.Errorf("%v: %s", one, got)
		}
	}
}

func TestSplit_ShowsNobodysBandByComparing(t *testing.T) {
	t.Parallel()
	var s Split
	step := func(informed, general int, day string, want Split) {
		t.Helper()
		if s = s.Refresh(informed, general, day); s != want {
			t.Errorf("%d and %d on %s: %+v, want %+v", informed, general, day, s, want)
		}
	}
	step(5, 4, "2026-12-01", Split{})                           // too few to be taken at all
	step(30, 9, "2026-12-01", Split{Of: 39, On: "2026-12-01"})  // one side is too small: none is shown
	step(30, 30, "2026-12-01", Split{Of: 39, On: "2026-12-01"}) // not twice a day
	step(31, 17, "2026-12-02", Split{Of: 39, On: "2026-12-01"}) // nine more are too few to compare
	step(32, 17, "2026-12-02", Split{30, 10, 49, "2026-12-02"}) // in tens
	step(33, 17, "2026-12-03", Split{30, 10, 49, "2026-12-02"}) // one more does not show
	step(39, 20, "2026-12-03", Split{30, 20, 59, "2026-12-03"}) // ten more do
	step(40, 9, "2026-12-04", Split{Of: 49, On: "2026-12-04"})  // and supports withdrawn hide it again
	if s.Shown() || !(Split{Informed: 10, General: 10}).Shown() {
		t.Error("what is shown is not what may be")
	}
}

func TestPillars_NameWhatIsMissing(t *testing.T) {
	t.Parallel()
	if got := (Pillars{Informed: 2, Trained: 1}).Missing(); !slices.Equal(got, []string{"participation"}) {
		t.Errorf("got %v", got)
	}
}

func TestPersonalData_IsFoundBeforePosting(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"제 번호는 010-1234-5678입니다":       {"phone"},
		"０１０－１２３４－５６７８로 전화 주세요":        {"phone"},
		"서울 02-2100-2114":              {"phone"},
		"900101-1234567":               {"resident"},
		"kim@example.org, M12345678":   {"email", "passport"},
		"1234-5678-9012-3456":          {"card"},
		"2026년 11월 30일까지 1,000명, 제12조": nil,
		"2026-2030 계획과 예산 0.5%":        nil,
	} {
		if got := PersonalData(text); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestLine_KeepsMarkupAsTextAndDropsWhatDeceives(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"  <b>외교</b>\n제안 ":        "<b>외교</b> 제안",
		"\u1100\u1161":            "가",
		"safe\u202Etxt\x00\u200D": "safetxt\u200D",
	} {
		if got := Line(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	if Fits(strings.Repeat("가", 10_000), 5, 100) || !Fits("다섯 글자", 5, 100) {
		t.Error("lengths are not counted in characters")
	}
}
