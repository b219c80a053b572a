package credentials

import (
	"fmt"
	"math/rand/v2"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

const (
	// statusPlaces is how many places a list has. Half of them are given away, so that a place is found at once.
	statusPlaces = 1 << 20
	// Twice as many tries as this never miss, with half of a list still empty.
	placeTries = 64
)

// insertStatus draws the place where it will be told that a certificate is no longer valid.
func insertStatus(tx *models.Tx, certificateID uuid.UUID) error {
	var list int
	row := conn.Gorm(tx).Raw(`insert into status_lists (number, taken, created_at)
		select coalesce(max(number), 0) + 1, 1, ?::timestamptz from status_lists where taken >= ?
		on conflict (number) do update set taken = status_lists.taken + 1 returning number`, tx.Now, statusPlaces/2).Row()
	if err := row.Scan(&list); err != nil {
		return models.Translate(err)
	}
	for range placeTries {
		done := conn.Gorm(tx).Exec("insert into certificate_status (certificate_id, list, place) values (?, ?, ?) on conflict (list, place) do nothing",
			certificateID, list, rand.IntN(statusPlaces))
		if done.Error != nil || done.RowsAffected == 1 {
			return models.Translate(done.Error)
		}
	}
	return fmt.Errorf("status list %d: no place was found: %w", list, models.ErrConflict)
}

// ListRevoked answers the places of a list whose certificates are no longer valid. A list that is not there is ErrNotFound.
func ListRevoked(tx *models.Tx, list int) ([]int, error) {
	var rows []struct{ Place *int }
	err := conn.Gorm(tx).Raw(`select s.place from status_lists l
		left join (certificate_status s join certificates c on c.id = s.certificate_id and c.state <> 'issued') on s.list = l.number
		where l.number = ? order by s.place`, list).Scan(&rows).Error
	if err != nil {
		return nil, models.Translate(err)
	}
	if len(rows) == 0 {
		return nil, models.ErrNotFound
	}
	var places []int
	for _, r := range rows {
		if r.Place != nil {
			places = append(places, *r.Place)
		}
	}
	return places, nil
}
