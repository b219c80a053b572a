package handlers_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"

	"academy/app/access"
	"academy/app/assessment"
	"academy/app/fault"
	"academy/app/library"
	"academy/app/locale"
	"academy/app/questions"

	"github.com/google/uuid"
)

// fileSlot is where the course of all types asks for a file.
const fileSlot = 11

// sitting is somebody before the question that asks for a file.
type sitting struct {
	*browser
	who     access.Actor
	attempt assessment.Attempt
	at      string
}

func (s *site) sitFile(t *testing.T, roles ...access.Role) sitting {
	t.Helper()
	b, who := s.signedIn(t, roles...)
	b.submit(b.get("/courses/question-types/enrol").want(http.StatusOK), "/courses/question-types/enrol", nil).want(http.StatusSeeOther)
	attempt, _, err := s.Assessment.Start(t.Context(), who, locale.KO, s.QuizID(t, "question-types"), "")
	if err != nil {
		t.Fatal(err)
	}
	return sitting{b, who, attempt, "/attempts/" + attempt.ID.String() + "/questions/" + strconv.Itoa(fileSlot)}
}

// hand sends the form of the question that takes a file.
func (b sitting) hand(t *testing.T, question *page, files ...sent) *page {
	t.Helper()
	form := question.find("form#hand-in")
	field := func(name string) [2]string { return [2]string{name, form.Find("[name="+name+"]").AttrOr("value", "")} }
	body, contentType := formWith(t, [][2]string{field("_csrf"), field("op_id"), field("seq")}, files...)
	return b.do(http.MethodPost, form.AttrOr("action", ""), body, map[string]string{"Content-Type": contentType})
}

func (s *site) typesCourse(t *testing.T) {
	s.ImportFolder(t, os.DirFS("../e2e/courses/question-types"))
}

var plan = sent{"교류 계획.txt", []byte("시민이 서로 오가며 배운다.")} //nolint:gochecknoglobals // what everybody hands in

func TestAnswerFile_IsHandedInReplacedAndTakenBackWithoutScript(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.typesCourse(t)
	b := s.sitFile(t)
	question := b.get(b.at).want(http.StatusOK)
	if !strings.Contains(question.find("#file-hint").Text(), "5MB") || question.find("[data-handed]:not([hidden])").Length() != 0 {
		t.Errorf("before: %s", question.text())
	}
	for range 2 { // the same form twice is one answer
		if got := b.hand(t, question, plan).want(http.StatusSeeOther); got.to() != b.at {
			t.Errorf("handing in leads to %s", got.to())
		}
	}
	in := b.get(b.at).want(http.StatusOK)
	if got := in.find("[data-handed]:not([hidden]) a").Text(); got != plan.name {
		t.Fatalf("handed in: %q", got)
	}
	saved := b.get(in.find("[data-handed] a").AttrOr("href", "")).want(http.StatusSeeOther)
	file := b.get(saved.to()).want(http.StatusOK)
	if got := file.header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment;") || file.body != string(plan.content) {
		t.Errorf("saved as %q: %q", got, file.body)
	}
	other := sent{"다른 계획.txt", []byte("다르게 오간다.")}
	b.hand(t, in, other).want(http.StatusSeeOther)
	in = b.get(b.at).want(http.StatusOK)
	if got := in.find("[data-handed] a").Text(); got != other.name {
		t.Errorf("replaced: %q", got)
	}
	b.submit(in, b.at, url.Values{"go": {"prev"}}).want(http.StatusSeeOther) // going on keeps it
	in = b.get(b.at).want(http.StatusOK)
	if got := b.submit(in, b.at, url.Values{"remove": {"file"}}).want(http.StatusSeeOther); got.to() != b.at {
		t.Errorf("taking back leads to %s", got.to())
	}
	if got := b.get(b.at).want(http.StatusOK); got.find("[data-handed]:not([hidden])").Length() != 0 {
		t.Error("the file is still there")
	}
}

