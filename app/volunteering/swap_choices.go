package volunteering

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"academy/app/access"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// SwapChoice is a seat that one's own could be swapped for. Names of others are shown in part only, until they agree.
type SwapChoice struct {
	ID           uuid.UUID
	Name         string
	Starts, Ends time.Time
	Place        Text
	Online       bool
	Duty         Text
}

// SwapChoices are all seats that one's own could be swapped for. Kept are how many others a rule keeps away.
type SwapChoices struct {
	Mine    MyShift
	Choices []SwapChoice
	Kept    int
	Until   time.Time
	// Automatic says that a swap holds as soon as the other agrees.
	Automatic bool
}

const choicesMost = 60

// guarded is a name as far as those are shown it who need to know only that it is somebody: 김○늘, Liam C.
func guarded(name string) string {
	words := strings.Fields(name)
	switch {
	case len(words) == 0:
		return ""
	case len(words) > 1:
		return words[0] + " " + string([]rune(words[len(words)-1])[:1]) + "."
	}
	runes := []rune(words[0])
	if len(runes) == 1 || !unicode.Is(unicode.Hangul, runes[0]) {
		return string(runes[:1]) + "."
	}
	runes[1] = '○'
	return string(runes)
}

// without is somebody as if a seat of theirs were given away.
func without(p volunteering.Person, seat uuid.UUID) volunteering.Person {
	p.Engagements.V = slices.DeleteFunc(slices.Clone(p.Engagements.V), func(e volunteering.Engagement) bool { return e.AssignmentID == seat })
	return p
}

// takesOver decides whether somebody could take a seat that another gives them, giving away one of their own or none. It is
// the decision about signing up, but that the seat need not be free and that nobody in line is passed over.
func takesOver(sheet volunteering.Sheet, p volunteering.Person, giving uuid.UUID, seat volunteering.SheetSeat, now time.Time) (Reason, error) {
	c := newScene(sheet, []volunteering.Person{without(p, giving)}, sight{needs: just(seat.NeedID), mild: true})
	why, err := c.rules()
	if err != nil {
		return "", err
	}
	if len(c.needs) == 0 {
		return Over, nil
	}
	in := slices.ContainsFunc(sheet.People.V, func(s volunteering.SheetSeat) bool {
		return s.ShiftID == seat.ShiftID && s.CitizenID == p.CitizenID && s.ID != giving
	})
	v := c.standing(now, 0, in, why(0, 0))
	v.Closed, v.Opens, v.Taken, v.Offered, v.Waiting = sheet.State == volunteering.Draft, time.Time{}, 0, 0, 0
	return Decide(v).Reason, nil
}

// SwapChoices shows what one of one's own seats could be swapped for: seats in which either could take the other's place.
func (s *Service) SwapChoices(ctx context.Context, who access.Actor, id uuid.UUID) (SwapChoices, error) {
	var v SwapChoices
	if err := access.Check(who, access.Learn); err != nil {
		return v, err
	}
	err := s.DB.Snapshot(ctx, func(tx *models.Tx) error {
		rows, err := volunteering.ListOwn(tx, who.ID, tx.Now, 1000)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(rows, func(r volunteering.OwnAssignment) bool { return r.ID == id })
		if at < 0 {
			return models.ErrNotFound
		}
		v.Mine = myShift(rows[at], tx.Now)
		sheet, err := volunteering.FindSheet(tx, v.Mine.Activity)
		if err != nil {
			return err
		}
		v.Automatic, v.Until = sheet.SwapAutomatic, swapUntil(tx.Now, sheet.OfferHours, v.Mine.Starts)
		if !v.Mine.Swappable {
			return nil
		}
		people, err := volunteering.ListSeated(tx, v.Mine.Activity)
		if err != nil {
			return err
		}
		return v.fill(sheet, people, who.ID, tx.Now)
	})
	return v, err
}

func (v *SwapChoices) fill(sheet volunteering.Sheet, people []volunteering.Person, me uuid.UUID, now time.Time) error {
	byID, shifts, needs := map[uuid.UUID]volunteering.Person{}, map[uuid.UUID]volunteering.SheetShift{}, map[uuid.UUID]volunteering.SheetNeed{}
	for _, p := range people {
		byID[p.CitizenID] = p
	}
	for _, s := range sheet.Shifts.V {
		shifts[s.ID] = s
	}
	for _, n := range sheet.Needs.V {
		needs[n.ID] = n
	}
	mine := slices.IndexFunc(sheet.People.V, func(s volunteering.SheetSeat) bool { return s.ID == v.Mine.ID })
	if mine < 0 {
		return nil
	}
	for _, seat := range sheet.People.V {
		shift := shifts[seat.ShiftID]
		if seat.CitizenID == me || seat.NeedID == sheet.People.V[mine].NeedID || seat.State != Confirmed || !shift.StartsAt.After(now) || shift.CancelledAt != nil {
			continue
		}
		reason, err := bothTake(sheet, sheet, [2]volunteering.Person{byID[me], byID[seat.CitizenID]}, [2]volunteering.SheetSeat{sheet.People.V[mine], seat}, now)
		if err != nil {
			return err
		}
		if reason != OK {
			v.Kept++
			continue
		}
		v.Choices = append(v.Choices, SwapChoice{
			ID: seat.ID, Name: guarded(seat.Name), Starts: shift.StartsAt, Ends: shift.EndsAt, Place: shift.Place, Online: shift.Online, Duty: needs[seat.NeedID].Duty,
		})
	}
	slices.SortStableFunc(v.Choices, func(a, b SwapChoice) int { return cmp.Or(a.Starts.Compare(b.Starts), cmp.Compare(a.Name, b.Name)) })
	v.Choices = v.Choices[:min(len(v.Choices), choicesMost)]
	return nil
}

// bothTake decides about both sides of a swap, the first before the second. Each sheet is that of the seat of its side.
func bothTake(first, second volunteering.Sheet, people [2]volunteering.Person, seats [2]volunteering.SheetSeat, now time.Time) (Reason, error) {
	reason, err := takesOver(second, people[0], seats[0].ID, seats[1], now)
	if err != nil || reason != OK {
		return reason, err
	}
	return takesOver(first, people[1], seats[1].ID, seats[0], now)
}
