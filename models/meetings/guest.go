package meetings

import (
	"strings"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Guest is a registration with whose it is and what they answered, by what was asked.
type Guest struct {
	Registration
	Name    string               `json:"name"`
	Answers map[uuid.UUID]string `json:"answers"`
}

// Hosted is a meeting with who comes: those with a seat first, then the line.
type Hosted struct {
	Shown
	Guests models.JSON[[]Guest]
}

// FindHosted finds a meeting with those who are registered for it, or in line, and whose name holds a text.
func FindHosted(tx *models.Tx, id uuid.UUID, text string, limit int) (Hosted, error) {
	var row Hosted
	err := conn.Gorm(tx).Raw("select "+listedColumns+", "+asks+", "+counts+`, null::jsonb as mine, 0 as before,
			(select coalesce(jsonb_agg(to_jsonb(g) order by g.state = 'waitlisted', g.line, g.name, g.id), '[]') from (
				select r.*, u.name, (select coalesce(jsonb_object_agg(w.ask_id, w.answer), '{}') from meeting_answers w where w.registration_id = r.id) as answers
				from meeting_registrations r join users u on u.id = r.citizen_id where r.meeting_id = p.id and r.state <> 'cancelled' and strpos(lower(u.name), ?) > 0
				order by r.state = 'waitlisted', r.line, u.name, r.id limit ?) g) as guests`+ofAgenda+" where p.id = ?", uuid.Nil, strings.ToLower(text), limit, id).Take(&row).Error
	return row, models.Translate(err)
}
