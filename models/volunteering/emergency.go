package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// EmergencyContact is whom to call if something happens to a volunteer.
type EmergencyContact struct {
	CitizenID   uuid.UUID `gorm:"primaryKey"`
	Name        string
	Phone       string
	Relation    string
	ConsentedAt time.Time
}

// SaveEmergencyContact writes whom to call.
func SaveEmergencyContact(tx *models.Tx, c EmergencyContact) error {
	return models.Translate(conn.Gorm(tx).Exec(`insert into emergency_contacts (citizen_id, name, phone, relation, consented_at) values (?, ?, ?, ?, ?)
		on conflict (citizen_id) do update set name = excluded.name, phone = excluded.phone, relation = excluded.relation, consented_at = excluded.consented_at`,
		c.CitizenID, c.Name, c.Phone, c.Relation, tx.Now).Error)
}

// FindEmergencyContact finds whom to call for a volunteer.
func FindEmergencyContact(tx *models.Tx, citizenID uuid.UUID) (EmergencyContact, error) {
	var c EmergencyContact
	return c, models.Translate(conn.Gorm(tx).Where("citizen_id = ?", citizenID).Take(&c).Error)
}

// DeleteEmergencyContact forgets whom to call.
func DeleteEmergencyContact(tx *models.Tx, citizenID uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("delete from emergency_contacts where citizen_id = ?", citizenID).Error)
}
