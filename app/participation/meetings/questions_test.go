package meetings_test

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/participation"
	"academy/app/participation/meetings"
	"academy/models"

	"github.com/google/uuid"
)

// asked is a question of somebody.
func (h *hall) asked(who access.Actor, id uuid.UUID, body string) uuid.UUID {
	h.t.Helper()
	h.must(h.Meetings.Put(h.t.Context(), who, id, body, true))
	for _, q := range h.questions(who, id) {
		if q.Body == body {
			return q.ID
		}
	}
	h.t.Fatal("the question is not there")
	return uuid.Nil
}

func (h *hall) questions(who access.Actor, id uuid.UUID) []meetings.Question {
	h.t.Helper()
	page, err := h.Meetings.Questions(h.t.Context(), who, id, "")
	h.must(err)
	return page.List
}

func TestVote_TwiceFromTwoDevicesIsOnceAndOrdersTheQuestions(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.published(5)
	first, second := h.asked(h.one, id, "자매도시는 어떻게 고르나요?"), h.asked(h.one, id, "청소년 교환은 언제 하나요?")
	var wg sync.WaitGroup
	for i := range 6 {
		who := h.Person(t, "시민 "+strconv.Itoa(i))
		for range 4 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				if err := h.Meetings.Vote(t.Context(), who, id, second, true); err != nil {
					t.Error(err)
				}
			}()
		}
	}
	wg.Wait()
	h.must(h.Meetings.Vote(t.Context(), h.two, id, first, true))
	list := h.questions(h.two, id)
	if len(list) != 2 || list[0].ID != second || list[0].Votes != 6 || list[1].Votes != 1 || !list[1].Voted {
		t.Errorf("got %+v", list)
	}
	h.refused(h.Meetings.Vote(t.Context(), h.one, id, first, true), meetings.ErrOwnQuestion)
	h.must(h.Meetings.Unvote(t.Context(), h.two, id, first))
	h.must(h.Meetings.Unvote(t.Context(), h.two, id, first))
	if err := h.Meetings.Vote(t.Context(), h.two, h.published(5), first, true); fault.Of(err).Kind != fault.Missing {
		t.Errorf("voted by another meeting: %v", err)
	}
}

