package volunteering_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"academy/app/apptest"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/volunteering"

	"github.com/google/uuid"
)

// bring sends a table and answers what it would add.
func bring(t *testing.T, f *apptest.Forum, rows ...string) volunteering.ShiftImport {
	t.Helper()
	id, err := f.Volunteering.BringShifts(t.Context(), f.Boss, f.ID, volunteering.SentFile{Name: "근무.csv", Data: []byte(strings.Join(rows, "\n"))})
	must(t, err)
	return seen(t, f, id)
}

func seen(t *testing.T, f *apptest.Forum, id uuid.UUID) volunteering.ShiftImport {
	t.Helper()
	v, err := f.Volunteering.ShiftImport(t.Context(), f.Boss, f.ID, id)
	must(t, err)
	return v
}

func shifts(t *testing.T, f *apptest.Forum) []volunteering.PlannedShift {
	t.Helper()
	v, err := f.Volunteering.ShiftPlan(t.Context(), f.Boss, f.ID)
	must(t, err)
	return v.Shifts
}

func TestImport_RowsOfOnePeriodAndPlaceAreOneShiftAndNothingIsTakenTwice(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	day := f.First.Format(time.DateOnly)
	v := bring(t, f, "날짜,시작,끝,장소 (한국어),역할,최소 인원,최대 인원,메모",
		day+",09:00,13:00,등록대,행사 안내,1,2,아침", day+",09:00,13:00,등록대,통역 지원,0,1,", f.First.Format("2006. 1. 2.(Mon)")+",22:00,06:00,,행사 안내,1,1,밤샘")
	if v.Ready != 3 || v.Broken != 0 || len(v.Missing) != 0 || len(v.Unknown) != 1 || v.Unknown[0] != "메모" {
		t.Fatalf("got %+v", v)
	}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if n, err := f.Volunteering.TakeShifts(t.Context(), f.Boss, f.ID, v.ID, false); err != nil || n != 3 {
				t.Errorf("got %d, %v", n, err)
			}
		})
	}
	both.Wait()
	list := shifts(t, f)
	if len(list) != 2 || len(list[0].Needs) != 2 || list[1].Ends.Sub(list[1].Starts) != 8*time.Hour || !list[0].Needs[0].Qualified {
		t.Errorf("got %+v", list)
	}
	again := bring(t, f, "Day,Start,End,Place (Korean),Duty,Maximum", day+",09:00,13:00,등록대,Event guide,2")
	if again.Same != 1 || again.Ready != 0 {
		t.Errorf("a shift that is there already: %+v", again)
	}
	if _, err := f.Volunteering.TakeShifts(t.Context(), f.Boss, f.ID, again.ID, true); !errors.Is(err, volunteering.ErrImportNone) {
		t.Errorf("got %v", err)
	}
}

func TestImport_WithARowThatIsWrongNothingIsAddedUnlessItIsLeftOutByChoice(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	day := f.First.Format(time.DateOnly)
	good := day + ",09:00,13:00,행사 안내,1,2"
	v := bring(t, f, "날짜,시작,끝,역할,최소 인원,최대 인원", good,
		"어제,9시,25:00,요리,둘,0", day+",09:00,09:00,행사 안내,1,2", "2020-01-01,09:00,10:00,행사 안내,1,2", f.First.AddDate(0, 0, 30).Format(time.DateOnly)+",09:00,10:00,행사 안내,3,2", good, `"`)
	if v.Ready != 1 || v.Broken != 6 {
		t.Fatalf("got %+v", v)
	}
	told := map[string]bool{}
	for _, r := range v.Rows {
		for _, p := range r.Problems {
			told[fmt.Sprintf("%d %s %s", r.Line, p.Column, strings.TrimPrefix(p.Key, "volunteering."))] = true
		}
	}
	for _, want := range []string{
		"3 day import_day", "3 start import_time", "3 end import_time", "3 duty import_duty", "3 min import_number", "3 max need_wrong",
		"4 end period", "5 day outside", "6 day outside", "6 max need_wrong", "7 duty import_twice", "8  import_quotes",
	} {
		if !told[want] {
			t.Errorf("%s is not told of: %v", want, told)
		}
	}
	if _, err := f.Volunteering.TakeShifts(t.Context(), f.Boss, f.ID, v.ID, false); !errors.Is(err, volunteering.ErrImportBroken) || len(shifts(t, f)) != 0 {
		t.Fatalf("half of it was taken: %v", err)
	}
	n, err := f.Volunteering.TakeShifts(t.Context(), f.Boss, f.ID, v.ID, true)
	must(t, err)
	if n != 1 || len(shifts(t, f)) != 1 {
		t.Errorf("%d rows were taken", n)
	}
}

