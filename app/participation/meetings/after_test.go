package meetings_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"academy/app/fault"
	"academy/app/locale"
	"academy/app/participation"
	"academy/app/participation/meetings"
	"academy/models"

	"github.com/google/uuid"
)

func promised(title string) participation.NewCommitment {
	return participation.NewCommitment{Title: title, Division: "culture-division", DueOn: "2027-06-30"}
}

func TestMinutes_StayAsTheyWerePublishedAndReachThoseWhoCame(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Work(t)
	id := h.published(5)
	h.register(h.one, id)
	h.asked(h.two, id, "자매도시는 어떻게 고르나요?")
	h.refused(h.Meetings.PublishMinutes(t.Context(), h.staff, id, "아직 열리지 않았습니다.", ""), meetings.ErrNotNow)
	h.until(h.starts)
	h.must(h.Meetings.Mark(t.Context(), h.staff, id, h.shown(h.one, id).Mine.ID, meetings.MarkHere))
	h.refused(h.Meetings.PublishMinutes(t.Context(), h.one, id, "제가 씁니다.", ""), fault.ErrDenied)
	h.wrong(h.Meetings.PublishMinutes(t.Context(), h.staff, id, " ", ""), "minutes")
	h.must(h.Meetings.PublishMinutes(t.Context(), h.staff, id, "자매도시를 함께 고르기로 했습니다.", "남는 말"))
	h.told(h.one, "meeting_minutes", "도시 외교")
	h.told(h.two, "meeting_minutes", "도시 외교")
	h.wrong(h.Meetings.PublishMinutes(t.Context(), h.staff, id, "고친 회의록", ""), "because")
	h.must(h.Meetings.PublishMinutes(t.Context(), h.staff, id, "고친 회의록", "이름이 틀렸습니다."))
	if m := h.shown(h.two, id).Minutes; len(m) != 2 || m[0].Version != 2 || m[0].Because != "이름이 틀렸습니다." || m[1].Body != "자매도시를 함께 고르기로 했습니다." || m[1].Because != "" {
		t.Errorf("got %+v", m)
	}
	for _, do := range []string{"update meeting_minutes set body = 'other'", "delete from meeting_minutes"} {
		if err := h.DB.Write(t.Context(), func(tx *models.Tx) error {
			_, err := tx.SQL().ExecContext(t.Context(), do)
			return err
		}); err == nil {
			t.Errorf("%s is taken", do)
		}
	}
}

func TestDecide_MakesACommitmentThatEverybodyFindsAndThoseWhoCameFollow(t *testing.T) {
	t.Parallel()
	h := open(t)
	id, other := h.published(5), h.published(5)
	h.register(h.one, id)
	question := h.asked(h.two, id, "자매도시는 어떻게 고르나요?")
	h.refused(h.Meetings.Decide(t.Context(), h.staff, id, promised("자매도시를 함께 고르기")), meetings.ErrNotNow)
	h.until(h.starts)
	h.must(h.Meetings.Mark(t.Context(), h.staff, id, h.shown(h.one, id).Mine.ID, meetings.MarkHere))
	h.wrong(h.Meetings.Decide(t.Context(), h.staff, id, participation.NewCommitment{Title: "자매도시를 함께 고르기", DueOn: "soon"}), "division")
	h.must(h.Meetings.Decide(t.Context(), h.staff, id, promised("자매도시를 함께 고르기")))
	promise := h.shown(h.one, id).Promises[0].ID
	to := participation.Progress{State: "done", Note: "함께 골랐습니다."}
	if err := h.Voice.SetMeetingProgress(t.Context(), h.staff, other, promise, to); fault.Of(err).Kind != fault.Missing {
		t.Errorf("moved by another meeting: %v", err)
	}
	if _, err := h.Voice.SetProgress(t.Context(), h.staff, promise, to); fault.Of(err).Kind != fault.Missing {
		t.Errorf("moved as if it were a proposal's: %v", err)
	}
	h.refused(h.Voice.SetMeetingProgress(t.Context(), h.one, id, promise, to), fault.ErrDenied)
	h.must(h.Voice.SetMeetingProgress(t.Context(), h.staff, id, promise, to))
	h.must(h.Meetings.AnswerQuestion(t.Context(), h.staff, id, question, "시민의 추천을 받습니다."))
	changes, err := h.Voice.Changes(t.Context(), locale.KO, "")
	h.must(err)
	if len(changes.List) != 1 || changes.List[0].MeetingID != id || changes.List[0].Meeting == "" || changes.List[0].State != "done" {
		t.Errorf("got %+v", changes.List)
	}
	h.must(h.Meetings.PublishMinutes(t.Context(), h.staff, id, "함께 고르기로 했습니다.", ""))
	came, err := h.Voice.Receipts(t.Context(), h.one, locale.KO, "")
	h.must(err)
	put, err := h.Voice.Receipts(t.Context(), h.two, locale.KO, "")
	h.must(err)
	if len(came.List) != 1 || came.List[0].What != "meeting" || came.List[0].Meeting != id || came.List[0].MinutesAt == nil || len(came.List[0].Promises) != 1 {
		t.Errorf("who came: %+v", came.List)
	}
	if len(put.List) != 1 || put.List[0].What != "question" || put.List[0].Summary == "" || put.List[0].Stage != 6 {
		t.Errorf("who asked: %+v", put.List)
	}
}

