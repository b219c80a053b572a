package volunteering

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// Faults of swaps.
var (
	ErrSwapOpen  = fault.New(fault.Conflict, "volunteering.swap_open")
	ErrSwapOther = fault.New(fault.Conflict, "volunteering.swap_other")
	ErrSwapOver  = fault.New(fault.Conflict, "volunteering.swap_over")
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

func swapUntil(now time.Time, hours int, starts ...time.Time) time.Time {
	until := now.Add(time.Duration(hours) * time.Hour)
	for _, at := range starts {
		if at.Before(until) {
			until = at
		}
	}
	return until
}

// pair is two seats with their people, all held.
type pair struct {
	activity volunteering.Activity
	sheets   [2]volunteering.Sheet
	seats    [2]volunteering.Assignment
	people   [2]volunteering.Person
}

// holdPair holds the two volunteers, then the two shifts, then the seats, each in one order.
func holdPair(tx *models.Tx, from, to uuid.UUID) (pair, error) {
	var h pair
	for i, id := range []uuid.UUID{from, to} {
		var err error
		if h.seats[i], err = volunteering.FindAssignment(tx, id); err != nil {
			return h, err
		}
	}
	if err := volunteering.LockVolunteers(tx, []uuid.UUID{h.seats[0].CitizenID, h.seats[1].CitizenID}); err != nil {
		return h, err
	}
	if err := volunteering.LockShifts(tx, h.seats[0].ShiftID, h.seats[1].ShiftID); err != nil {
		return h, err
	}
	for i := range h.seats {
		if err := h.read(tx, i); err != nil {
			return h, err
		}
	}
	h.activity = h.sheets[0].Activity
	return h, nil
}

func (h *pair) read(tx *models.Tx, i int) (err error) {
	if h.seats[i], err = volunteering.LockAssignment(tx, h.seats[i].ID); err != nil {
		return err
	}
	if h.sheets[i], err = volunteering.FindShiftSheet(tx, h.seats[i].ShiftID); err != nil {
		return err
	}
	h.people[i], err = volunteering.FindPerson(tx, h.seats[i].CitizenID)
	return err
}

// judge says why the two cannot change places now.
func (h *pair) judge(now time.Time) error {
	var seats [2]volunteering.SheetSeat
	for i, a := range h.seats {
		if a.State != Confirmed || !now.Before(a.StartsAt) {
			return ErrSwapOver
		}
		seats[i] = volunteering.SheetSeat{ID: a.ID, ShiftID: a.ShiftID, NeedID: a.NeedID, CitizenID: a.CitizenID, State: a.State}
	}
	reason, err := bothTake(h.sheets[0], h.sheets[1], h.people, seats, now)
	if err == nil && reason != OK {
		err = errRefused(reason)
	}
	return err
}

// OfferSwap asks somebody to change places. Both stay where they are until it is approved.
func (s *Service) OfferSwap(ctx context.Context, who access.Actor, from, to uuid.UUID) (uuid.UUID, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return uuid.Nil, err
	}
	id := models.NewID()
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		h, err := holdPair(tx, from, to)
		if err != nil {
			return err
		}
		switch {
		case h.seats[0].CitizenID != who.ID || h.seats[0].Told == "" || h.sheets[1].ID != h.activity.ID || h.seats[1].Told == "":
			return models.ErrNotFound
		case h.seats[1].CitizenID == who.ID:
			return ErrSwapOther
		}
		if err := h.judge(tx.Now); err != nil {
			return err
		}
		w := volunteering.Swap{
			ID: id, ActivityID: h.activity.ID, FromID: from, ToID: to, State: volunteering.SwapOffered, OfferedAt: tx.Now,
			ExpiresAt: swapUntil(tx.Now, h.activity.OfferHours, h.seats[0].StartsAt, h.seats[1].StartsAt),
		}
		if err := volunteering.InsertSwap(tx, w); errors.Is(err, models.ErrConflict) {
			return ErrSwapOpen.Because(err)
		} else if err != nil {
			return err
		}
		if err := note(tx, who.ID, h.seats[0], "swap.offered", ""); err != nil {
			return err
		}
		return s.tell(tx, "swap_offered", h.activity, h.seats[1], id.String())
	})
	return id, err
}

// withSwap holds the two sides of a swap and the swap itself.
func (s *Service) withSwap(ctx context.Context, id uuid.UUID, change func(*models.Tx, pair, volunteering.Swap) error) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		w, err := volunteering.FindSwap(tx, id)
		if err != nil {
			return err
		}
		h, err := holdPair(tx, w.FromID, w.ToID)
		if err != nil {
			return err
		}
		if w, err = volunteering.LockSwap(tx, id); err != nil {
			return err
		}
		return change(tx, h, w)
	})
}

