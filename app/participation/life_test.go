package participation_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/participation"
	"academy/models"

	"github.com/google/uuid"
)

// reviewed is a proposal that an office has taken up.
func (f *forum) reviewed() uuid.UUID {
	f.t.Helper()
	id := f.gathering("재외공관 안내를 고칩시다 " + uuid.NewString()[:8])
	f.must(f.Voice.Override(f.t.Context(), f.moderator, id, "answer", "재난 대응이 급해서 먼저 봅니다."))
	f.must(f.Voice.TakeUp(f.t.Context(), f.moderator, id, "public-diplomacy-division"))
	return id
}

func draft(outcome string) participation.NewAnswer {
	return participation.NewAnswer{
		Outcome: outcome, Summary: "내년 상반기에 열두 곳에서 먼저 시작합니다.", Division: "public-diplomacy-division",
		Points: []participation.Point{{Clause: "한곳에서 보게 하자", Reply: "누리집 한 화면에 모읍니다."}, {}},
	}
}

// answered is a proposal with a published answer.
func (f *forum) answered(outcome string) uuid.UUID {
	f.t.Helper()
	id := f.reviewed()
	f.must(f.Voice.DraftAnswer(f.t.Context(), f.moderator, id, draft(outcome)))
	f.must(f.Voice.Sign(f.t.Context(), f.officer, id, 1))
	return id
}

func fieldsOf(err error) map[string]string {
	var wrong *fault.Error
	if !errors.As(err, &wrong) {
		return nil
	}
	return wrong.Fields
}

func TestWriting_MarkupStaysTextAndTenThousandCharactersAreRefused(t *testing.T) {
	t.Parallel()
	f := open(t)
	w := writing("<script>alert('외교')</script>")
	id, err := f.Voice.Submit(t.Context(), f.author, uuid.Nil, w)
	f.must(err)
	if got := f.page(f.author, id).Title; got != w.Title {
		t.Errorf("the title became %q", got)
	}
	w.Title = strings.Repeat("가", 10_000)
	if _, err = f.Voice.Submit(t.Context(), f.author, uuid.Nil, w); fieldsOf(err)["title"] == "" {
		t.Errorf("got %v", err)
	}
	if err := f.sql("update proposals set title = $1", strings.Repeat("가", 101)); err == nil {
		t.Error("the schema takes a title of 101 characters")
	}
}

func TestWriting_PersonalDataAndSimilarProposalsAreShownBeforePosting(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.gathering("자매도시 청소년 교환 일지를 번역해 공개하자")
	w := writing("여권 안내를 쉽게 쓰자")
	w.Seen, w.Idea = false, "제 번호 010-1234-5678로 전화 주세요."
	_, err := f.Voice.Submit(t.Context(), f.author, uuid.Nil, w)
	f.refused(err, participation.ErrLookFirst)
	found, err := f.Voice.Look(t.Context(), locale.KO, w, uuid.Nil)
	f.must(err)
	if len(found.Personal) != 1 || found.Personal[0] != "phone" || len(found.Similar) != 0 {
		t.Errorf("got %+v", found)
	}
	w = writing("청소년 교환 일지 번역")
	w.Seen = false
	_, err = f.Voice.Submit(t.Context(), f.author, uuid.Nil, w)
	f.refused(err, participation.ErrLookFirst)
	if found, err = f.Voice.Look(t.Context(), locale.KO, w, uuid.Nil); err != nil || len(found.Similar) != 1 {
		t.Errorf("got %+v, %v", found, err)
	}
	w.Seen = true
	_, err = f.Voice.Submit(t.Context(), f.author, uuid.Nil, w)
	f.must(err)
}

func TestWriting_ChangesUntilEnoughPeopleSupportTheWords(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.gathering("외교 자료를 한곳에 모읍시다")
	w := writing("외교 자료를 한 화면에 모읍시다")
	w.From = 1
	_, err := f.Voice.Submit(t.Context(), f.author, id, w)
	f.must(err)
	_, err = f.Voice.Submit(t.Context(), f.author, id, w) // from another tab that has not seen it
	f.refused(err, participation.ErrStale)
	if v := f.page(f.author, id); len(v.Versions) != 2 || v.Versions[1].Title == v.Title {
		t.Errorf("the first version is gone: %+v", v.Versions)
	}
	f.all(f.people(10), id)
	w.From = 2
	_, err = f.Voice.Submit(t.Context(), f.author, id, w)
	f.refused(err, participation.ErrFrozen)
	_, err = f.Voice.Submit(t.Context(), f.second, id, w)
	if !errors.Is(err, models.ErrNotFound) {
		t.Errorf("somebody else writes into it: %v", err)
	}
}

