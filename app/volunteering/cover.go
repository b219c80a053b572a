package volunteering

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// coverBest is how many people are asked at once to take a seat over.
const coverBest = 5

// Faults of requests for cover.
var (
	ErrCoverOpen   = fault.New(fault.Conflict, "volunteering.cover_open")
	ErrCoverNobody = fault.New(fault.Conflict, "volunteering.cover_nobody")
	ErrCoverGone   = fault.New(fault.Conflict, "volunteering.cover_gone")
)

// CoverView is a request for cover as its maker sees it, or somebody who is asked.
type CoverView struct {
	ID, Activity, Seat uuid.UUID
	Title              Text
	Note               string
	Of                 SwapSide
	Asked, Declined    int
	// Mine says that the reader has made it.
	Mine bool
}

// changes adds to one's shifts what is asked of others, and of oneself.
func (v *Mine) changes(tx *models.Tx, reader uuid.UUID) error {
	rows, err := volunteering.ListOwnChanges(tx, reader)
	for _, c := range rows {
		if c.Kind == "swap" {
			v.Swaps = append(v.Swaps, ownSwap(c, reader))
		} else {
			v.cover(c, reader)
		}
	}
	return err
}

// ownSwap shows a swap to one of its sides; whoever has only asked does not see the other's whole name yet.
func ownSwap(c volunteering.OwnChange, reader uuid.UUID) SwapView {
	v := SwapView{
		ID: c.ID, Activity: c.ActivityID, Title: c.Title, State: c.State, From: swapSide(c.From.V), To: swapSide(c.To.V), Until: c.Until,
		Mine: c.From.V.CitizenID == reader, Asked: c.To.V.CitizenID == reader,
	}
	if v.Mine && v.State == volunteering.SwapOffered {
		v.To.Name = guarded(v.To.Name)
	}
	return v
}

func (v *Mine) cover(c volunteering.OwnChange, reader uuid.UUID) {
	one := CoverView{
		ID: c.ID, Activity: c.ActivityID, Seat: c.From.V.ID, Title: c.Title, Note: c.Note, Of: swapSide(c.From.V), Asked: c.Asked, Declined: c.Declined,
		Mine: c.From.V.CitizenID == reader,
	}
	for i := range v.Upcoming {
		if one.Mine && v.Upcoming[i].ID == one.Seat {
			v.Upcoming[i].Covering = &one.ID
		}
	}
	v.Covers = append(v.Covers, one)
}

// AskCover asks the best candidates to take one's seat over: of those who could, who was asked least recently comes first,
// and then who has least to do. Until somebody takes it, it stays one's own. It answers how many were asked.
func (s *Service) AskCover(ctx context.Context, who access.Actor, id uuid.UUID, text string) (asked int, err error) {
	if text = clean(text); len([]rune(text)) > maxReason {
		return 0, fault.Field("note", "volunteering.long")
	}
	err = s.own(ctx, who, id, func(tx *models.Tx, h hold, a volunteering.Assignment) error {
		if a.State != Confirmed || !tx.Now.Before(a.StartsAt) {
			return ErrNotNow
		}
		c := volunteering.Cover{ID: models.NewID(), AssignmentID: id, State: volunteering.CoverOpen, Note: text, AskedAt: tx.Now}
		if err := volunteering.InsertCover(tx, c); errors.Is(err, models.ErrConflict) {
			return ErrCoverOpen.Because(err)
		} else if err != nil {
			return err
		}
		asked, err = s.askMore(tx, h.sheet, c, a, coverBest)
		if err != nil {
			return err
		}
		if asked == 0 {
			return ErrCoverNobody
		}
		return note(tx, who.ID, a, "cover.asked", text)
	})
	return asked, err
}

// askMore asks the next best of those who were not asked yet, and answers how many these were.
func (s *Service) askMore(tx *models.Tx, sheet volunteering.Sheet, c volunteering.Cover, a volunteering.Assignment, most int) (int, error) {
	people, err := volunteering.ListPeople(tx, sheet.ID)
	if err != nil {
		return 0, err
	}
	before, err := volunteering.ListAsked(tx, c.ID)
	if err != nil {
		return 0, err
	}
	last, err := volunteering.LastAsked(tx)
	if err != nil {
		return 0, err
	}
	people = slices.DeleteFunc(people, func(p volunteering.Person) bool { return slices.Contains(before, p.CitizenID) })
	best, err := substitutes(sheet, people, a, last, tx.Now)
	if err != nil {
		return 0, err
	}
	best = best[:min(len(best), most)]
	if err := volunteering.InsertCoverAsks(tx, c.ID, best); err != nil {
		return 0, err
	}
	for _, citizen := range best {
		asked := a
		asked.CitizenID = citizen
		if err := s.tell(tx, "cover_asked", sheet.Activity, asked, c.ID.String()); err != nil {
			return 0, err
		}
	}
	return len(best), nil
}

