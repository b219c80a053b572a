package volunteering

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/operations"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// ErrNothingToExport says that there are no approved hours that were not taken to the portal before.
var ErrNothingToExport = fault.New(fault.Conflict, "volunteering.portal.nothing")

var memberID = regexp.MustCompile(`^[A-Za-z0-9._@-]{4,40}$`) //nolint:gochecknoglobals // compiled once

// SetPortal consents to one's hours being sent to the national volunteer portal, under one's name there.
func (s *Service) SetPortal(ctx context.Context, who access.Actor, member string, consent bool) error {
	wrong := map[string]string{}
	if member = strings.TrimSpace(member); !memberID.MatchString(member) {
		wrong["portal_id"] = "volunteering.portal.member_wrong"
	}
	if !consent {
		wrong["portal_consent"] = "volunteering.portal.consent_needed"
	}
	if len(wrong) > 0 {
		return fault.Fields(wrong)
	}
	return s.setPortal(ctx, who, member, "volunteer.portal_consented")
}

// DropPortal takes the consent back: nothing more is sent, and what was sent before forgets the name.
func (s *Service) DropPortal(ctx context.Context, who access.Actor) error {
	return s.setPortal(ctx, who, "", "volunteer.portal_withdrawn")
}

func (s *Service) setPortal(ctx context.Context, who access.Actor, member, action string) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		v, err := volunteering.LockVolunteer(tx, who.ID)
		if errors.Is(err, models.ErrNotFound) {
			return ErrNotVolunteer
		}
		if err != nil || v.PortalID == member {
			return err
		}
		if err := volunteering.UpdatePortal(tx, who.ID, member); err != nil {
			return err
		}
		return operations.InsertAudit(tx, operations.AuditEntry{ActorID: &who.ID, Action: action, SubjectID: &who.ID, ObjectKind: "volunteer", ObjectID: &who.ID})
	})
}

// PortalExport is hours that were taken to the national volunteer portal.
type PortalExport struct {
	ID            uuid.UUID
	By            string
	At            time.Time
	Rows, Minutes int
	// Forgotten are the rows whose holders have taken their consent back since.
	Forgotten int
	// Mine says that the reader may have it: what others have taken may hold people of activities that are not theirs.
	Mine bool
}

// PortalExports is a page of them, with what the next one would hold.
type PortalExports struct {
	List []PortalExport
	Next string
	// Waiting rows can be taken; People have consented.
	Waiting, People int
}

// PortalExports lists what was taken to the portal, the newest first.
func (s *Service) PortalExports(ctx context.Context, who access.Actor, cursor string) (PortalExports, error) {
	var v PortalExports
	if err := coordinate(who); err != nil {
		return v, err
	}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := volunteering.ListPortalExports(tx, models.ParseCursor(cursor), perPage+1)
		if err != nil {
			return err
		}
		if len(rows) > perPage {
			rows = rows[:perPage]
			v.Next = models.Cursor{At: rows[perPage-1].MadeAt, ID: rows[perPage-1].ID}.String()
		}
		for _, x := range rows {
			v.List = append(v.List, portalExport(x, who))
		}
		v.Waiting, v.People, err = volunteering.CountPortal(tx, reach(who))
		return err
	})
	return v, err
}

func portalExport(x volunteering.PortalExport, who access.Actor) PortalExport {
	return PortalExport{
		Mine: who.Has(access.Admin) || x.MadeBy != nil && *x.MadeBy == who.ID,
		ID:   x.ID, By: x.By, At: x.MadeAt, Rows: x.Rows, Minutes: x.Minutes, Forgotten: x.Forgotten,
	}
}

// ExportHours takes all approved hours of those who have consented that were not taken before, and marks them so, each once.
func (s *Service) ExportHours(ctx context.Context, who access.Actor) (uuid.UUID, error) {
	if err := coordinate(who); err != nil {
		return uuid.Nil, err
	}
	id := models.NewID()
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		if err := volunteering.LockPortal(tx); err != nil {
			return err
		}
		n, err := volunteering.InsertPortalExport(tx, id, who.ID, reach(who))
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrNothingToExport
		}
		rows, err := volunteering.ListPortalRows(tx, id)
		if err != nil {
			return err
		}
		return noteHours(tx, who, "hours.exported", &id, "", whose(rows))
	})
	return id, err
}

func whose(rows []volunteering.PortalRow) []string {
	var all []string
	for _, r := range rows {
		all = append(all, r.CitizenID.String())
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// PortalLine is one line of an export. Minutes below zero take back what was exported before.
type PortalLine struct {
	Entry        uuid.UUID
	Member, Name string
	Title, Place Text
	Day          time.Time
	Starts, Ends time.Time
	Minutes      int
}

// PortalFile is an export with its lines. It can be had as often as one likes; each time is noted.
func (s *Service) PortalFile(ctx context.Context, who access.Actor, id uuid.UUID) (PortalExport, []PortalLine, error) {
	if err := coordinate(who); err != nil {
		return PortalExport{}, nil, err
	}
	var v PortalExport
	var lines []PortalLine
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		x, err := volunteering.FindPortalExport(tx, id)
		if err != nil {
			return err
		}
		if v = portalExport(x, who); !v.Mine {
			return fault.ErrMissing
		}
		rows, err := volunteering.ListPortalRows(tx, id)
		if err != nil {
			return err
		}
		for _, r := range rows {
			lines = append(lines, PortalLine{
				Entry: r.ID, Member: r.MemberID, Name: r.Name, Title: r.Title, Place: r.Place, Day: r.Day, Starts: r.StartsAt, Ends: r.EndsAt, Minutes: r.Credited,
			})
		}
		return noteHours(tx, who, "hours.export_taken", &id, "", whose(rows))
	})
	return v, lines, err
}