func TestImport_OtherColumnsAreReportedAndAFileThatIsNoTableIsRefused(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	v := bring(t, f, "이름,연락처,날짜", "김하늘,010,2026-01-01")
	if got := strings.Join(v.Missing, " "); got != "start end duty max" || len(v.Unknown) != 2 || v.Ready != 0 {
		t.Errorf("got %+v", v)
	}
	if _, err := f.Volunteering.TakeShifts(t.Context(), f.Boss, f.ID, v.ID, true); !errors.Is(err, volunteering.ErrImportBroken) {
		t.Errorf("got %v", err)
	}
	for name, data := range map[string]string{"empty": "", "broken workbook": "PK\x03\x04nothing", "headings alone": "날짜,시작,끝,역할,최대 인원\n"} {
		_, err := f.Volunteering.BringShifts(t.Context(), f.Boss, f.ID, volunteering.SentFile{Name: name, Data: []byte(data)})
		if fault.Of(err).Fields["file"] == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestImport_IsUndoneAsLongAsNobodyIsInIt(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	day := f.First.AddDate(0, 0, 1).Format(time.DateOnly)
	v := bring(t, f, "day,start,end,duty,max", day+",09:00,10:00,event-guide,2", day+",11:00,12:00,event-guide,2")
	_, err := f.Volunteering.TakeShifts(t.Context(), f.Boss, f.ID, v.ID, false)
	must(t, err)
	who := f.Volunteer(t, "하나")
	r, err := f.Volunteering.SignUp(t.Context(), who, shifts(t, f)[0].ID, uuid.Nil)
	must(t, err)
	if err := f.Volunteering.UndoShifts(t.Context(), f.Boss, f.ID, v.ID); !errors.Is(err, volunteering.ErrImportUsed) || len(shifts(t, f)) != 2 {
		t.Fatalf("somebody is in it: %v", err)
	}
	_, err = f.Volunteering.Leave(t.Context(), who, r.ID)
	must(t, err)
	for range 2 {
		must(t, f.Volunteering.UndoShifts(t.Context(), f.Boss, f.ID, v.ID))
	}
	if list := shifts(t, f); len(list) != 1 || !list[0].Cancelled {
		t.Errorf("what somebody was in stays, cancelled, and nothing else: %+v", list)
	}
	if _, err := f.Volunteering.TakeShifts(t.Context(), f.Boss, f.ID, v.ID, false); err != nil || len(shifts(t, f)) != 1 {
		t.Errorf("what was undone was taken again: %v", err)
	}
}

func TestImport_TheTemplateCanBeSentAsItIs(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	for _, lang := range []locale.Lang{locale.KO, locale.EN} {
		var file bytes.Buffer
		must(t, f.Volunteering.WriteShiftTemplate(t.Context(), f.Boss, f.ID, lang, &file))
		id, err := f.Volunteering.BringShifts(t.Context(), f.Boss, f.ID, volunteering.SentFile{Name: "shifts.xlsx", Data: file.Bytes()})
		must(t, err)
		if v := seen(t, f, id); v.Broken != 0 || v.Ready == 0 || len(v.Missing)+len(v.Unknown) != 0 {
			t.Errorf("%s: %+v", lang, v)
		}
	}
	stranger := f.Volunteer(t, "하나")
	if _, err := f.Volunteering.BringShifts(t.Context(), stranger, f.ID, volunteering.SentFile{Data: []byte("x")}); fault.Of(err).Kind != fault.Denied {
		t.Errorf("got %v", err)
	}
}
