package meetings

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"
	"academy/models/participation"

	"github.com/google/uuid"
)

// Listed is a meeting in a list.
type Listed struct {
	Meeting
	AgendaSlug string
	Agenda     models.Text
	Waiting    int
	// Own is what the reader is at it, empty for nothing.
	Own string
}

const (
	listedColumns = meetingColumns + `, a.slug as agenda_slug, a.title as agenda,
		(select count(*) from meeting_registrations w where w.meeting_id = p.id and w.state = 'waitlisted') as waiting,
		coalesce((select o.state from meeting_registrations o where o.meeting_id = p.id and o.citizen_id = ?), '') as own`
	ofAgenda = " from meetings p join agendas a on a.id = p.agenda_id"
	listed   = "select " + listedColumns + ofAgenda
)

// Filter narrows a list of meetings; what is empty does not.
type Filter struct {
	// Past asks for those that are over, the last in front; otherwise the next comes first.
	Past         bool
	Kind, Agenda string
}

// ListMeetings answers meetings that were published.
func ListMeetings(tx *models.Tx, reader uuid.UUID, f Filter, after models.Cursor, limit int) ([]Listed, error) {
	sql, args := listed+" where p.state <> 'draft' and p.ends_at > ?", []any{reader, tx.Now}
	order, beyond := " order by p.starts_at, p.id limit ?", " and (p.starts_at, p.id) > (?, ?)"
	if f.Past {
		sql = listed + " where p.state <> 'draft' and p.ends_at <= ?"
		order, beyond = " order by p.starts_at desc, p.id desc limit ?", " and (p.starts_at, p.id) < (?, ?)"
	}
	if f.Kind != "" {
		sql, args = sql+" and p.kind = ?", append(args, f.Kind)
	}
	if f.Agenda != "" {
		sql, args = sql+" and (a.slug = ? or a.parent_id = (select id from agendas where slug = ?))", append(args, f.Agenda, f.Agenda)
	}
	if after.ID != uuid.Nil {
		sql, args = sql+beyond, append(args, after.At, after.ID)
	}
	var rows []Listed
	err := conn.Gorm(tx).Raw(sql+order, append(args, limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListAll answers all meetings for those who look after them, the last in front.
func ListAll(tx *models.Tx, after models.Cursor, limit int) ([]Listed, error) {
	sql, args := listed, []any{uuid.Nil}
	if after.ID != uuid.Nil {
		sql, args = sql+" where (p.starts_at, p.id) < (?, ?)", append(args, after.At, after.ID)
	}
	var rows []Listed
	err := conn.Gorm(tx).Raw(sql+" order by p.starts_at desc, p.id desc limit ?", append(args, limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}

// Shown is a meeting with all that its page says of it and of the reader.
type Shown struct {
	Listed
	Asks models.JSON[[]Ask]
	// Counts is how many registrations stand where.
	Counts models.JSON[map[string]int]
	Mine   models.JSON[*Registration]
	// Before is how many are before the reader in line.
	Before int
	// Put is how many questions the reader has put; Consented says that they agree that their opinions are kept.
	Put       int
	Consented bool
	After
}

// FindShown finds a meeting as a reader sees it.
func FindShown(tx *models.Tx, id, reader uuid.UUID) (Shown, error) {
	var row Shown
	err := conn.Gorm(tx).Raw("select "+listedColumns+", "+asks+", "+counts+`, (select to_jsonb(r) from meeting_registrations r where r.meeting_id = p.id and r.citizen_id = ?) as mine,
			(select count(*) from meeting_registrations b join meeting_registrations r on r.meeting_id = b.meeting_id and r.citizen_id = ? and b.line < r.line where b.meeting_id = p.id) as before,
			(select count(*) from meeting_questions o where o.meeting_id = p.id and o.author_id = ?) as put, `+participation.Consented+" as consented, "+after+
		ofAgenda+" where p.id = ?", reader, reader, reader, reader, reader, id).Take(&row).Error
	return row, models.Translate(err)
}

const counts = "(select coalesce(jsonb_object_agg(c.state, c.n), '{}') from (select state, count(*) as n from meeting_registrations where meeting_id = p.id group by state) c) as counts"

// Own is a meeting with what somebody is at it.
type Own struct {
	Registration Registration `gorm:"embedded;embeddedPrefix:r_"`
	Meeting      Meeting      `gorm:"embedded;embeddedPrefix:p_"`
	Agenda       models.Text
	Before       int
}

// ListOwn answers the meetings of somebody that end after a time, the next in front.
func ListOwn(tx *models.Tx, citizenID uuid.UUID, since time.Time, limit int) ([]Own, error) {
	var rows []Own
	err := conn.Gorm(tx).Raw(own+" where r.citizen_id = ? and p.ends_at > ? and p.state <> 'draft' order by p.starts_at, p.id limit ?", citizenID, since, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

const own = `select r.id as r_id, r.meeting_id as r_meeting_id, r.citizen_id as r_citizen_id, r.state as r_state, r.line as r_line, r.offered_until as r_offered_until, r.attended_at as r_attended_at,
		r.how as r_how, r.unmarked as r_unmarked, r.version as r_version, r.registered_at as r_registered_at, r.changed_at as r_changed_at,
		p.id as p_id, p.kind as p_kind, p.series as p_series, p.state as p_state, p.title as p_title, p.summary as p_summary, p.place as p_place, p.online_url as p_online_url,
		p.accessibility as p_accessibility, p.contact as p_contact, p.languages as p_languages, p.starts_at as p_starts_at, p.ends_at as p_ends_at, p.opens_at as p_opens_at,
		p.closes_at as p_closes_at, p.capacity as p_capacity, p.taken as p_taken, p.offer_hours as p_offer_hours, p.version as p_version, p.reason as p_reason, a.title as agenda,
		(select count(*) from meeting_registrations b where b.meeting_id = p.id and b.line < r.line) as before
	from meeting_registrations r join meetings p on p.id = r.meeting_id join agendas a on a.id = p.agenda_id`

// Opened is a meeting as open data: figures of people only.
type Opened struct {
	ID           uuid.UUID
	AgendaSlug   string
	Kind, State  string
	Title, Place models.Text
	Online       bool
	StartsAt     time.Time
	EndsAt       time.Time
	Capacity     int
	Taken        int
	Attended     int
	Questions    int
	MinutesAt    *time.Time
	Commitments  int
}

// ListOpened answers meetings as open data, the latest first.
func ListOpened(tx *models.Tx, after models.Cursor, limit int) ([]Opened, error) {
	beyond, args := "", []any{}
	if after.ID != uuid.Nil {
		beyond, args = " and (p.starts_at, p.id) < (?, ?)", append(args, after.At, after.ID)
	}
	var rows []Opened
	err := conn.Gorm(tx).Raw(`select p.id, a.slug as agenda_slug, p.kind, p.state, p.title, p.place, p.online_url <> '' as online, p.starts_at, p.ends_at, p.capacity, p.taken,
			(select count(*) from meeting_registrations r where r.meeting_id = p.id and r.state = 'attended') as attended,
			(select count(*) from meeting_questions q where q.meeting_id = p.id and q.state = 'shown') as questions,
			(select min(n.published_at) from meeting_minutes n where n.meeting_id = p.id) as minutes_at,
			(select count(*) from commitments k where k.meeting_id = p.id) as commitments
		from meetings p join agendas a on a.id = p.agenda_id where p.state <> 'draft'`+beyond+" order by p.starts_at desc, p.id desc limit ?", append(args, limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}