func TestAnswerFile_IsSavedInTwoStatements(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.typesCourse(t)
	b := s.sitFile(t)
	asset, err := s.Library.TakeFile(t.Context(), b.who, library.UploadRequest{Name: plan.name, Purpose: library.ForAssignment}, bytes.NewReader(plan.content))
	if err != nil {
		t.Fatal(err)
	}
	for seq := range 3 { // the first reads what never changes
		before := s.DB.Queries()
		_, err := s.Assessment.SaveResponse(t.Context(), b.who, assessment.Answer{
			AttemptID: b.attempt.ID, Slot: fileSlot, OpID: uuid.NewString(), Seq: seq + 1, Response: []byte(`{"asset":"` + asset.String() + `"}`),
		})
		if n := s.DB.Queries() - before; err != nil || seq > 0 && n > 2 {
			t.Errorf("save %d: %d statements, %v", seq+1, n, err)
		}
	}
}

func TestAnswerFile_RefusesWithWordsBesideTheField(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.typesCourse(t)
	b := s.sitFile(t)
	for name, file := range map[string]sent{
		"a picture":     {"plan.pdf", picture(t)},
		"a page to run": {"plan.txt", []byte("<!doctype html><script>alert(1)</script>")},
		"too large":     {"plan.txt", []byte(strings.Repeat("a", 5_000_001))},
		"empty":         {"plan.txt", nil},
	} {
		got := b.hand(t, b.get(b.at).want(http.StatusOK), file)
		if got.status != http.StatusUnprocessableEntity || got.find("#q-err").Length() != 1 {
			t.Errorf("%s: %d, %s", name, got.status, got.text())
		}
	}
	if got := b.hand(t, b.get(b.at)); got.status != http.StatusUnprocessableEntity {
		t.Errorf("no file: %d", got.status)
	}
}

func TestCheating_AnAnswerNamesOnlyAFileOfOnesOwn(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.typesCourse(t)
	mine, theirs := s.sitFile(t, access.Instructor), s.sitFile(t)
	theirs.hand(t, theirs.get(theirs.at), plan).want(http.StatusSeeOther)
	their := s.fileOf(t, theirs)
	begun, err := s.Library.BeginUpload(t.Context(), mine.who, library.UploadRequest{Name: "a.txt", Bytes: 3, Purpose: library.ForAssignment})
	if err != nil {
		t.Fatal(err)
	}
	unfinished, err := s.Library.UploadState(t.Context(), mine.who, begun.ID)
	if err != nil {
		t.Fatal(err)
	}
	attached, err := s.Library.TakeFile(t.Context(), mine.who, library.UploadRequest{Name: "a.txt", Purpose: library.ForAttachment}, strings.NewReader("abc"))
	if err != nil {
		t.Fatal(err)
	}
	for name, asset := range map[string]uuid.UUID{"somebody else's": their, "none": uuid.New(), "unfinished": unfinished.Asset, "another purpose": attached} {
		got := mine.post(mine.at, url.Values{"_csrf": {mine.token()}, "op_id": {uuid.NewString()}, "seq": {"1"}, "asset": {asset.String()}})
		if got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, got.status)
		}
		_, err := s.Assessment.SaveResponse(t.Context(), mine.who, assessment.Answer{AttemptID: mine.attempt.ID, Slot: fileSlot, OpID: uuid.NewString(), Seq: 1, Response: []byte(`{"asset":"` + asset.String() + `"}`)})
		if !errors.Is(err, questions.ErrFile) || fault.Of(err).Fields["response"] != "assessment.file_unknown" {
			t.Errorf("%s: %v", name, err)
		}
	}
	mine.get("/attempts/" + mine.attempt.ID.String() + "/files/" + their.String()).want(http.StatusNotFound)
	mine.get("/attempts/" + theirs.attempt.ID.String() + "/files/" + their.String()).want(http.StatusNotFound)
}