func TestModeration_ReturnsForAFixAndTellsTheAuthorWhy(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.Work(t)
	id := f.submitted("외교 자료를 모읍시다")
	if _, err := f.Voice.Proposal(t.Context(), f.people(1)[0], locale.KO, id, ""); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a proposal that nobody has looked at is shown: %v", err)
	}
	c := f.openCase()
	for _, v := range []participation.Verdict{{Do: "hide"}, {Do: "return", Code: "unclear"}, {Do: "burn"}} {
		if err := f.Voice.Moderate(t.Context(), f.moderator, c.ID, v); fieldsOf(err) == nil {
			t.Errorf("%+v was taken: %v", v, err)
		}
	}
	f.decide(f.moderator, participation.Verdict{Do: "return", Code: "unclear", Reason: "어떤 자료인지 적어 주세요."})
	f.refused(f.Voice.Moderate(t.Context(), f.second, c.ID, participation.Verdict{Do: "keep"}), participation.ErrDecided)
	if v := f.page(f.author, id); v.State != "returned" || v.Reason == "" || !v.MayEdit {
		t.Errorf("got %+v", v.Card)
	}
	w := writing("외교 통계 자료를 모읍시다")
	w.From = 1
	_, err := f.Voice.Submit(t.Context(), f.author, id, w)
	f.must(err)
	f.decide(f.second, participation.Verdict{Do: "keep"})
	f.is(id, "gathering")
	for range 100 {
		got, err := f.Notify.Notices(t.Context(), f.author, "")
		f.must(err)
		if got.Unread == 4 { // received, returned, received, published
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("the author was not told of every step")
}

func TestModeration_NobodyHandlesTheirOwnCaseNorTheSchemaLetsThem(t *testing.T) {
	t.Parallel()
	f := open(t)
	own, err := f.Voice.Submit(t.Context(), f.moderator, uuid.Nil, writing("담당자가 쓴 제안입니다"))
	f.must(err)
	c := f.openCase()
	f.refused(f.Voice.Moderate(t.Context(), f.moderator, c.ID, participation.Verdict{Do: "keep"}), participation.ErrOwnCase)
	f.refused(f.Voice.Moderate(t.Context(), f.author, c.ID, participation.Verdict{Do: "keep"}), fault.ErrDenied)
	if err := f.sql("update moderation_cases set state = 'kept', decider = author_id, decided_at = now()"); err == nil {
		t.Error("the schema lets an author decide")
	}
	f.must(f.Voice.Moderate(t.Context(), f.second, c.ID, participation.Verdict{Do: "keep"}))
	f.refused(f.Voice.Override(t.Context(), f.moderator, own, "answer", "급합니다"), participation.ErrOwnCase)
}

func TestAppeal_IsHeardOnceByAnotherModerator(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.submitted("외교 자료를 한곳에 모읍시다")
	c := f.decide(f.moderator, participation.Verdict{Do: "hide", Code: "off_topic", Reason: "의제와 관계가 없습니다."})
	if v := f.page(f.people(1)[0], id); !v.Hidden || v.Problem != "" || v.Reason == "" {
		t.Errorf("hidden words are shown, or nothing says why: %+v", v.Card)
	}
	if err := f.Voice.Appeal(t.Context(), f.second, c, "아닙니다"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("somebody else appeals: %v", err)
	}
	f.must(f.Voice.Appeal(t.Context(), f.author, c, "의제에 있는 내용입니다."))
	f.refused(f.Voice.Appeal(t.Context(), f.author, c, "다시 말합니다."), participation.ErrAppealed)
	f.refused(f.Voice.DecideAppeal(t.Context(), f.moderator, c, true, "다시 봤습니다."), participation.ErrSameJudge)
	if err := f.sql("update appeals set decider = first, decided_at = now(), answer = 'x'"); err == nil {
		t.Error("the schema lets the first moderator decide again")
	}
	f.must(f.Voice.DecideAppeal(t.Context(), f.second, c, true, "의제에 맞습니다."))
	f.is(id, "gathering")
	log, err := f.Voice.Log(t.Context(), locale.KO)
	if err != nil || len(log) != 1 || log[0].State != "reversed" || log[0].Count != 1 {
		t.Errorf("got %+v, %v", log, err)
	}
}

func TestTimeline_NamesTheOfficeInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.reviewed()
	for lang, want := range map[locale.Lang]string{locale.KO: "국민외교과", locale.EN: "Citizen Diplomacy Division"} {
		v, err := f.Voice.Proposal(t.Context(), f.author, lang, id, "")
		f.must(err)
		if last := v.Steps[len(v.Steps)-1]; last.Kind != "taken_up" || last.Reason != want {
			t.Errorf("%s: %+v", lang, last)
		}
	}
}

