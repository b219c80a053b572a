package participation

import (
	"academy/models"
	"academy/models/internal/conn"
)

// Settings is how long steps take, what numbers of supports bring about, and on which days no office works.
type Settings struct {
	Clocks     models.JSON[map[string]ClockSetting]
	Thresholds models.JSON[map[string]int]
	Holidays   models.JSON[[]string]
}

// ClockSetting is how long one step takes.
type ClockSetting struct {
	Days    int  `json:"days"`
	Working bool `json:"working"`
}

// FindSettings finds all of it in one statement.
func FindSettings(tx *models.Tx) (Settings, error) {
	var row Settings
	err := conn.Gorm(tx).Raw(`select (select jsonb_object_agg(name, jsonb_build_object('days', days, 'working', working)) from proposal_clocks) as clocks,
		(select jsonb_object_agg(effect, supports) from proposal_thresholds) as thresholds, (select coalesce(jsonb_agg(day::text), '[]') from holidays) as holidays`).Take(&row).Error
	return row, models.Translate(err)
}

// UpdateThreshold sets what brings something about.
func UpdateThreshold(tx *models.Tx, effect string, supports int) error {
	return change(tx, "update proposal_thresholds set supports = ? where effect = ?", supports, effect)
}
