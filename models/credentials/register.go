package credentials

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// RegisterFilter says which certificates are asked for, by whom and what for.
type RegisterFilter struct {
	// CourseID is nil for those of all courses.
	CourseID *uuid.UUID
	// Code is a whole code, Text a part of a name or of a number; both are empty for all.
	Code, Text string
	// State is issued, expired, revoked or superseded; empty for all.
	State string
	// After is the certificate before the first one asked for.
	After uuid.UUID
	Limit int
	// ActorID, Action and Reason stand in the audit.
	ActorID        uuid.UUID
	Action, Reason string
}

func (f RegisterFilter) where(now time.Time) (string, []any) {
	where, args := "true", []any(nil)
	add := func(condition string, values ...any) { where, args = where+" and "+condition, append(args, values...) }
	if f.CourseID != nil {
		add("c.course_id = ?", *f.CourseID)
	}
	switch {
	case f.Code != "":
		add("c.code = ?", f.Code)
	case f.Text != "":
		add("(strpos(lower(c.holder_name), lower(?)) > 0 or strpos(c.number, upper(?)) > 0)", f.Text, f.Text)
	}
	switch f.State {
	case Issued:
		add("c.state = 'issued' and (c.expires_at is null or c.expires_at > ?)", now)
	case "expired":
		add("c.state = 'issued' and c.expires_at <= ?", now)
	case "revoked", "superseded":
		add("c.state = ?", f.State)
	}
	if f.After != uuid.Nil {
		add("c.id < ?", f.After)
	}
	return where, args
}

// Listed is a certificate in a list with the name of its course in addresses.
type Listed struct {
	Certificate
	Slug string
}

// ListRegister answers certificates, the newest first, and one more than the limit where there are more. The same statement
// notes in the audit who has seen whose.
func ListRegister(tx *models.Tx, f RegisterFilter) ([]Listed, error) {
	seen, args := f.seen(tx)
	var rows []Listed
	err := conn.Gorm(tx).Raw(seen+" select * from shown order by id desc", args...).Scan(&rows).Error
	return rows, models.Translate(err)
}

// seen begins a statement in which shown is what a filter lets through, and notes who has seen it.
func (f RegisterFilter) seen(tx *models.Tx) (string, []any) {
	where, args := f.where(tx.Now)
	args = append(args, f.Limit+1, models.NewID(), tx.Now, f.ActorID, f.Action, f.CourseID, f.Reason, f.Limit)
	return `with shown as (
			select c.*, coalesce(k.slug, '') as slug from certificates c left join courses k on k.id = c.course_id where ` + where + ` order by c.id desc limit ?
		), noted as (
			insert into audit_entries (id, at, actor_id, action, object_kind, object_id, reason, details)
			select ?, ?, ?, ?, 'course', ?::uuid, ?, jsonb_build_object('citizens', string_agg(distinct s.citizen_id::text, ' '))
			from (select citizen_id from shown order by id desc limit ?) s having count(*) > 0
		)`, args
}

// Filed is a certificate with what has happened to it.
type Filed struct {
	Certificate
	// Successor stands in its place, and it in that of Predecessor; their codes are empty where there is none.
	Successor   models.JSON[Neighbour]
	Predecessor models.JSON[Neighbour]
	History     models.JSON[[]Event]
	Duties      models.JSON[[]HeldDuty]
	// Wish is the open one for another name; its name is empty where there is none.
	Wish models.JSON[OpenWish]
	// Newest says that no other certificate of the same claim came after it.
	Newest bool
}

// OpenWish is a wish for another name that waits for an answer.
type OpenWish struct {
	Name    string    `json:"name"`
	Reason  string    `json:"reason"`
	AskedAt time.Time `json:"asked_at"`
}

// Neighbour is a certificate that another one points to.
type Neighbour struct {
	ID     uuid.UUID `json:"id"`
	Code   string    `json:"code"`
	Number string    `json:"number"`
}

