package meetings

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"
	"academy/models/participation"

	"github.com/google/uuid"
)

// The states of a question.
const (
	IsShown   = "shown"
	IsHidden  = "hidden"
	IsRemoved = "removed"
)

// Question is something that somebody wants to have talked about at a meeting.
type Question struct {
	ID         uuid.UUID
	MeetingID  uuid.UUID
	AuthorID   *uuid.UUID
	Number     int
	Body       string
	State      string
	Code       *string
	Reason     string
	PutAt      time.Time
	Band       string
	Rule       int
	Answer     string
	AnsweredAt *time.Time
}

const questionColumns = "q.id, q.meeting_id, q.author_id, q.number, q.body, q.state, q.code, q.reason, q.put_at, q.band, q.rule, q.answer, q.answered_at"

// InsertQuestion puts a question, with its snapshot, in one statement. It says whether there is a new one: there is none
// without the consent, once the meeting has begun, and where somebody has put as many as they may.
func InsertQuestion(tx *models.Tx, q Question) (bool, error) {
	done := conn.Gorm(tx).Exec(`insert into meeting_questions (id, meeting_id, author_id, number, body, put_at, band, rule)
		select ?::uuid, p.id, ?::uuid, n.number, ?::text, ?::timestamptz, `+participation.Band+`, ?
		from meetings p, (select min(x) as number from generate_series(1, 3) x where not exists (select from meeting_questions o where o.meeting_id = ? and o.author_id = ? and o.number = x)) n
		where p.id = ? and p.state = 'published' and p.starts_at > ? and n.number is not null and `+participation.Consented+` on conflict do nothing`,
		q.ID, q.AuthorID, q.Body, tx.Now, q.AuthorID, q.AuthorID, q.Rule, q.MeetingID, q.AuthorID, q.MeetingID, tx.Now, q.AuthorID)
	return done.RowsAffected == 1, models.Translate(done.Error)
}

// LockQuestion finds a question of a meeting and holds its row.
func LockQuestion(tx *models.Tx, meetingID, id uuid.UUID) (Question, error) {
	var q Question
	err := conn.Gorm(tx).Raw("select "+questionColumns+" from meeting_questions q where q.id = ? and q.meeting_id = ? for no key update", id, meetingID).Take(&q).Error
	return q, models.Translate(err)
}

// UpdateQuestion writes where a question stands and what was answered.
func UpdateQuestion(tx *models.Tx, q Question) error {
	return change(tx, "update meeting_questions set body = ?, state = ?, code = ?, reason = ?, answer = ?, answered_at = ? where id = ?", q.Body, q.State, q.Code, q.Reason, q.Answer, q.AnsweredAt, q.ID)
}

// HideQuestion keeps the words of a question back, for a reason; one that its author has taken away stays away.
func HideQuestion(tx *models.Tx, id uuid.UUID, code, reason string) error {
	return change(tx, "update meeting_questions set state = 'hidden', code = ?, reason = ? where id = ? and state <> 'removed'", code, reason, id)
}

// ShowQuestion shows a hidden question again.
func ShowQuestion(tx *models.Tx, id uuid.UUID) error {
	return change(tx, "update meeting_questions set state = 'shown', code = null, reason = '' where id = ? and state = 'hidden'", id)
}

// InsertVote votes for a question, with its snapshot, in one statement that locks nothing of the meeting. It says whether
// there is a new vote: there is none of who has voted already, of the author, without the consent, and once the meeting
// has begun.
func InsertVote(tx *models.Tx, meetingID, questionID, citizenID uuid.UUID, rule int) (bool, error) {
	done := conn.Gorm(tx).Exec(`insert into meeting_votes (question_id, citizen_id, voted_at, band, rule)
		select q.id, ?::uuid, ?::timestamptz, `+participation.Band+`, ?
		from meeting_questions q join meetings p on p.id = q.meeting_id
		where q.id = ? and p.id = ? and q.state = 'shown' and q.author_id is distinct from ? and p.state = 'published' and p.starts_at > ? and `+participation.Consented+`
		on conflict do nothing`, citizenID, tx.Now, citizenID, citizenID, rule, questionID, meetingID, citizenID, tx.Now, citizenID)
	return done.RowsAffected == 1, models.Translate(done.Error)
}

// DeleteVote takes a vote back, as long as one can vote, and says whether there was one.
func DeleteVote(tx *models.Tx, meetingID, questionID, citizenID uuid.UUID) (bool, error) {
	done := conn.Gorm(tx).Exec(`delete from meeting_votes v using meeting_questions q, meetings p
		where v.question_id = ? and v.citizen_id = ? and q.id = v.question_id and p.id = q.meeting_id and p.id = ? and p.state = 'published' and p.starts_at > ?`, questionID, citizenID, meetingID, tx.Now)
	return done.RowsAffected == 1, models.Translate(done.Error)
}

// Standing is what stands between a person and a meeting's questions, or one of them.
type Standing struct {
	State     string
	StartsAt  time.Time
	AuthorID  *uuid.UUID
	Question  string // its state, empty for none
	Put       int    // how many the person has put
	Voted     bool
	Consented bool
}

// FindStanding finds it.
func FindStanding(tx *models.Tx, meetingID, questionID, citizenID uuid.UUID) (Standing, error) {
	var row Standing
	err := conn.Gorm(tx).Raw(`select p.state, p.starts_at, q.author_id, coalesce(q.state, '') as question, `+participation.Consented+` as consented,
			(select count(*) from meeting_questions o where o.meeting_id = p.id and o.author_id = ?) as put,
			exists (select from meeting_votes v where v.question_id = q.id and v.citizen_id = ?) as voted
		from meetings p left join meeting_questions q on q.id = ? and q.meeting_id = p.id where p.id = ?`, citizenID, citizenID, citizenID, questionID, meetingID).Take(&row).Error
	return row, models.Translate(err)
}

// ListedQuestion is a question in the order of votes.
type ListedQuestion struct {
	Question
	Author string
	Votes  int
	Voted  bool // by the reader
}

// ListQuestions answers the questions of a meeting, those with the most votes in front; behind is how many the last one of
// the page before has, and which that is.
func ListQuestions(tx *models.Tx, meetingID, reader uuid.UUID, votes int, behind uuid.UUID, limit int) ([]ListedQuestion, error) {
	beyond, args := "", []any{reader, meetingID}
	if behind != uuid.Nil {
		beyond, args = " where x.votes < ? or (x.votes = ? and x.id > ?)", append(args, votes, votes, behind)
	}
	var rows []ListedQuestion
	err := conn.Gorm(tx).Raw(`select * from (select `+questionColumns+`, coalesce(u.name, '') as author, (select count(*) from meeting_votes v where v.question_id = q.id) as votes,
			exists (select from meeting_votes v where v.question_id = q.id and v.citizen_id = ?) as voted
		from meeting_questions q left join users u on u.id = q.author_id where q.meeting_id = ? and q.state <> 'removed') x`+beyond+" order by x.votes desc, x.id limit ?", append(args, limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}
