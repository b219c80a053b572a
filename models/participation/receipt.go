package participation

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Receipt is something that a person said, with what became of it.
type Receipt struct {
	// What is proposal, support or comment; meeting for one that was attended, question for one that was put at a meeting.
	What     string
	At       time.Time
	ID       uuid.UUID // of the comment, or of the proposal
	Proposal Proposal  `gorm:"embedded;embeddedPrefix:p_"`
	Body     string    // of a comment
	State    string    // of a comment
	Reason   string    // for which a comment is hidden
	Supports int
	Events   models.JSON[[]Event]
	Summary  string
	// Commitments are how far they have come.
	Commitments models.JSON[[]Commitment]
	MeetingID   *uuid.UUID
	Meeting     *models.Text
	MinutesAt   *time.Time // when the minutes of the meeting were published
	CaseID      *uuid.UUID // the decision that the author of a comment or a question can appeal against
}

// ListReceipts answers what a person said, the newest first. The comments of a proposal count one by one; a support that
// was carried over by a merger counts once, where it stands now.
func ListReceipts(tx *models.Tx, citizenID uuid.UUID, after models.Cursor, limit int) ([]Receipt, error) {
	beyond, args := "", []any{citizenID, citizenID, citizenID, citizenID, citizenID}
	if after.ID != uuid.Nil {
		beyond, args = " where (m.at, m.id) < (?, ?)", append(args, after.At, after.ID)
	}
	var rows []Receipt
	err := conn.Gorm(tx).Raw(`select m.what, m.at, m.id, m.body, m.state, m.reason, m.case_id, p.id as p_id, p.state as p_state, p.title as p_title, p.reason as p_reason, p.outcome as p_outcome,
			p.due_at as p_due_at, p.due_for as p_due_for, p.gathering_until as p_gathering_until, p.merged_into as p_merged_into, p.answered_at as p_answered_at, p.submitted_at as p_submitted_at,
			(select count(*) from supports s where s.proposal_id = p.id) as supports,
			(select jsonb_agg(to_jsonb(e) order by e.id) from proposal_events e where e.proposal_id = p.id and (m.what = 'proposal' or e.kind not in ('submitted', 'returned'))) as events,
			coalesce((select w.summary from answers w where w.proposal_id = p.id and w.signer is not null order by w.version desc limit 1), m.answer) as summary,
			(select jsonb_agg(to_jsonb(k) order by k.id) from commitments k where k.proposal_id = p.id or k.meeting_id = m.meeting_id) as commitments,
			m.meeting_id, e.title as meeting, (select min(n.published_at) from meeting_minutes n where n.meeting_id = m.meeting_id) as minutes_at
		from (select * from (
				select 'proposal' as what, coalesce(q.submitted_at, q.created_at) as at, q.id, q.id as proposal_id, '' as body, '' as state, '' as reason, null::uuid as case_id, null::uuid as meeting_id, '' as answer from proposals q where q.author_id = ?
				union all select 'support', s.supported_at, s.proposal_id, s.proposal_id, '', '', '', null, null, '' from supports s where s.citizen_id = ?
					and not exists (select 1 from proposals q join supports c on c.proposal_id = q.merged_into and c.citizen_id = s.citizen_id where q.id = s.proposal_id)
				union all select 'comment', c.written_at, c.id, c.proposal_id, c.body, c.state, c.reason,
					(select z.id from moderation_cases z where z.comment_id = c.id and z.state = 'hidden' order by z.id desc limit 1), null, '' from comments c where c.author_id = ? and c.state <> 'removed'
				union all select 'meeting', r.attended_at, r.id, null, '', '', '', null, r.meeting_id, '' from meeting_registrations r where r.citizen_id = ? and r.state = 'attended'
				union all select 'question', q.put_at, q.id, null, q.body, q.state, q.reason,
					(select z.id from moderation_cases z where z.question_id = q.id and z.state = 'hidden' order by z.id desc limit 1), q.meeting_id, q.answer from meeting_questions q where q.author_id = ? and q.state <> 'removed'
			) m`+beyond+` order by m.at desc, m.id desc limit ?) m left join proposals p on p.id = m.proposal_id left join meetings e on e.id = m.meeting_id order by m.at desc, m.id desc`, append(args, limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}