func TestCheating_AFileThatAnAnswerNamesIsSeenByThoseWhoMarkAlone(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.typesCourse(t)
	b := s.sitFile(t)
	question := b.get(b.at)
	b.hand(t, question, plan).want(http.StatusSeeOther)
	asset := s.fileOf(t, b)
	link := "/studio/question-types/marking/files/" + asset.String()
	admin, _ := s.signedIn(t, access.Admin)
	admin.get(link).want(http.StatusNotFound) // still sitting
	if _, err := s.Assessment.Submit(t.Context(), b.who, b.attempt.ID); err != nil {
		t.Fatal(err)
	}
	b.hand(t, question, plan).want(http.StatusSeeOther) // too late to change anything
	marking := admin.get("/studio/question-types/marking").want(http.StatusOK)
	if got := marking.find(`.handed a[href$="` + link + `"]`).Text(); got != "answer-"+asset.String()[30:]+".txt" {
		t.Fatalf("marking shows %q: %s", got, marking.text())
	}
	got := admin.get(link).want(http.StatusSeeOther)
	if file := admin.get(got.to()).want(http.StatusOK); !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment; filename=answer-") {
		t.Errorf("it is shown, or its name tells whose it is: %v", file.header)
	}
	stranger, _ := s.signedIn(t, access.Instructor)
	stranger.get(link).want(http.StatusNotFound)
	newCourse(t, stranger)
	learner, _ := s.signedIn(t)
	learner.get(link).want(http.StatusForbidden)
	learner.get("/attempts/" + b.attempt.ID.String() + "/files/" + asset.String()).want(http.StatusNotFound)
}

// fileOf is the file that somebody has handed in.
func (s *site) fileOf(t *testing.T, b sitting) uuid.UUID {
	t.Helper()
	a, err := s.Assessment.Attempt(t.Context(), b.who, locale.KO, b.attempt.ID)
	if err != nil || a.Slots[fileSlot-1].HandedIn == nil {
		t.Fatalf("nothing is handed in: %v", err)
	}
	return a.Slots[fileSlot-1].HandedIn.Asset
}

func TestAnswerFile_ThatNoAnswerNamesIsRemovedAfterAWeek(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.typesCourse(t)
	b := s.sitFile(t)
	b.hand(t, b.get(b.at), plan).want(http.StatusSeeOther)
	named := s.fileOf(t, b)
	var unnamed uuid.UUID
	pool := s.DB.Jobs()
	copied := `with asset as (insert into assets (id, state, name, content_type, bytes, duration_ms, width, height, video_key, poster_key, source_key, kind, created_at)
			select gen_random_uuid(), state, name, content_type, bytes, 0, 0, 0, '', '', source_key, kind, created_at from assets where id = $1 returning id)
		insert into uploads (id, user_id, asset_id, purpose, name, bytes, content_type, part_bytes, state, store_upload_id, created_at, touched_at, finished_at)
			select gen_random_uuid(), user_id, asset.id, purpose, name, bytes, content_type, part_bytes, state, store_upload_id, created_at, touched_at, finished_at
			from uploads, asset where asset_id = $1 returning asset_id`
	if err := pool.QueryRow(t.Context(), copied, named).Scan(&unnamed); err != nil {
		t.Fatal(err)
	}
	count := func() (n int) {
		if err := pool.QueryRow(t.Context(), "select count(*) from assets where id in ($1, $2)", named, unnamed).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for days, want := range []int{0: 2, 6: 2, 7: 1, 8: 1} {
		if want == 0 {
			continue
		}
		if _, err := pool.Exec(t.Context(), "update uploads set finished_at = now() - make_interval(days => $1, mins => 1)", days); err != nil {
			t.Fatal(err)
		}
		if err := s.Library.SweepUploads(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := count(); n != want {
			t.Errorf("after %d days %d files are left, want %d", days, n, want)
		}
	}
	if n := s.fileOf(t, b); n != named {
		t.Error("the answer has lost its file")
	}
}