func TestPut_TakesThreeOfOnePersonBeforeTheMeetingBegins(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.published(5)
	h.refused(h.Meetings.Put(t.Context(), h.one, id, "동의 없이 묻습니다", false), meetings.ErrConsent)
	h.wrong(h.Meetings.Put(t.Context(), h.one, id, "왜?", true), "question")
	h.wrong(h.Meetings.Put(t.Context(), h.one, id, "답은 kim@example.org로 주세요", true), "question")
	var wg sync.WaitGroup
	var mu sync.Mutex
	put := 0
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if h.Meetings.Put(t.Context(), h.one, id, "질문 하나 드립니다 "+strconv.Itoa(i), true) == nil {
				mu.Lock()
				put++
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
	if n := len(h.questions(h.one, id)); n > 3 || n != put || h.shown(h.one, id).Left != 3-n {
		t.Errorf("%d of %d questions are there, %d left", n, put, h.shown(h.one, id).Left)
	}
	for len(h.questions(h.one, id)) < 3 { // of those who asked at once some were told that somebody was faster
		h.must(h.Meetings.Put(t.Context(), h.one, id, "질문 하나 더 드립니다", true))
	}
	h.refused(h.Meetings.Put(t.Context(), h.one, id, "네 번째 질문입니다", true), meetings.ErrMany)
	question := h.questions(h.one, id)[0].ID
	h.until(h.starts)
	h.refused(h.Meetings.Put(t.Context(), h.two, id, "늦은 질문입니다", true), meetings.ErrBegun)
	h.refused(h.Meetings.Vote(t.Context(), h.two, id, question, true), meetings.ErrBegun)
	stranger := h.two
	stranger.Confirmed = false
	h.refused(h.Meetings.Vote(t.Context(), stranger, id, question, true), access.ErrUnconfirmed)
}

func TestHide_NeedsAReasonIsToldAndNeverOnesOwn(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Work(t)
	id := h.published(5)
	question := h.asked(h.one, id, "자매도시는 어떻게 고르나요?")
	own := h.asked(h.staff, id, "담당자도 묻습니다")
	h.wrong(h.Voice.HideQuestion(t.Context(), h.staff, id, question, "", ""), "reason")
	h.refused(h.Voice.HideQuestion(t.Context(), h.staff, id, own, "insult", "제 것입니다"), participation.ErrOwnCase)
	h.refused(h.Voice.HideQuestion(t.Context(), h.two, id, question, "insult", "싫어요"), fault.ErrDenied)
	h.must(h.Voice.HideQuestion(t.Context(), h.staff, id, question, "off_topic", "다른 자리에서 다룹니다."))
	h.told(h.one, "text_moderated", "가려졌습니다")
	for _, q := range h.questions(h.two, id) {
		if q.ID == question && (q.Body != "" || q.Author != "" || q.Reason == "") {
			t.Errorf("strangers read %+v", q)
		}
	}
	h.refused(h.Meetings.AnswerQuestion(t.Context(), h.staff, id, question, "답"), meetings.ErrNotNow)
	h.must(h.Voice.ShowQuestion(t.Context(), h.staff, id, question))
	h.must(h.Meetings.AnswerQuestion(t.Context(), h.staff, id, question, "시민의 추천을 받습니다."))
	h.refused(h.Meetings.RemoveQuestion(t.Context(), h.one, id, question), meetings.ErrNotNow)
	h.missing(h.Meetings.RemoveQuestion(t.Context(), h.two, id, own))
	h.must(h.Meetings.RemoveQuestion(t.Context(), h.staff, id, own))
}

// receipt is what became of a question.
func (h *hall) receipt(who access.Actor, body string) participation.Receipt {
	h.t.Helper()
	v, err := h.Voice.Receipts(h.t.Context(), who, locale.KO, "")
	h.must(err)
	for _, r := range v.List {
		if r.Body == body {
			return r
		}
	}
	h.t.Fatal("there is no receipt")
	return participation.Receipt{}
}

func TestAppeal_AgainstAHiddenQuestionIsDecidedByAnotherModerator(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Work(t)
	id := h.published(5)
	const body = "자매도시는 어떻게 고르나요?"
	question := h.asked(h.one, id, body)
	h.must(h.Voice.HideQuestion(t.Context(), h.staff, id, question, "off_topic", "다른 자리에서 다룹니다."))
	decided := h.receipt(h.one, body).Case
	h.missing(h.Voice.Appeal(t.Context(), h.two, decided, "제 질문이 아닙니다"))
	h.must(h.Voice.Appeal(t.Context(), h.one, decided, "이 행사의 주제입니다."))
	h.refused(h.Voice.Appeal(t.Context(), h.one, decided, "한 번 더"), participation.ErrAppealed)
	h.refused(h.Voice.DecideAppeal(t.Context(), h.staff, decided, true, "제가 다시 봅니다"), participation.ErrSameJudge)
	other := h.Person(t, "이지우", access.Moderator)
	shown, err := h.Voice.Case(t.Context(), other, locale.EN, decided)
	h.must(err)
	if shown.Meeting != id || shown.Comment != body || shown.Title != "City diplomacy" || shown.MayReturn {
		t.Errorf("another moderator sees %+v", shown)
	}
	h.must(h.Voice.DecideAppeal(t.Context(), other, decided, true, "주제에 맞습니다."))
	h.told(h.one, "text_moderated", "다시 공개되었습니다")
	if got := h.questions(h.two, id)[0]; got.State != "shown" || got.Body != body || got.Reason != "" {
		t.Errorf("strangers read %+v", got)
	}
	log, err := h.Voice.Log(t.Context(), locale.KO)
	h.must(err)
	if len(log) != 1 || log[0].State != "reversed" || log[0].Count != 1 {
		t.Errorf("the log says %+v", log)
	}
}

func TestReport_BringsAQuestionBeforeAModeratorOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.published(5)
	question := h.asked(h.one, id, "자매도시는 어떻게 고르나요?")
	h.wrong(h.Voice.ReportQuestion(t.Context(), h.two, id, question, " "), "reason")
	h.refused(h.Voice.ReportQuestion(t.Context(), access.Actor{}, id, question, "욕설"), fault.ErrAnonymous)
	h.must(h.Voice.ReportQuestion(t.Context(), h.two, id, question, "욕설"))
	h.must(h.Voice.ReportQuestion(t.Context(), h.staff, id, question, "저도 봤습니다"))
	desk, err := h.Voice.Desk(t.Context(), h.staff, locale.KO)
	h.must(err)
	if len(desk.Cases) != 1 || desk.Cases[0].Report != "욕설" || desk.Cases[0].Meeting != id {
		t.Fatalf("the queue holds %+v", desk.Cases)
	}
	waiting := desk.Cases[0].ID
	h.wrong(h.Voice.Moderate(t.Context(), h.staff, waiting, participation.Verdict{Do: "return", Code: "insult", Reason: "고쳐 주세요"}), "do")
	h.must(h.Voice.HideQuestion(t.Context(), h.staff, id, question, "insult", "욕설이 있습니다.")) // decides what was reported
	h.refused(h.Voice.Moderate(t.Context(), h.staff, waiting, participation.Verdict{Do: "keep"}), participation.ErrDecided)
	h.missing(h.Voice.ReportQuestion(t.Context(), h.two, id, question, "욕설"))

	second := h.asked(h.one, id, "청소년 교환은 언제 하나요?")
	h.must(h.Voice.ReportQuestion(t.Context(), h.two, id, second, "광고"))
	h.must(h.Meetings.RemoveQuestion(t.Context(), h.one, id, second))
	desk, err = h.Voice.Desk(t.Context(), h.staff, locale.KO)
	h.must(err)
	if len(desk.Cases) != 0 {
		t.Errorf("a question that its author took away still waits: %+v", desk.Cases)
	}
}

