package courses

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Span is a stretch of a video in milliseconds, the end not included.
type Span struct{ From, To int }

// Spans is an int4multirange: ordered, not overlapping, not touching.
type Spans []Span

// Length is the sum of all stretches in milliseconds.
func (s Spans) Length() int {
	sum := 0
	for _, r := range s {
		sum += r.To - r.From
	}
	return sum
}

// String writes the spans as PostgreSQL reads them.
func (s Spans) String() string {
	parts := make([]string, len(s))
	for i, r := range s {
		parts[i] = fmt.Sprintf("[%d,%d)", r.From, r.To)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// Scan reads a multirange in its canonical text.
func (s *Spans) Scan(v any) error {
	text, ok := v.(string)
	if b, is := v.([]byte); is {
		text, ok = string(b), true
	}
	if !ok {
		return fmt.Errorf("multirange is a %T", v)
	}
	*s = nil
	for _, part := range strings.Split(strings.Trim(text, "{}"), "),") {
		if part == "" {
			continue
		}
		var r Span
		if _, err := fmt.Sscanf(strings.TrimSuffix(part, ")"), "[%d,%d", &r.From, &r.To); err != nil {
			return fmt.Errorf("multirange %q: %w", text, err)
		}
		*s = append(*s, r)
	}
	return nil
}

// Coverage is what a citizen has watched of an asset.
type Coverage struct {
	CitizenID  uuid.UUID
	AssetID    uuid.UUID
	OpenedAt   time.Time
	Ranges     Spans
	PositionMS int
}

// Budget is the purse of seconds one learner may claim, over all views and lectures.
type Budget struct {
	CitizenID uuid.UUID
	OpenedAt  time.Time
	SpentMS   int64
}

// Claim is one delta a player has sent. The same view and number is the same claim.
type Claim struct {
	CitizenID  uuid.UUID
	ViewID     string
	Seq        int
	AssetID    uuid.UUID
	AcceptedMS int
	Rejected   json.RawMessage
	At         time.Time
}

// TableName names the table.
func (Claim) TableName() string { return "coverage_claims" }

// InsertOpened notes when a citizen first opened a lecture, and any lecture at all: the clocks that claims are held to.
func InsertOpened(tx *models.Tx, citizenID, assetID uuid.UUID) error {
	if err := conn.Gorm(tx).Exec("insert into watch_budgets (citizen_id, opened_at) values (?, ?) on conflict do nothing", citizenID, tx.Now).Error; err != nil {
		return models.Translate(err)
	}
	return models.Translate(conn.Gorm(tx).Exec(`insert into coverage (citizen_id, asset_id, opened_at, updated_at) values (?, ?, ?, ?)
		on conflict do nothing`, citizenID, assetID, tx.Now, tx.Now).Error)
}

// LockBudget finds a learner's purse and holds it: claims of one learner are settled one after the other.
func LockBudget(tx *models.Tx, citizenID uuid.UUID) (Budget, error) {
	var b Budget
	err := conn.Gorm(tx).Raw("select * from watch_budgets where citizen_id = ? for update", citizenID).Take(&b).Error
	return b, models.Translate(err)
}

// UpdateSpent takes from the purse.
func UpdateSpent(tx *models.Tx, citizenID uuid.UUID, ms int) error {
	return models.Translate(conn.Gorm(tx).Exec("update watch_budgets set spent_ms = spent_ms + ? where citizen_id = ?", ms, citizenID).Error)
}

// FindCoverage finds what has been watched of an asset.
func FindCoverage(tx *models.Tx, citizenID, assetID uuid.UUID) (Coverage, error) {
	var c Coverage
	err := conn.Gorm(tx).Raw("select citizen_id, asset_id, opened_at, ranges::text as ranges, position_ms from coverage where citizen_id = ? and asset_id = ?", citizenID, assetID).Take(&c).Error
	return c, models.Translate(err)
}

// UpdateCoverage adds stretches to what has been watched, in one statement, and answers the union.
func UpdateCoverage(tx *models.Tx, citizenID, assetID uuid.UUID, add Spans, positionMS int) (Spans, error) {
	var union Spans
	row := conn.Gorm(tx).Raw(`update coverage set ranges = ranges + ?::int4multirange, position_ms = ?, updated_at = ?
		where citizen_id = ? and asset_id = ? returning ranges::text`, add.String(), positionMS, tx.Now, citizenID, assetID).Row()
	return union, models.Translate(row.Scan(&union))
}

// FindClaim finds a claim that was settled before.
func FindClaim(tx *models.Tx, citizenID uuid.UUID, viewID string, seq int) (Claim, error) {
	var c Claim
	err := conn.Gorm(tx).Where("citizen_id = ? and view_id = ? and seq = ?", citizenID, viewID, seq).Take(&c).Error
	return c, models.Translate(err)
}

// InsertClaim notes a settled claim.
func InsertClaim(tx *models.Tx, c Claim) error {
	return models.Translate(conn.Gorm(tx).Create(&c).Error)
}

// DeleteClaims forgets claims older than a time; a player repeats one within minutes or never.
func DeleteClaims(tx *models.Tx, before time.Time) error {
	return models.Translate(conn.Gorm(tx).Exec("delete from coverage_claims where at < ?", before).Error)
}

// Value stores the spans.
func (s Spans) Value() (driver.Value, error) { return s.String(), nil }
