package participation

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Comment is what somebody says about a proposal, with the reply to it standing under it and no deeper.
type Comment struct {
	ID         uuid.UUID
	ProposalID uuid.UUID
	AuthorID   *uuid.UUID
	ParentID   *uuid.UUID
	Stance     string
	Body       string
	State      string
	Reason     string
	LessonID   *uuid.UUID
	Second     *int
	DocumentID *uuid.UUID
	Page       *int
	WrittenAt  time.Time
}

// ShownComment is a comment with what it cites.
type ShownComment struct {
	ID         uuid.UUID      `json:"id"`
	ParentID   *uuid.UUID     `json:"parent_id"`
	AuthorID   *uuid.UUID     `json:"author_id"`
	Author     string         `json:"author"`
	Stance     string         `json:"stance"`
	Body       string         `json:"body"`
	State      string         `json:"state"`
	Reason     string         `json:"reason"`
	WrittenAt  time.Time      `json:"written_at"`
	LessonID   *uuid.UUID     `json:"lesson_id"`
	Second     *int           `json:"second"`
	Course     string         `json:"course"`
	Lesson     *models.Text   `json:"lesson"`
	DocumentID *uuid.UUID     `json:"document_id"`
	Document   string         `json:"document"`
	URL        string         `json:"url"`
	Page       *int           `json:"page"`
	Replies    []ShownComment `json:"replies" gorm:"-"`
}

const shownColumns = `c.id, c.parent_id, c.author_id, coalesce(u.name, '') as author, c.stance, c.body, c.state, c.reason, c.written_at, c.lesson_id, c.second,
	coalesce(k.slug, '') as course, rl.title as lesson, c.document_id, coalesce(d.title, '') as document, coalesce(d.url, '') as url, c.page`

const citing = ` left join users u on u.id = c.author_id
	left join lessons l on l.id = c.lesson_id left join courses k on k.id = l.course_id
	left join revision_lessons rl on rl.revision_id = k.published_revision_id and rl.lesson_id = c.lesson_id
	left join agenda_documents d on d.id = c.document_id `

// InsertComment writes a comment with the snapshot of what its author had learned. Where its evidence or the one it replies
// to does not belong to the proposal, or no comments are taken, or the consent is missing, nothing is written: ErrNotFound.
func InsertComment(tx *models.Tx, c Comment, rule int) error {
	done := conn.Gorm(tx).Exec(`insert into comments (id, proposal_id, author_id, parent_id, stance, body, lesson_id, second, document_id, page, written_at, band, rule)
		select ?::uuid, p.id, ?::uuid, ?::uuid, ?, ?, ?::uuid, ?::integer, ?::uuid, ?::integer, ?::timestamptz, `+band+`, ?
		from proposals p, `+clock+` where p.id = ? and p.state in ('gathering', 'under_review', 'answered', 'committed') and `+consented+` and `+within("discuss")+`
			and (?::uuid is null or exists (select 1 from comments r where r.id = ? and r.proposal_id = p.id and r.parent_id is null and r.state = 'shown'))
			and (?::uuid is null or exists (select 1 from lessons l join courses k on k.id = l.course_id join revision_lessons rl on rl.revision_id = k.published_revision_id and rl.lesson_id = l.id
				join assets t on t.id = rl.asset_id where l.id = ? and k.state = 'published' and k.agenda_id in `+scope+` and t.duration_ms >= ?::bigint * 1000))
			and (?::uuid is null or exists (select 1 from agenda_documents g where g.id = ? and g.agenda_id in `+scope+` and (?::integer is null or g.pages is null or g.pages >= ?)))`,
		c.ID, c.AuthorID, c.ParentID, c.Stance, c.Body, c.LessonID, c.Second, c.DocumentID, c.Page, tx.Now, c.AuthorID, c.AuthorID, rule,
		tx.Now, c.ProposalID, c.AuthorID, c.ParentID, c.ParentID, c.LessonID, c.LessonID, c.Second, c.DocumentID, c.DocumentID, c.Page, c.Page)
	if done.Error == nil && done.RowsAffected == 0 {
		return models.ErrNotFound
	}
	return models.Translate(done.Error)
}

// ListComments answers the comments of a proposal, the newest first, each with its replies in the order they were given.
func ListComments(tx *models.Tx, proposalID, before uuid.UUID, limit int) ([]ShownComment, error) {
	beyond, args := "", []any{proposalID}
	if before != uuid.Nil {
		beyond, args = " and c.id < ?", append(args, before)
	}
	var rows []struct {
		ShownComment
		Under models.JSON[[]ShownComment]
	}
	err := conn.Gorm(tx).Raw(`select `+shownColumns+`, (select jsonb_agg(to_jsonb(r) order by r.id) from (select `+shownColumns+` from comments c `+citing+` where c.parent_id = t.id) r) as under
		from (select c.* from comments c where c.proposal_id = ? and c.parent_id is null`+beyond+` order by c.id desc limit ?) t join comments c on c.id = t.id `+citing+` order by c.id desc`,
		append(args, limit)...).Scan(&rows).Error
	list := make([]ShownComment, len(rows))
	for i, r := range rows {
		list[i] = r.ShownComment
		list[i].Replies = r.Under.V
	}
	return list, models.Translate(err)
}

// Resting is a comment that rests on a minute of a lecture.
type Resting struct {
	ShownComment
	ProposalID uuid.UUID
	Proposal   string
}

// ListResting answers what rests on a lecture, in the order of its minutes.
func ListResting(tx *models.Tx, lessonID uuid.UUID, limit int) ([]Resting, error) {
	var rows []Resting
	err := conn.Gorm(tx).Raw(`select `+shownColumns+`, p.id as proposal_id, p.title as proposal from comments c join proposals p on p.id = c.proposal_id `+citing+`
		where c.lesson_id = ? and c.state = 'shown' and p.state not in ('draft', 'submitted', 'returned', 'hidden') order by c.second, c.id limit ?`, lessonID, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// LockComment finds a comment of a proposal and holds its row.
func LockComment(tx *models.Tx, id uuid.UUID) (Comment, error) {
	var c Comment
	err := conn.Gorm(tx).Raw(`select id, proposal_id, author_id, parent_id, stance, body, state, reason, lesson_id, second, document_id, page, written_at
		from comments where id = ? for update`, id).Take(&c).Error
	return c, models.Translate(err)
}

// UpdateCommentState hides a comment, or shows it again.
func UpdateCommentState(tx *models.Tx, id uuid.UUID, state, reason string) error {
	return change(tx, "update comments set state = ?, reason = ? where id = ?", state, reason, id)
}

// RemoveComment takes the words of one's own comment away. What was replied to it stays.
func RemoveComment(tx *models.Tx, id, authorID uuid.UUID) error {
	return change(tx, "update comments set state = 'removed', body = '', lesson_id = null, second = null, document_id = null, page = null where id = ? and author_id = ? and state = 'shown'", id, authorID)
}