func TestMerge_CarriesSupportersOverEachOnce(t *testing.T) {
	t.Parallel()
	f := open(t)
	from, into := f.gathering("교환 일지를 번역하자"), f.gathering("교류 기록을 여러 말로 공개하자")
	crowd := f.people(6)
	f.all(crowd[:4], from)
	f.all(crowd[2:], into)
	f.must(f.Voice.Merge(t.Context(), f.moderator, from, into, "같은 내용입니다."))
	if n := len(f.supports(into)); n != 6 {
		t.Errorf("%d supporters, want 6", n)
	}
	f.is(from, "merged_into")
	for i, who := range []access.Actor{crowd[0], crowd[2], crowd[5]} { // of the one, of both, of the other
		v, err := f.Voice.Receipts(t.Context(), who, locale.KO, "")
		f.must(err)
		if len(v.List) != 1 || v.List[0].Proposal != into {
			t.Errorf("supporter %d has %d receipts, want one where the support counts", i, len(v.List))
		}
	}
	f.refused(f.Voice.Support(t.Context(), crowd[5], from, true), participation.ErrClosed)
	if err := f.sql("insert into supports (proposal_id, citizen_id, supported_at, band, rule) values ($1, $2, now(), 'none', 1)", from, crowd[5].ID); err != nil {
		t.Fatal(err)
	}
	f.must(f.sql("delete from supports where proposal_id = $1 and citizen_id = $2", into, crowd[5].ID))
	f.must(f.Voice.Tend(t.Context())) // somebody who supported in the same moment
	if n := len(f.supports(into)); n != 6 {
		t.Errorf("%d supporters, want 6", n)
	}
	if err := f.Voice.Merge(t.Context(), f.moderator, into, into, "자기에게"); fieldsOf(err)["into"] == "" {
		t.Errorf("merged into itself: %v", err)
	}
}

func TestLadder_ListsAndThenAsksForAnAnswer(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.must(f.sql("update proposal_thresholds set supports = case effect when 'frozen' then 2 when 'listed' then 3 else 5 end"))
	id := f.gathering("외교 자료를 한곳에 모읍시다")
	onHub := func() int {
		hub, err := f.Voice.Hub(t.Context(), f.author, locale.KO)
		f.must(err)
		return len(hub.Proposals)
	}
	f.all(f.people(2), id)
	f.must(f.Voice.Tend(t.Context()))
	if onHub() != 0 {
		t.Error("it is listed too early")
	}
	f.all(f.people(1), id)
	f.must(f.Voice.Tend(t.Context()))
	f.must(f.Voice.Tend(t.Context()))
	if onHub() != 1 {
		t.Error("it is not listed")
	}
	f.all(f.people(2), id)
	f.must(f.Voice.Tend(t.Context()))
	v := f.page(f.author, id)
	if v.State != "under_review" || v.DueFor != "review" || v.DueAt == nil {
		t.Errorf("got %+v", v.Card)
	}
	f.Wait(v.DueAt.Sub(f.DB.Now()) - time.Second)
	if late, err := f.Voice.Overdue(t.Context(), locale.KO); err != nil || len(late) != 0 {
		t.Errorf("overdue a second before midnight: %v", err)
	}
	f.Wait(time.Second)
	if late, err := f.Voice.Overdue(t.Context(), locale.KO); err != nil || len(late) != 1 {
		t.Errorf("not overdue at midnight: %v", err)
	}
}

