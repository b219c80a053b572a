package participation

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Page is a proposal with all that its page shows, found in one statement.
type Page struct {
	Listed
	MergedTitle string
	Informed    int
	General     int
	SplitOn     *string
	Supported   bool
	Consented   bool
	Phases      models.JSON[[]Phase] // of its agenda, or of the one above
	HasDraft    bool                 // an answer that waits to be signed
	Versions    models.JSON[[]Version]
	Events      models.JSON[[]Event]
	Answers     models.JSON[[]Answer]
	Objection   models.JSON[*Objection]
	Commitments models.JSON[[]Commitment]
	Lectures    models.JSON[[]Lecture]
	Documents   models.JSON[[]Document]
	Divisions   models.JSON[[]Division]
	Division    *models.Text // who answers
	// Hidden is the decision by which it is hidden, for its author to appeal against.
	Hidden models.JSON[*Decided]
}

// Version is the words of a proposal as they were sent in once.
type Version struct {
	Number    int       `json:"number"`
	Title     string    `json:"title"`
	Problem   string    `json:"problem"`
	Idea      string    `json:"idea"`
	WrittenAt time.Time `json:"written_at"`
}

// Lecture is a lecture of a course on an agenda, to be cited.
type Lecture struct {
	ID     uuid.UUID   `json:"id"`
	Course string      `json:"course"`
	Title  models.Text `json:"title"`
}

// Decided is the decision of a moderator as the author sees it.
type Decided struct {
	ID       uuid.UUID `json:"id"`
	State    string    `json:"state"`
	Code     string    `json:"code"`
	Reason   string    `json:"reason"`
	Appealed bool      `json:"appealed"`
	Answer   string    `json:"answer"`
}

// scope is the agendas that belong to the one of a proposal p: itself, what is below it, and what is above.
const scope = `(select x.id from agendas x, agendas own where own.id = p.agenda_id and (x.id = own.id or x.parent_id = own.id or x.id = own.parent_id))`

const consented = `exists (select 1 from consents k join terms t on t.id = k.terms_id where k.user_id = ? and t.kind = 'opinion' and k.withdrawn_at is null)`

// FindPage finds a proposal as a reader sees it.
func FindPage(tx *models.Tx, id, reader uuid.UUID) (Page, error) {
	var row Page
	err := conn.Gorm(tx).Raw(`select `+proposalColumns+`, coalesce(u.name, '') as author, a.slug as agenda_slug, a.title as agenda, coalesce(m.title, '') as merged_title, v.title as division,
			(select jsonb_agg(to_jsonb(i) order by i.slug) from divisions i) as divisions,
			(select count(*) from supports s where s.proposal_id = p.id) as supports,
			(select count(*) from comments c where c.proposal_id = p.id and c.state = 'shown') as comments,
			coalesce(f.informed, 0) as informed, coalesce(f.general, 0) as general, f.split_on::text as split_on,
			exists (select 1 from supports s where s.proposal_id = p.id and s.citizen_id = ?) as supported,
			`+consented+` as consented, `+phasesOf("a.id", "a.parent_id")+` as phases,
			exists (select 1 from answers w where w.proposal_id = p.id and w.signer is null) as has_draft,
			(select jsonb_object_agg(effect, t.supports) from proposal_thresholds t) as thresholds,
			(select jsonb_agg(to_jsonb(v) order by v.number desc) from proposal_versions v where v.proposal_id = p.id) as versions,
			(select jsonb_agg(to_jsonb(e) order by e.id) from proposal_events e where e.proposal_id = p.id) as events,
			(select jsonb_agg(to_jsonb(w) || jsonb_build_object('division', d.title) order by w.version desc) from answers w join divisions d on d.id = w.division_id where w.proposal_id = p.id and w.signer is not null) as answers,
			(select to_jsonb(o) from objections o where o.proposal_id = p.id) as objection,
			(select jsonb_agg(to_jsonb(k) || jsonb_build_object('division', d.title) order by k.id) from commitments k join divisions d on d.id = k.division_id where k.proposal_id = p.id) as commitments,
			(select jsonb_agg(jsonb_build_object('id', l.id, 'course', c.slug, 'title', rl.title) order by c.slug, rl.position) from courses c
				join revision_lessons rl on rl.revision_id = c.published_revision_id join lessons l on l.id = rl.lesson_id
				where c.state = 'published' and l.kind = 'lecture' and c.agenda_id in `+scope+`) as lectures,
			(select jsonb_agg(to_jsonb(g) order by g.id) from agenda_documents g where g.agenda_id in `+scope+`) as documents,
			(select jsonb_build_object('id', z.id, 'state', z.state, 'code', z.code, 'reason', z.reason, 'appealed', y.case_id is not null, 'answer', coalesce(y.answer, ''))
				from moderation_cases z left join appeals y on y.case_id = z.id
				where z.proposal_id = p.id and z.comment_id is null and z.state in ('hidden', 'appealed', 'upheld') order by z.id desc limit 1) as hidden
		from proposals p join agendas a on a.id = p.agenda_id
			left join users u on u.id = p.author_id left join proposals m on m.id = p.merged_into left join divisions v on v.id = p.division_id left join proposal_figures f on f.proposal_id = p.id
		where p.id = ?`, reader, reader, id).Take(&row).Error
	return row, models.Translate(err)
}