func TestConsent_TakenBackRemovesQuestionsAndVotes(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.published(5)
	question := h.asked(h.one, id, "자매도시는 어떻게 고르나요?")
	other := h.asked(h.two, id, "청소년 교환은 언제 하나요?")
	h.must(h.Meetings.Vote(t.Context(), h.one, id, other, true))
	h.must(h.Voice.ReportQuestion(t.Context(), h.two, id, question, "광고"))
	h.must(h.Voice.Consent(t.Context(), h.one, false))
	if desk, err := h.Voice.Desk(t.Context(), h.staff, locale.KO); err != nil || len(desk.Cases) != 0 {
		t.Errorf("what is gone still waits: %+v, %v", desk.Cases, err)
	}
	list := h.questions(h.two, id)
	if len(list) != 1 || list[0].ID == question || list[0].Votes != 0 {
		t.Errorf("got %+v", list)
	}
}

func TestQuestions_GoOnBehindTheLastOfAPageWithAsManyVotes(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.published(5)
	err := h.DB.Write(t.Context(), func(tx *models.Tx) error {
		_, err := tx.SQL().ExecContext(t.Context(), `insert into meeting_questions (id, meeting_id, author_id, number, body, put_at, band, rule)
			select gen_random_uuid(), $1, null, 1, 'question ' || n, $2, 'none', 1 from generate_series(1, 120) n`, id, time.Now())
		return err
	})
	h.must(err)
	seen, cursor := map[uuid.UUID]bool{}, ""
	for range 4 {
		page, err := h.Meetings.Questions(t.Context(), h.one, id, cursor)
		h.must(err)
		for _, q := range page.List {
			seen[q.ID] = true
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if len(seen) != 120 || cursor != "" {
		t.Errorf("%d questions are seen", len(seen))
	}
}
