package courses

import (
	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Agenda is a subject of policy: a national agenda (level 1) or a priority under it (level 2). Courses and every way
// of taking part hang on the same ones.
type Agenda struct {
	ID       uuid.UUID
	ParentID *uuid.UUID
	Level    int
	Slug     string
	Title    models.Text
	Position int
}

// ListAgendas answers all of them, each priority behind its agenda.
func ListAgendas(tx *models.Tx) ([]Agenda, error) {
	var rows []Agenda
	err := conn.Gorm(tx).Raw(`select a.* from agendas a left join agendas p on p.id = a.parent_id
		order by coalesce(p.position, a.position), a.level, a.position`).Scan(&rows).Error
	return rows, models.Translate(err)
}

// Duty is what a volunteer may be qualified for.
type Duty struct {
	ID    uuid.UUID
	Slug  string
	Title models.Text
}

// ListDuties answers all of them.
func ListDuties(tx *models.Tx) ([]Duty, error) {
	var rows []Duty
	return rows, models.Translate(conn.Gorm(tx).Order("slug").Find(&rows).Error)
}

// FindDuty finds one.
func FindDuty(tx *models.Tx, id uuid.UUID) (Duty, error) {
	var d Duty
	return d, models.Translate(conn.Gorm(tx).Where("id = ?", id).Take(&d).Error)
}
