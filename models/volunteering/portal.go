package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// UpdatePortal consents to hours being sent to the portal under a name there; an empty one takes the consent back, and what
// was sent before forgets the name.
func UpdatePortal(tx *models.Tx, citizenID uuid.UUID, member string) error {
	var at *time.Time
	if member != "" {
		at = &tx.Now
	} else if err := conn.Gorm(tx).Exec(`update portal_export_rows p set member_id = '' from hours_entries e where e.id = p.entry_id and e.citizen_id = ? and p.member_id <> ''`, citizenID).Error; err != nil {
		return models.Translate(err)
	}
	return change(tx, "update volunteers set portal_id = ?, portal_consented_at = ? where citizen_id = ?", member, at, citizenID)
}

// PortalExport is one taking of hours to the portal.
type PortalExport struct {
	ID      uuid.UUID
	MadeBy  *uuid.UUID
	MadeAt  time.Time
	By      string
	Rows    int
	Minutes int
	// Forgotten are those whose holders have taken their consent back since.
	Forgotten int
}

// LockPortal lets one export after the other be made, and nobody who has consented withdraw meanwhile.
func LockPortal(tx *models.Tx) error {
	var one bool
	if err := conn.Gorm(tx).Raw("select one from hours_rules for update").Scan(&one).Error; err != nil {
		return models.Translate(err)
	}
	var ids []uuid.UUID
	return models.Translate(conn.Gorm(tx).Raw("select citizen_id from volunteers where portal_id <> '' order by citizen_id for share").Scan(&ids).Error)
}

// portalRows are the entries e that were not taken yet of those who have consented, in activities that somebody looks after,
// or in all. Of hours that are corrected since, both halves are taken, or neither.
const portalRows = `from hours_entries e join volunteers v on v.citizen_id = e.citizen_id and v.portal_id <> '' join activities t on t.id = e.activity_id and (? or ` + lookedAfter + `)
		where e.credited <> 0 and not exists (select from portal_export_rows p where p.entry_id = e.id)
			and (e.kind = 'credit' and not exists (select from hours_entries r where r.of_id = e.id)
				or e.kind = 'reversal' and exists (select from portal_export_rows p where p.entry_id = e.of_id))`

// InsertPortalExport takes what can be taken of the activities of a coordinator, or of all where nobody is named, and answers
// how many rows that is.
func InsertPortalExport(tx *models.Tx, id, madeBy, of uuid.UUID) (int, error) {
	if err := conn.Gorm(tx).Exec("insert into portal_exports (id, made_by, made_at) values (?, ?, ?)", id, madeBy, tx.Now).Error; err != nil {
		return 0, models.Translate(err)
	}
	done := conn.Gorm(tx).Exec(`insert into portal_export_rows (entry_id, export_id, member_id)
		select e.id, ?, v.portal_id `+portalRows+` order by e.id limit 10000`, id, of == uuid.Nil, of.String())
	return int(done.RowsAffected), models.Translate(done.Error)
}

// CountPortal counts the rows that the next export would hold, and the people who have consented.
func CountPortal(tx *models.Tx, of uuid.UUID) (rows, people int, err error) {
	var n struct{ Rows, People int }
	err = conn.Gorm(tx).Raw(`select (select count(*) `+portalRows+`) as rows,
		(select count(*) from volunteers where portal_id <> '') as people`, of == uuid.Nil, of.String()).Take(&n).Error
	return n.Rows, n.People, models.Translate(err)
}

const portalExports = `select x.*, coalesce(u.name, '') as by, count(p.entry_id) as rows, coalesce(sum(e.credited), 0) as minutes, count(p.entry_id) filter (where p.member_id = '') as forgotten
	from portal_exports x left join users u on u.id = x.made_by left join portal_export_rows p on p.export_id = x.id left join hours_entries e on e.id = p.entry_id`

// ListPortalExports answers exports, the newest first.
func ListPortalExports(tx *models.Tx, after models.Cursor, limit int) ([]PortalExport, error) {
	sql, args := portalExports, []any(nil)
	if after.ID != uuid.Nil {
		sql, args = sql+" where (x.made_at, x.id) < (?, ?)", []any{after.At, after.ID}
	}
	var rows []PortalExport
	err := conn.Gorm(tx).Raw(sql+" group by x.id, u.name order by x.made_at desc, x.id desc limit ?", append(args, limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}

// PortalRow is one line of an export.
type PortalRow struct {
	HoursEntry
	MemberID string
	Name     string
	Title    models.Text
	Place    models.Text
	StartsAt time.Time
	EndsAt   time.Time
}

// ListPortalRows answers the lines of an export, but for those whose holders have taken their consent back.
func ListPortalRows(tx *models.Tx, exportID uuid.UUID) ([]PortalRow, error) {
	var rows []PortalRow
	err := conn.Gorm(tx).Raw(`select e.*, p.member_id, u.name, t.title, t.place, a.starts_at, a.ends_at
		from portal_export_rows p join hours_entries e on e.id = p.entry_id join users u on u.id = e.citizen_id
		join activities t on t.id = e.activity_id join shift_assignments a on a.id = e.assignment_id
		where p.export_id = ? and p.member_id <> '' order by u.name, e.day, e.id`, exportID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// FindPortalExport finds an export.
func FindPortalExport(tx *models.Tx, id uuid.UUID) (PortalExport, error) {
	var x PortalExport
	return x, models.Translate(conn.Gorm(tx).Raw(portalExports+" where x.id = ? group by x.id, u.name", id).Take(&x).Error)
}