func TestReceipts_GoOnBehindTheLastOfAPageWhateverItWas(t *testing.T) {
	t.Parallel()
	h := open(t)
	for i := range 9 {
		id := h.published(5)
		for n := range 3 {
			h.must(h.Meetings.Put(t.Context(), h.one, id, "질문 "+strconv.Itoa(i)+" "+strconv.Itoa(n)+"입니다", true))
		}
	}
	seen, cursor := []time.Time{}, ""
	for range 3 {
		page, err := h.Voice.Receipts(t.Context(), h.one, locale.KO, cursor)
		h.must(err)
		for _, r := range page.List {
			seen = append(seen, r.At)
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if len(seen) != 27 || !slices.IsSortedFunc(seen, func(a, b time.Time) int { return b.Compare(a) }) {
		t.Errorf("%d receipts", len(seen))
	}
}

func TestRecording_IsALectureOfAPublishedCourse(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Import(t)
	id := h.published(5)
	h.until(h.starts)
	choices, err := h.Meetings.Choices(t.Context(), h.staff, locale.KO, id)
	h.must(err)
	if len(choices.Lectures) != 1 || len(choices.Divisions) != 3 {
		t.Fatalf("got %+v", choices)
	}
	h.wrong(h.Meetings.SetRecording(t.Context(), h.staff, id, uuid.New()), "recording")
	h.must(h.Meetings.SetRecording(t.Context(), h.staff, id, uuid.MustParse(choices.Lectures[0].Value)))
	if r := h.shown(h.one, id).Recording; r == nil || r.Course != "small" || r.Title == "" {
		t.Errorf("got %+v", r)
	}
	h.must(h.Meetings.SetRecording(t.Context(), h.staff, id, uuid.Nil))
	if r := h.shown(h.one, id).Recording; r != nil {
		t.Errorf("got %+v", r)
	}
}

func TestSchema_RefusesACommitmentOfBothOrNeither(t *testing.T) {
	t.Parallel()
	h := open(t)
	err := h.DB.Write(t.Context(), func(tx *models.Tx) error {
		row, err := participation.ReadCommitment(tx, promised("아무 데서도 오지 않은 약속"))
		if err != nil {
			return err
		}
		_, err = tx.SQL().ExecContext(t.Context(), `insert into commitments (id, title, division_id, due_on, made_at, moved_at) values ($1, $2, $3, '2027-06-30', $4, $4)`, row.ID, row.Title, row.DivisionID, tx.Now)
		return err
	})
	if err == nil {
		t.Error("a commitment of nothing is taken")
	}
}
