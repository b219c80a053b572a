package participation

import (
	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// ExistsConsent says whether somebody agrees that their political opinions are kept.
func ExistsConsent(tx *models.Tx, citizenID uuid.UUID) (bool, error) {
	var there bool
	return there, models.Translate(conn.Gorm(tx).Raw("select "+consented, citizenID).Scan(&there).Error)
}

// InsertConsent notes that somebody agrees to the text in force.
func InsertConsent(tx *models.Tx, citizenID uuid.UUID) error {
	return exec(tx, `insert into consents (user_id, terms_id, given_at)
		select ?, id, ? from terms where kind = 'opinion' and effective_at <= ? order by effective_at desc limit 1
		on conflict (user_id, terms_id) do update set given_at = excluded.given_at, withdrawn_at = null where consents.withdrawn_at is not null`, citizenID, tx.Now, tx.Now)
}

// WithdrawConsent takes the consent back and removes what stands on it: supports, votes, the words of comments and
// questions, drafts. What was
// proposed and not answered is withdrawn for a reason; what was answered stays as nobody's.
func WithdrawConsent(tx *models.Tx, citizenID uuid.UUID, reason string) error {
	for _, do := range []struct {
		sql  string
		args []any
	}{
		{"update consents set withdrawn_at = ? where user_id = ? and withdrawn_at is null and terms_id in (select id from terms where kind = 'opinion')", []any{tx.Now, citizenID}},
		{"delete from supports where citizen_id = ?", []any{citizenID}},
		{"update comments set state = 'removed', body = '', author_id = null, band = 'none', lesson_id = null, second = null, document_id = null, page = null where author_id = ?", []any{citizenID}},
		{"delete from meeting_votes where citizen_id = ?", []any{citizenID}},
		{"delete from moderation_cases where state = 'open' and question_id in (select id from meeting_questions where author_id = ?)", []any{citizenID}},
		{"update meeting_questions set state = 'removed', body = '', author_id = null, band = 'none' where author_id = ?", []any{citizenID}},
		{"delete from proposals where author_id = ? and submitted_at is null", []any{citizenID}},
		{"delete from moderation_cases where state = 'open' and comment_id is null and proposal_id in (select id from proposals where author_id = ? and state in ('submitted', 'returned', 'gathering'))", []any{citizenID}},
		{"update proposals set state = 'withdrawn', reason = ?, due_at = null, due_for = null, moved_at = ? where author_id = ? and state in ('submitted', 'returned', 'gathering')", []any{reason, tx.Now, citizenID}},
		{"update moderation_cases set author_id = null where author_id = ?", []any{citizenID}},
		{"update proposals set author_id = null where author_id = ?", []any{citizenID}},
	} {
		if err := exec(tx, do.sql, do.args...); err != nil {
			return err
		}
	}
	return nil
}
