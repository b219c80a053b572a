package meetings

import (
	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// The kinds of what is asked of those who register.
const (
	AskText   = "text"
	AskChoice = "choice"
)

// Ask is something that is asked of those who register.
type Ask struct {
	ID       uuid.UUID     `json:"id"`
	Position int           `json:"position"`
	Kind     string        `json:"kind"`
	Label    models.Text   `json:"label"`
	Options  []models.Text `json:"options"`
	Required bool          `json:"required"`
}

const asks = "(select coalesce(jsonb_agg(to_jsonb(q) - 'meeting_id' order by q.position), '[]') from meeting_asks q where q.meeting_id = p.id) as asks"

// ListAsks answers what a meeting asks.
func ListAsks(tx *models.Tx, meetingID uuid.UUID) ([]Ask, error) {
	var row struct{ Asks models.JSON[[]Ask] }
	err := conn.Gorm(tx).Raw("select "+asks+" from meetings p where p.id = ?", meetingID).Take(&row).Error
	return row.Asks.V, models.Translate(err)
}

// ReplaceAsks writes what a meeting asks; ErrConflict where somebody has answered already.
func ReplaceAsks(tx *models.Tx, meetingID uuid.UUID, list []Ask) error {
	if err := exec(tx, "delete from meeting_asks where meeting_id = ?", meetingID); err != nil {
		return err
	}
	for i, a := range list {
		options := models.JSON[[]models.Text]{V: a.Options}
		if a.Options == nil {
			options.V = []models.Text{}
		}
		err := exec(tx, "insert into meeting_asks (id, meeting_id, position, kind, label, options, required) values (?, ?, ?, ?, ?, ?, ?)", models.NewID(), meetingID, i+1, a.Kind, a.Label, options, a.Required)
		if err != nil {
			return err
		}
	}
	return nil
}

// ReplaceAnswers writes what somebody answered, by what was asked.
func ReplaceAnswers(tx *models.Tx, registrationID uuid.UUID, answers map[uuid.UUID]string) error {
	if err := exec(tx, "delete from meeting_answers where registration_id = ?", registrationID); err != nil {
		return err
	}
	for ask, answer := range answers {
		if err := exec(tx, "insert into meeting_answers (registration_id, ask_id, answer) values (?, ?, ?)", registrationID, ask, answer); err != nil {
			return err
		}
	}
	return nil
}