func TestClocks_WarnOnceADayAheadAndExtendOnceWithAReason(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.reviewed()
	due := *f.page(f.author, id).DueAt
	f.refused(f.Voice.TakeUp(t.Context(), f.moderator, id, "public-diplomacy-division"), participation.ErrState)
	f.must(f.Voice.Extend(t.Context(), f.moderator, id, 10, "다른 부처의 의견을 기다립니다."))
	v := f.page(f.author, id)
	if !v.DueAt.After(due) || v.Steps[len(v.Steps)-1].Kind != "extended" || v.Steps[len(v.Steps)-1].Reason == "" {
		t.Errorf("got %+v", v.Steps)
	}
	f.refused(f.Voice.Extend(t.Context(), f.moderator, id, 10, "또"), participation.ErrExtended)
	f.Wait(v.DueAt.Sub(f.DB.Now()) - 24*time.Hour)
	f.must(f.Voice.Tend(t.Context()))
	f.must(f.Voice.Tend(t.Context()))
	f.Work(t)
	for range 100 {
		if got, err := f.Notify.Notices(t.Context(), f.officer, ""); err == nil && len(got.Items) == 1 && got.Items[0].Kind == "proposal_due" {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("the officer was not warned once")
}

func TestAnswer_IsSignedByAnotherOfficerAndNeverByTheDrafter(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.reviewed()
	f.must(f.Voice.DraftAnswer(t.Context(), f.officer, id, draft("accepted")))
	f.refused(f.Voice.Sign(t.Context(), f.officer, id, 1), participation.ErrOwnDraft)
	f.refused(f.Voice.Sign(t.Context(), f.moderator, id, 1), fault.ErrDenied)
	if err := f.sql("update answers set signer = drafter, signed_at = now()"); err == nil {
		t.Error("the schema takes two signatures of one person")
	}
	if v := f.page(f.author, id); len(v.Answers) != 0 || v.State != "under_review" {
		t.Error("a draft is shown")
	}
	other := f.Person(t, "한서윤", access.Moderator, access.Officer)
	f.must(f.Voice.DraftAnswer(t.Context(), f.officer, id, draft("partly")))
	f.must(f.Voice.Sign(t.Context(), other, id, 1))
	v := f.page(f.author, id)
	if v.State != "answered" || v.Outcome != "partly" || len(v.Answers) != 1 || len(v.Answers[0].Points) != 1 || v.Answers[0].Division == "" {
		t.Errorf("got %+v", v.Answers)
	}
}

func TestAnswer_EditedAfterPublicationIsAVersionThatSaysWhy(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.answered("accepted")
	if err := f.Voice.DraftAnswer(t.Context(), f.moderator, id, draft("partly")); fieldsOf(err)["because"] == "" {
		t.Errorf("no reason was asked for: %v", err)
	}
	n := draft("partly")
	n.Because = "예산이 바뀌었습니다."
	f.must(f.Voice.DraftAnswer(t.Context(), f.moderator, id, n))
	f.must(f.Voice.Sign(t.Context(), f.officer, id, 2))
	v := f.page(f.author, id)
	if len(v.Answers) != 2 || v.Answers[0].Because == "" || v.Answers[1].Outcome != "accepted" || v.Steps[len(v.Steps)-1].Kind != "corrected" {
		t.Errorf("got %+v", v.Answers)
	}
	if err := f.sql("update answers set summary = 'something else entirely' where version = 1"); !errors.Is(err, models.ErrConflict) {
		t.Errorf("a published answer changes: %v", err)
	}
}

func TestObjection_IsMadeOnceInTimeAndAnsweredAgain(t *testing.T) {
	t.Parallel()
	f := open(t)
	accepted, late, id := f.answered("accepted"), f.answered("out_of_scope"), f.answered("not_accepted")
	f.refused(f.Voice.Object(t.Context(), f.author, accepted, "그래도"), participation.ErrState)
	if err := f.Voice.Object(t.Context(), f.second, id, "남의 것"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("somebody else objects: %v", err)
	}
	f.must(f.Voice.Object(t.Context(), f.author, id, "다른 나라는 하고 있습니다."))
	f.is(id, "under_review")
	n := draft("not_accepted")
	n.Because = "이의를 검토했습니다."
	f.must(f.Voice.DraftAnswer(t.Context(), f.moderator, id, n))
	f.must(f.Voice.Sign(t.Context(), f.officer, id, 2))
	f.refused(f.Voice.Object(t.Context(), f.author, id, "또 다시"), participation.ErrObjected)
	f.Wait(40 * 24 * time.Hour)
	f.refused(f.Voice.Object(t.Context(), f.author, late, "너무 늦게"), participation.ErrTooLate)
}

func TestCommitments_MakeAProposalImplementedAndStandUnderChanges(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.answered("accepted")
	for _, title := range []string{"누리집 화면 만들기", "안내문 고치기"} {
		f.must(f.Voice.Commit(t.Context(), f.moderator, id, participation.NewCommitment{Title: title, Division: "public-diplomacy-division", DueOn: "2027-06-30"}))
	}
	f.is(id, "committed")
	v := f.page(f.author, id)
	set := func(i int, to participation.Progress) error {
		_, err := f.Voice.SetProgress(t.Context(), f.moderator, v.Promises[i].ID, to)
		return err
	}
	f.must(set(0, participation.Progress{State: "in_progress", Percent: 40}))
	if err := set(0, participation.Progress{State: "done"}); fieldsOf(err)["note"] == "" {
		t.Errorf("done without anything to see: %v", err)
	}
	f.must(set(0, participation.Progress{State: "done", Note: "화면을 열었습니다."}))
	f.must(set(1, participation.Progress{State: "dropped", Note: "이미 고쳐졌습니다."}))
	f.is(id, "implemented")
	changes, err := f.Voice.Changes(t.Context(), locale.KO, "")
	if err != nil || len(changes.List) != 2 || changes.List[0].State != "dropped" || changes.List[1].Note == "" {
		t.Errorf("got %+v, %v", changes, err)
	}
}

func TestReceipts_SayWhatBecameOfEverythingOneSaid(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.reviewed()
	who := f.people(1)[0]
	other := f.gathering("외교 자료를 한곳에 모읍시다")
	f.must(f.Voice.Support(t.Context(), who, other, true))
	f.must(f.Voice.Comment(t.Context(), who, other, participation.NewComment{Body: "찬성합니다", Stance: "for"}))
	mine, err := f.Voice.Receipts(t.Context(), who, locale.KO, "")
	f.must(err)
	if len(mine.List) != 2 || mine.List[0].What != "comment" || mine.List[1].What != "support" || mine.List[1].Stage != 2 || mine.List[1].Until == nil {
		t.Errorf("got %+v", mine.List)
	}
	authors, err := f.Voice.Receipts(t.Context(), f.author, locale.KO, "")
	f.must(err)
	if len(authors.List) != 2 || authors.List[1].Proposal != id || authors.List[1].Stage != 3 || authors.List[1].DueAt == nil || len(authors.List[1].Steps) != 4 {
		t.Errorf("got %+v", authors.List)
	}
}

func TestTell_GoesToAuthorAndSupportersOncePerStep(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.gathering("외교 자료를 한곳에 모읍시다")
	who := f.people(1)[0]
	f.must(f.Voice.Support(t.Context(), who, id, true))
	f.must(f.Voice.Override(t.Context(), f.moderator, id, "answer", "급한 일입니다."))
	steps := f.page(f.author, id).Steps
	if len(steps) != 3 {
		t.Fatalf("got %+v", steps)
	}
	f.Work(t)
	for range 100 {
		got, err := f.Notify.Notices(t.Context(), who, "")
		f.must(err)
		if len(got.Items) == 1 && got.Items[0].Kind == "proposal_followed" {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("the supporter was not told")
}

func TestComments_AreOneLevelDeepAndCiteALectureAtItsTime(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.Import(t)
	id := f.gathering("외교 자료를 한곳에 모읍시다")
	who := f.people(1)[0]
	page, err := f.Learning.Course(t.Context(), who, locale.KO, "small")
	f.must(err)
	var lecture uuid.UUID
	for _, s := range page.Sections {
		for _, l := range s.Lessons {
			if l.Kind == "lecture" {
				lecture = l.ID
			}
		}
	}
	say := func(c participation.NewComment) error {
		c.Body, c.Consent = "강의에서 배운 내용입니다", true
		return f.Voice.Comment(t.Context(), who, id, c)
	}
	f.must(say(participation.NewComment{Stance: "for", Evidence: "lesson:" + lecture.String(), At: "0:40"}))
	f.refused(say(participation.NewComment{Evidence: "lesson:" + lecture.String(), At: "59:00"}), participation.ErrEvidence)
	f.refused(say(participation.NewComment{Evidence: "lesson:" + uuid.NewString(), At: "1"}), participation.ErrEvidence)
	if err := say(participation.NewComment{Evidence: "lesson:" + lecture.String(), At: "soon"}); fieldsOf(err)["at"] == "" {
		t.Errorf("got %v", err)
	}
	first := f.page(who, id).Comments[0]
	if first.Evidence == nil || first.Evidence.Second != 40 || first.Evidence.Course != "small" || first.Author != "시*" {
		t.Errorf("got %+v", first)
	}
	f.must(say(participation.NewComment{Parent: first.ID}))
	reply := f.page(who, id).Comments[0].Replies[0]
	if err := say(participation.NewComment{Parent: reply.ID}); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a reply to a reply: %v", err)
	}
	if err := f.sql("insert into comments (id, proposal_id, parent_id, stance, body, written_at, band, rule) values ($1, $2, $3, 'for', 'x', now(), 'none', 1)", models.NewID(), id, reply.ID); err == nil {
		t.Error("the schema takes a reply to a reply")
	}
	resting, err := f.Voice.Resting(t.Context(), who, locale.KO, lecture)
	if err != nil || len(resting) != 1 || resting[0].ProposalID != id {
		t.Errorf("got %+v, %v", resting, err)
	}
	f.must(f.Voice.RemoveComment(t.Context(), who, first.ID))
	if got := f.page(who, id).Comments[0]; got.Body != "" || len(got.Replies) != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestReport_BringsACommentBeforeAModeratorAndItsAuthorCanAppeal(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.gathering("외교 자료를 한곳에 모읍시다")
	who := f.people(1)[0]
	f.must(f.Voice.Comment(t.Context(), who, id, participation.NewComment{Body: "욕설", Stance: "against", Consent: true}))
	comment := f.page(who, id).Comments[0]
	f.must(f.Voice.Report(t.Context(), f.author, id, comment.ID, "욕설입니다"))
	f.must(f.Voice.Report(t.Context(), f.author, id, comment.ID, "욕설입니다"))
	f.decide(f.moderator, participation.Verdict{Do: "hide", Code: "insult", Reason: "비방하는 말입니다."})
	if got := f.page(f.author, id).Comments[0]; got.Body != "" || got.Reason == "" {
		t.Errorf("got %+v", got)
	}
	mine, err := f.Voice.Receipts(t.Context(), who, locale.KO, "")
	f.must(err)
	f.must(f.Voice.Appeal(t.Context(), who, mine.List[0].Case, "인용한 말입니다."))
	f.must(f.Voice.DecideAppeal(t.Context(), f.second, mine.List[0].Case, true, "인용이 맞습니다."))
	if got := f.page(f.author, id).Comments[0]; got.Body == "" {
		t.Errorf("got %+v", got)
	}
}

func TestWithdraw_StaysVisibleWithItsReasonAndADraftIsGone(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.gathering("외교 자료를 한곳에 모읍시다")
	if err := f.Voice.Withdraw(t.Context(), f.author, id, " "); fieldsOf(err)["reason"] == "" {
		t.Errorf("got %v", err)
	}
	f.must(f.Voice.Withdraw(t.Context(), f.author, id, "다른 제안에 공감합니다."))
	list, err := f.Voice.Proposals(t.Context(), locale.KO, participation.Filter{State: "ended"})
	if err != nil || len(list.Cards) != 1 || list.Cards[0].Reason == "" {
		t.Errorf("got %+v, %v", list.Cards, err)
	}
	saved, err := f.Voice.Save(t.Context(), f.author, uuid.Nil, participation.Writing{Agenda: "public-diplomacy", Title: "아직 쓰는 글", Lang: locale.KO, Consent: true})
	f.must(err)
	f.must(f.Voice.Withdraw(t.Context(), f.author, saved, ""))
	if err := f.sql("delete from proposals where id = $1", id); !errors.Is(err, models.ErrConflict) {
		t.Errorf("a proposal that was sent in is deleted: %v", err)
	}
}

func TestOpenData_HoldsNoPersonalData(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.gathering("외교 자료를 한곳에 모읍시다")
	rows, next, err := f.Voice.Open(t.Context(), "")
	if err != nil || len(rows) != 1 || next != "" || rows[0].Informed != 0 {
		t.Errorf("got %+v, %v", rows, err)
	}
}

func TestBalance_CountsWhoTookPartOnEachAgendaOnce(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.gathering("외교 자료를 한곳에 모읍시다")
	crowd := f.people(3)
	f.all(crowd, id)
	f.must(f.Voice.Comment(t.Context(), crowd[0], id, participation.NewComment{Body: "찬성합니다"}))
	f.must(f.Voice.Tend(t.Context()))
	for slug, want := range map[string]int{"public-diplomacy": 4, "cultural-exchange": 4, "climate-diplomacy": 0} { // with the author
		a, err := f.Voice.Agenda(t.Context(), f.author, locale.KO, slug)
		f.must(err)
		if a.Taking != want || a.Division == "" || a.Summary == "" || len(a.Tags) == 0 {
			t.Errorf("%s: %+v", slug, a.AgendaCard)
		}
	}
}