// Event is something that was done to a certificate; By is empty for the academy itself.
type Event struct {
	At     time.Time `json:"at"`
	Action string    `json:"action"`
	By     string    `json:"by"`
	Reason string    `json:"reason"`
}

// HeldDuty is a duty that came with a certificate.
type HeldDuty struct {
	Title     models.Text `json:"title"`
	EndsAt    time.Time   `json:"ends_at"`
	RevokedAt *time.Time  `json:"revoked_at"`
}

const neighbourOf = `coalesce((select jsonb_build_object('id', n.id, 'code', n.code, 'number', n.number) from certificates n where `

// FindFiled finds a certificate of a course, or of none, with its history. The same statement notes in the audit who has seen whose.
func FindFiled(tx *models.Tx, courseID *uuid.UUID, id, actorID uuid.UUID) (Filed, error) {
	var f Filed
	err := conn.Gorm(tx).Raw(`with found as (
			select * from certificates where id = ? and course_id is not distinct from ?
		), noted as (
			insert into audit_entries (id, at, actor_id, action, subject_id, object_kind, object_id, reason)
			select ?, ?, ?, 'certificate.seen', citizen_id, 'certificate', id, 'look after certificates' from found
		)
		select c.*, `+neighbourOf+`n.id = c.superseded_by), '{}') as successor, `+neighbourOf+`n.superseded_by = c.id), '{}') as predecessor,
			(select coalesce(jsonb_agg(jsonb_build_object('at', a.at, 'action', a.action, 'by', coalesce(u.name, ''), 'reason', a.reason) order by a.id), '[]')
				from audit_entries a left join users u on u.id = a.actor_id
				where a.object_kind = 'certificate' and a.object_id = c.id and a.action <> 'certificate.seen') as history,
			(select coalesce(jsonb_agg(jsonb_build_object('title', d.title, 'ends_at', g.ends_at, 'revoked_at', g.revoked_at) order by g.ends_at), '[]')
				from role_grants g join duties d on d.id = g.duty_id where g.enrolment_id = c.enrolment_id) as duties,
			coalesce((select jsonb_build_object('name', w.wished_name, 'reason', w.reason, 'asked_at', w.asked_at)
				from name_corrections w where w.certificate_id = c.id and w.state = 'open'), '{}') as wish,
			not exists (select from certificates l where l.enrolment_id = c.enrolment_id and l.id > c.id) as newest
		from found c`, id, courseID, models.NewID(), tx.Now, actorID).Take(&f).Error
	return f, models.Translate(err)
}

// Tally is what there is to do for a course, and what was done last.
type Tally struct {
	// Lacking is how many have completed the course and were never issued a certificate.
	Lacking int
	Runs    models.JSON[[]Run]
}

// FindRegister is ListRegister of one course with its tally: who lacks a certificate, and the last runs, the newest first.
func FindRegister(tx *models.Tx, f RegisterFilter, runs int) ([]Listed, Tally, error) {
	seen, args := f.seen(tx)
	var rows []struct {
		Listed
		Tally
	}
	err := conn.Gorm(tx).Raw(seen+` select t.lacking, t.runs, s.* from (
			select (select count(*) from enrolments e where e.course_id = ? and `+lacking+`) as lacking,
				(select coalesce(jsonb_agg(to_jsonb(r) order by r.asked_at desc, r.id desc), '[]')
					from (select * from certificate_runs where course_id = ? order by asked_at desc, id desc limit ?) r) as runs
		) t left join shown s on true order by s.id desc`, append(args, f.CourseID, f.CourseID, runs)...).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, Tally{}, models.Translate(err)
	}
	list := make([]Listed, 0, len(rows))
	for _, r := range rows {
		if r.ID != uuid.Nil { // a course without certificates has a row of nothing but its tally
			list = append(list, r.Listed)
		}
	}
	return list, rows[0].Tally, nil
}
