package volunteering

import (
	"context"
	"errors"
	"strconv"
	"time"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/operations"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// The most that a correction may say.
const (
	mostMinutes            = 24 * 60
	leastFactor, topFactor = 10, 300
)

// HoursCorrection is what hours are to be instead, and why.
type HoursCorrection struct {
	Minutes, Factor int
	Reason          string
}

func (c *HoursCorrection) check() error {
	c.Reason = clean(c.Reason)
	wrong := map[string]string{}
	if c.Minutes < 0 || c.Minutes > mostMinutes {
		wrong["minutes"] = "volunteering.hours.minutes_wrong"
	}
	if c.Factor < leastFactor || c.Factor > topFactor {
		wrong["factor"] = "volunteering.hours.factor_wrong"
	}
	if c.Reason == "" {
		wrong["reason"] = "volunteering.reason_needed"
	} else if utf8.RuneCountInString(c.Reason) > maxReason {
		wrong["reason"] = "volunteering.long"
	}
	if len(wrong) > 0 {
		return fault.Fields(wrong)
	}
	return nil
}

// CorrectHours takes hours back, what was credited of them as well, and writes others in their place, which wait to be
// approved. Hours that were corrected meanwhile are ErrChanged. It answers the new line.
func (s *Service) CorrectHours(ctx context.Context, who access.Actor, line uuid.UUID, c HoursCorrection) (uuid.UUID, error) {
	if err := coordinate(who); err != nil {
		return uuid.Nil, err
	}
	if err := c.check(); err != nil {
		return uuid.Nil, err
	}
	var made uuid.UUID
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		old, err := volunteering.FindHours(tx, line, reach(who))
		if err != nil {
			return err
		}
		if err := volunteering.LockVolunteers(tx, []uuid.UUID{old.CitizenID}); err != nil {
			return err
		}
		now, _, err := volunteering.FindWorked(tx, old.AssignmentID)
		if err != nil && !errors.Is(err, models.ErrNotFound) {
			return err
		}
		if now.ID != line {
			return ErrChanged
		}
		if err := reverseHours(tx, who, old.AssignmentID, c.Reason); err != nil {
			return stale(err)
		}
		entry := old.HoursEntry
		entry.Checked, entry.Factor, entry.Reason, entry.MadeBy = c.Minutes, c.Factor, c.Reason, &who.ID
		if made, err = volunteering.InsertHours(tx, entry); err != nil {
			return stale(err)
		}
		return noteHours(tx, who, "hours.corrected", &made, c.Reason, []string{old.CitizenID.String()})
	})
	return made, err
}

// HoursFile is one line with all that was ever written of its assignment.
type HoursFile struct {
	HoursRow
	Ledger []LedgerRow
}

// LedgerRow is one entry of the ledger.
type LedgerRow struct {
	Kind                       string
	Planned, Checked, Credited int
	Factor                     int
	Reason, By                 string
	At                         time.Time
}

// OneHours shows one line with its ledger.
func (s *Service) OneHours(ctx context.Context, who access.Actor, line uuid.UUID) (HoursFile, error) {
	var v HoursFile
	if err := coordinate(who); err != nil {
		return v, err
	}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		l, err := volunteering.FindHours(tx, line, reach(who))
		if err != nil {
			return err
		}
		v.HoursRow = hoursRow(l)
		rows, err := volunteering.ListLedger(tx, l.AssignmentID)
		for _, r := range rows {
			v.Ledger = append(v.Ledger, LedgerRow{
				Kind: r.Kind, Planned: r.Planned, Checked: r.Checked, Credited: r.Credited, Factor: r.Factor, Reason: r.Reason, By: r.By, At: r.MadeAt,
			})
		}
		return err
	})
	return v, err
}

// SetDayMinutes says how many minutes of a day count at most, 0 for all. It holds for what is approved from now on.
func (s *Service) SetDayMinutes(ctx context.Context, who access.Actor, minutes int) error {
	if err := coordinate(who); err != nil {
		return err
	}
	if minutes < 0 || minutes > mostMinutes {
		return fault.Field("day_minutes", "volunteering.hours.minutes_wrong")
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if err := volunteering.UpdateDayMinutes(tx, minutes, who.ID); err != nil {
			return err
		}
		return operations.InsertAudit(tx, operations.AuditEntry{
			ActorID: &who.ID, Action: "hours.rule_set", ObjectKind: "hours", Details: models.JSON[map[string]string]{V: map[string]string{"day_minutes": strconv.Itoa(minutes)}},
		})
	})
}