// AnswerSwap says yes or no to a swap that one is asked for. A yes waits for a coordinator, unless the activity takes it as it
// is. Twice is once.
func (s *Service) AnswerSwap(ctx context.Context, who access.Actor, id uuid.UUID, yes bool) (string, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return "", err
	}
	state := ""
	err := s.withSwap(ctx, id, func(tx *models.Tx, h pair, w volunteering.Swap) error {
		if h.seats[1].CitizenID != who.ID {
			return models.ErrNotFound
		}
		asked := volunteering.SwapRefused
		if yes {
			asked = volunteering.SwapAccepted
		}
		state = w.State
		switch {
		case w.State == asked, yes && w.State == volunteering.SwapApproved:
			return nil
		case w.State != volunteering.SwapOffered || !tx.Now.Before(w.ExpiresAt):
			return ErrSwapOver
		case !yes:
			state = asked
			return s.endSwap(tx, h, w, asked, &who.ID, "")
		}
		if err := h.judge(tx.Now); err != nil {
			return err
		}
		w.AcceptedAt = &tx.Now
		if h.activity.SwapAutomatic {
			state = volunteering.SwapApproved
			return s.exchange(tx, h, w, nil, "")
		}
		w.State, state = asked, asked
		if err := volunteering.UpdateSwap(tx, w); errors.Is(err, models.ErrConflict) {
			return ErrSwapOpen.Because(err)
		} else if err != nil {
			return err
		}
		if err := note(tx, who.ID, h.seats[1], "swap.accepted", ""); err != nil {
			return err
		}
		return errors.Join(s.tellSwap(tx, h, w, asked, 0), s.tellCoordinators(tx, h.activity, "swap_to_decide", w.ID.String(), "/swaps"))
	})
	return state, err
}

// WithdrawSwap takes back a swap that one has offered. Twice is once.
func (s *Service) WithdrawSwap(ctx context.Context, who access.Actor, id uuid.UUID) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	return s.withSwap(ctx, id, func(tx *models.Tx, h pair, w volunteering.Swap) error {
		switch {
		case h.seats[0].CitizenID != who.ID:
			return models.ErrNotFound
		case w.State == volunteering.SwapRefused:
			return nil
		case w.State != volunteering.SwapOffered && w.State != volunteering.SwapAccepted:
			return ErrSwapOver
		}
		return s.endSwap(tx, h, w, volunteering.SwapRefused, &who.ID, "")
	})
}

// DecideSwap approves or refuses a swap that both want. What was agreed is judged once more. Twice is once.
func (s *Service) DecideSwap(ctx context.Context, who access.Actor, activity, id uuid.UUID, approve bool, reason string) error {
	if err := coordinate(who); err != nil {
		return err
	}
	if reason = clean(reason); len([]rune(reason)) > maxReason {
		return fault.Field("reason", "volunteering.long")
	}
	return s.withSwap(ctx, id, func(tx *models.Tx, h pair, w volunteering.Swap) error {
		switch {
		case w.ActivityID != activity || looksAfter(who, h.activity) != nil:
			return fault.ErrMissing
		case approve && w.State == volunteering.SwapApproved, !approve && w.State == volunteering.SwapRefused:
			return nil
		case w.State != volunteering.SwapAccepted:
			return ErrSwapOver
		case !approve && reason == "":
			return fault.Field("reason", "volunteering.reason_needed")
		case !approve:
			return s.endSwap(tx, h, w, volunteering.SwapRefused, &who.ID, reason)
		}
		if err := h.judge(tx.Now); err != nil {
			return err
		}
		return s.exchange(tx, h, w, &who.ID, reason)
	})
}

// exchange has the two change places: their seats are given up, and each gets a new one in place of the other's, so that
// calendars see one appointment go and another come.
func (s *Service) exchange(tx *models.Tx, h pair, w volunteering.Swap, by *uuid.UUID, reason string) error {
	actor := h.seats[1].CitizenID
	if by != nil {
		actor = *by
	}
	for _, a := range h.seats {
		a.State = volunteering.ByVolunteer
		if err := settle(tx, actor, a, "shift.swapped"); err != nil {
			return err
		}
	}
	for i, seat := range h.seats {
		if err := succeed(tx, actor, seat, h.seats[1-i].CitizenID, "shift.swapped"); err != nil {
			return err
		}
	}
	if err := volunteering.ExpireSwapsOf(tx, w.FromID, w.ToID); err != nil {
		return err
	}
	w.State, w.EndedAt, w.EndedBy, w.Reason = volunteering.SwapApproved, &tx.Now, by, reason
	if err := volunteering.UpdateSwap(tx, w); err != nil {
		return err
	}
	return errors.Join(s.tellSwap(tx, h, w, w.State, 0), s.tellSwap(tx, h, w, w.State, 1))
}

// succeed gives somebody the seat that another has just given up; it is not offered to those in line.
func succeed(tx *models.Tx, actor uuid.UUID, seat volunteering.Assignment, citizen uuid.UUID, action string) error {
	a := volunteering.Assignment{
		ID: models.NewID(), ShiftID: seat.ShiftID, NeedID: seat.NeedID, CitizenID: citizen, StartsAt: seat.StartsAt, EndsAt: seat.EndsAt,
		State: Confirmed, Origin: volunteering.Self,
	}
	if err := volunteering.InsertAssignment(tx, a); err != nil {
		return stale(err)
	}
	if err := volunteering.UpdateTold(tx, a.ID); err != nil {
		return err
	}
	return note(tx, actor, a, action, "")
}