// substitutes are the people who could take a seat over, the best first. What people said of when they can come counts here:
// nobody is asked who cannot.
func substitutes(sheet volunteering.Sheet, people []volunteering.Person, a volunteering.Assignment, last map[uuid.UUID]time.Time, now time.Time) ([]uuid.UUID, error) {
	c := newScene(sheet, people, sight{needs: just(a.NeedID)})
	why, err := c.rules()
	if err != nil || len(c.needs) == 0 {
		return nil, err
	}
	var able []volunteering.Person
	for i, p := range people {
		in := slices.ContainsFunc(sheet.People.V, func(s volunteering.SheetSeat) bool { return s.ShiftID == a.ShiftID && s.CitizenID == p.CitizenID })
		v := c.standing(now, 0, in, why(i, 0))
		v.Closed, v.Opens, v.Taken, v.Offered, v.Waiting = false, time.Time{}, 0, 0, 0
		if Decide(v).Reason == OK {
			able = append(able, p)
		}
	}
	slices.SortStableFunc(able, func(x, y volunteering.Person) int {
		return cmp.Or(last[x.CitizenID].Compare(last[y.CitizenID]), cmp.Compare(minutesOf(x, now), minutesOf(y, now)), cmp.Compare(x.Name, y.Name))
	})
	ids := make([]uuid.UUID, len(able))
	for i, p := range able {
		ids[i] = p.CitizenID
	}
	return ids, nil
}

// withCover holds whoever answers and whoever asks, the shift, the seat and the request.
func (s *Service) withCover(ctx context.Context, who access.Actor, id uuid.UUID, change func(*models.Tx, volunteering.Sheet, volunteering.Assignment, volunteering.Cover) error) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		c, err := volunteering.FindCover(tx, id)
		if err != nil {
			return err
		}
		a, err := volunteering.FindAssignment(tx, c.AssignmentID)
		if err != nil {
			return err
		}
		if err := volunteering.LockVolunteers(tx, []uuid.UUID{who.ID, a.CitizenID}); err != nil {
			return err
		}
		if err := volunteering.LockShifts(tx, a.ShiftID); err != nil {
			return err
		}
		if a, err = volunteering.LockAssignment(tx, a.ID); err != nil {
			return err
		}
		if c, err = volunteering.LockCover(tx, id); err != nil {
			return err
		}
		sheet, err := volunteering.FindShiftSheet(tx, a.ShiftID)
		if err != nil {
			return err
		}
		return change(tx, sheet, a, c)
	})
}

// wasAsked lets through those only who were asked.
func wasAsked(tx *models.Tx, c volunteering.Cover, who access.Actor) error {
	asked, err := volunteering.WasAsked(tx, c.ID, who.ID)
	if err == nil && !asked {
		err = models.ErrNotFound
	}
	return err
}

// TakeCover takes over a seat that one was asked for: the first to do so has it, and whoever asked is free. Twice is once.
func (s *Service) TakeCover(ctx context.Context, who access.Actor, id uuid.UUID) error {
	return s.withCover(ctx, who, id, func(tx *models.Tx, sheet volunteering.Sheet, a volunteering.Assignment, c volunteering.Cover) error {
		if err := wasAsked(tx, c, who); err != nil {
			return err
		}
		switch {
		case c.State == volunteering.CoverTaken && c.TakenBy != nil && *c.TakenBy == who.ID:
			return nil
		case c.State != volunteering.CoverOpen || a.State != Confirmed:
			return ErrCoverGone
		}
		p, err := volunteering.FindPerson(tx, who.ID)
		if err != nil {
			return err
		}
		seat := volunteering.SheetSeat{ID: a.ID, ShiftID: a.ShiftID, NeedID: a.NeedID, CitizenID: a.CitizenID, State: a.State}
		reason, err := takesOver(sheet, p, uuid.Nil, seat, tx.Now)
		if err != nil || reason != OK {
			return cmpErr(err, reason)
		}
		a.State = volunteering.ByVolunteer
		if err := settle(tx, who.ID, a, "shift.covered"); err != nil {
			return err
		}
		if err := succeed(tx, who.ID, a, who.ID, "shift.covered"); err != nil {
			return err
		}
		if err := volunteering.ExpireSwapsOf(tx, a.ID); err != nil {
			return err
		}
		if err := volunteering.UpdateCoverEnded(tx, id, volunteering.CoverTaken, &who.ID); err != nil {
			return err
		}
		return s.tell(tx, "cover_taken", sheet.Activity, a, id.String())
	})
}

// DeclineCover says no to a seat that one was asked for, and has the next best asked. Twice is once.
func (s *Service) DeclineCover(ctx context.Context, who access.Actor, id uuid.UUID) error {
	return s.withCover(ctx, who, id, func(tx *models.Tx, sheet volunteering.Sheet, a volunteering.Assignment, c volunteering.Cover) error {
		if err := wasAsked(tx, c, who); err != nil {
			return err
		}
		isNew, err := volunteering.UpdateDeclined(tx, id, who.ID)
		if err != nil || !isNew || c.State != volunteering.CoverOpen || a.State != Confirmed || !tx.Now.Before(a.StartsAt) {
			return err
		}
		_, err = s.askMore(tx, sheet, c, a, 1)
		return err
	})
}

// WithdrawCover takes back a request for cover of one's own. Twice is once.
func (s *Service) WithdrawCover(ctx context.Context, who access.Actor, id uuid.UUID) error {
	return s.withCover(ctx, who, id, func(tx *models.Tx, _ volunteering.Sheet, a volunteering.Assignment, c volunteering.Cover) error {
		switch {
		case a.CitizenID != who.ID:
			return models.ErrNotFound
		case c.State == volunteering.CoverWithdrawn:
			return nil
		case c.State != volunteering.CoverOpen:
			return ErrCoverGone
		}
		if err := volunteering.UpdateCoverEnded(tx, id, volunteering.CoverWithdrawn, nil); err != nil {
			return err
		}
		return note(tx, who.ID, a, "cover.withdrawn", "")
	})
}