// endSwap ends a swap that does not come about, and tells both but the one who has ended it.
func (s *Service) endSwap(tx *models.Tx, h pair, w volunteering.Swap, state string, by *uuid.UUID, reason string) error {
	w.State, w.EndedAt, w.EndedBy, w.Reason = state, &tx.Now, by, reason
	if err := volunteering.UpdateSwap(tx, w); err != nil {
		return err
	}
	for i, seat := range h.seats {
		if by != nil && seat.CitizenID == *by {
			continue
		}
		if err := s.tellSwap(tx, h, w, state, i); err != nil {
			return err
		}
	}
	actor := h.seats[0].CitizenID
	if by != nil {
		actor = *by
	}
	return note(tx, actor, h.seats[0], "swap."+state, reason)
}

// tellSwap tells one side how a swap stands.
func (s *Service) tellSwap(tx *models.Tx, h pair, w volunteering.Swap, state string, side int) error {
	a := h.seats[side]
	params := map[string]string{"activity_ko": h.activity.Title.In("ko"), "activity_en": h.activity.Title.In("en")}
	for _, lang := range []locale.Lang{locale.KO, locale.EN} {
		say := s.Messages.Printer(lang, "")
		params["when_"+string(lang)] = say.DateTime(a.StartsAt)
		params["step_"+string(lang)] = say.T("volunteering.swap_step." + state)
	}
	return s.Queue.Enqueue(tx, jobs.Notify{
		UserID: a.CitizenID, Notice: "swap_step", EventKey: "swap:" + w.ID.String() + ":" + state, Params: params, Link: "/me/shifts",
	})
}

// tellCoordinators tells those who look after an activity that something waits for them.
func (s *Service) tellCoordinators(tx *models.Tx, a volunteering.Activity, notice, mark, page string) error {
	to := a.Coordinators.V
	if len(to) == 0 && a.CreatedBy != nil {
		to = []uuid.UUID{*a.CreatedBy}
	}
	var list []jobs.Args
	for _, id := range to {
		list = append(list, jobs.Notify{
			UserID: id, Notice: notice, EventKey: notice + ":" + mark, Link: "/coord/activities/" + a.ID.String() + page,
			Params: map[string]string{"activity_ko": a.Title.In("ko"), "activity_en": a.Title.In("en")},
		})
	}
	return s.Queue.EnqueueAll(tx, list)
}

// ExpireSwaps ends what nobody has answered or decided in time, swaps and requests for cover.
func (s *Service) ExpireSwaps(ctx context.Context) error {
	var late []uuid.UUID
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		late, err = volunteering.ListExpiredSwaps(tx, 100)
		return err
	})
	for _, id := range late {
		if err == nil {
			err = s.withSwap(ctx, id, func(tx *models.Tx, h pair, w volunteering.Swap) error {
				if w.EndedAt != nil || w.ExpiresAt.After(tx.Now) && h.seats[0].Live() && h.seats[1].Live() {
					return nil
				}
				return s.endSwap(tx, h, w, volunteering.SwapExpired, nil, "")
			})
		}
	}
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, volunteering.ExpireCovers)
}

// SwapView is a swap as those see it who coordinate, or who have a side in it.
type SwapView struct {
	ID, Activity  uuid.UUID
	Title         Text
	State, Reason string
	From, To      SwapSide
	Until         time.Time
	Decided       *time.Time
	Mine, Asked   bool // that the reader has offered it, or is asked
}

// SwapSide is one seat of a swap.
type SwapSide struct {
	Name         string
	Starts, Ends time.Time
	Place        Text
	Online       bool
	Duty         Text
}

func swapSide(v volunteering.SwapSeat) SwapSide {
	return SwapSide{Name: v.Name, Starts: v.StartsAt, Ends: v.EndsAt, Place: v.Place, Online: v.Online, Duty: v.Duty}
}

func swapView(w volunteering.ShownSwap) SwapView {
	return SwapView{
		ID: w.ID, Activity: w.ActivityID, Title: w.Title, State: w.State, Reason: w.Reason, From: swapSide(w.From.V), To: swapSide(w.To.V), Until: w.ExpiresAt, Decided: w.EndedAt,
	}
}

// Swaps are the swaps of an activity.
type Swaps struct {
	Activity uuid.UUID
	Title    Text
	List     []SwapView
	// Waiting are how many wait to be decided.
	Waiting int
}

const swapsMost = 100

// Swaps shows the swaps of an activity to those who coordinate.
func (s *Service) Swaps(ctx context.Context, who access.Actor, activity uuid.UUID) (Swaps, error) {
	v := Swaps{Activity: activity}
	if err := coordinate(who); err != nil {
		return v, err
	}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		a, err := findOwn(tx, who, activity)
		if err != nil {
			return err
		}
		v.Title = a.Title
		rows, err := volunteering.ListSwaps(tx, activity, swapsMost)
		for _, w := range rows {
			if w.State == volunteering.SwapAccepted {
				v.Waiting++
			}
			v.List = append(v.List, swapView(w))
		}
		return err
	})
	return v, err
}
