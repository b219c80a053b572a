package api

import (
	"context"
	"net/http"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/volunteering"

	"github.com/google/uuid"
)

type tableInput struct {
	ID string `path:"id" format:"uuid"`
	payload[ShiftTable]
}

type importInput struct {
	ID     string `path:"id" format:"uuid"`
	Import string `path:"import" format:"uuid"`
}

type takeInput struct {
	ID     string `path:"id" format:"uuid"`
	Import string `path:"import" format:"uuid"`
	payload[TakeImport]
}

type swapInput struct {
	ID string `path:"id" format:"uuid"`
	payload[SwapRequest]
}

type yesInput struct {
	ID string `path:"id" format:"uuid"`
	payload[YesOrNo]
}

type decideInput struct {
	ID   string `path:"id" format:"uuid"`
	Swap string `path:"swap" format:"uuid"`
	payload[YesOrNo]
}

type coverInput struct {
	ID string `path:"id" format:"uuid"`
	payload[CoverNote]
}

// rosterRoutes is every operation around a roster: tables of shifts, swaps, cover.
func (s *API) rosterRoutes() {
	answer(s, operation{post, "/coord/activities/{id}/imports", access.Coordinate, "bringShifts", "Read a table of shifts; nothing is added yet", []int{unknown}}, created, s.bringShifts)
	answer(s, operation{get, "/coord/activities/{id}/imports/{import}", access.Coordinate, "shiftImport", "What a table of shifts would add, or has added", []int{unknown}}, fine, s.shiftImport)
	answer(s, operation{post, "/coord/activities/{id}/imports/{import}/take", access.Coordinate, "takeShifts", "Add the shifts of a table, all or none; twice is once", []int{unknown, busy}}, fine, s.takeShifts)
	answer(s, operation{post, "/coord/activities/{id}/imports/{import}/undo", access.Coordinate, "undoShifts", "Take the shifts of a table out again, as long as nobody is in them; twice is once", []int{unknown, busy}}, fine, s.undoShifts)

	answer(s, operation{get, "/me/changes", access.Learn, "myChanges", "Swaps and requests for cover that concern me", nil}, fine, s.myChanges)
	answer(s, operation{get, "/me/shifts/{id}/swaps", access.Learn, "swapChoices", "Seats that a seat of mine could be swapped for", []int{unknown}}, fine, s.swapChoices)
	answer(s, operation{post, "/me/shifts/{id}/swaps", access.Learn, "offerSwap", "Ask somebody to change places", []int{unknown, busy}}, created, s.offerSwap)
	answer(s, operation{post, "/swaps/{id}/answer", access.Learn, "answerSwap", "Say yes or no to a swap; twice is once", []int{unknown, busy}}, fine, s.answerSwap)
	act(s, operation{remove, "/swaps/{id}", access.Learn, "withdrawSwap", "Take back a swap that I have offered", []int{unknown, busy}}, s.withdrawSwap)
	act(s, operation{post, "/coord/activities/{id}/swaps/{swap}/decision", access.Coordinate, "decideSwap", "Approve or refuse a swap that both want; twice is once", []int{unknown, busy}}, s.decideSwap)
	answer(s, operation{post, "/me/shifts/{id}/cover", access.Learn, "askCover", "Ask the best candidates to take a seat of mine over", []int{unknown, busy}}, created, s.askCover)
	act(s, operation{post, "/covers/{id}/take", access.Learn, "takeCover", "Take over a seat that I was asked for: the first has it", []int{unknown, busy}}, s.takeCover)
	act(s, operation{post, "/covers/{id}/decline", access.Learn, "declineCover", "Say no to a seat that I was asked for", []int{unknown}}, s.declineCover)
	act(s, operation{remove, "/covers/{id}", access.Learn, "withdrawCover", "Look for nobody any more", []int{unknown, busy}}, s.withdrawCover)
}

// identifiers reads two IDs out of an address.
func identifiers(first, second string) (a, b uuid.UUID, err error) {
	if a, err = identifier(first); err == nil {
		b, err = identifier(second)
	}
	return a, b, err
}

func (s *API) bringShifts(ctx context.Context, who caller, in *tableInput) (*reply[ShiftImport], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	table, err := in.read()
	if err != nil {
		return nil, err
	}
	found, err := s.app.Volunteering.BringShifts(ctx, who.Actor, id, volunteering.SentFile{Name: table.Name, Data: []byte(table.CSV)})
	if err != nil {
		if wrong := fault.Of(err).Fields["file"]; wrong != "" {
			err = fault.Field("csv", wrong).Because(err)
		}
		return nil, err
	}
	return s.importOf(ctx, who, id, found, http.StatusCreated)
}

func (s *API) importOf(ctx context.Context, who caller, activity, id uuid.UUID, status int) (*reply[ShiftImport], error) {
	v, err := s.app.Volunteering.ShiftImport(ctx, who.Actor, activity, id)
	if err != nil {
		return nil, err
	}
	lang := string(who.say.Lang)
	body := ShiftImport{ID: v.ID, Name: v.Name, Missing: v.Missing, Unknown: v.Unknown, Ready: v.Ready, Broken: v.Broken, Same: v.Same, TakenAt: utc(v.TakenAt), UndoneAt: utc(v.UndoneAt)}
	body.Rows = each(v.Rows, func(r volunteering.ShiftImportRow) ShiftImportRow {
		row := ShiftImportRow{Line: r.Line, State: r.State, Place: r.Where.In(lang), Duty: r.Duty.In(lang), Min: r.Min, Max: r.Max}
		if !r.Starts.IsZero() {
			row.StartsAt, row.EndsAt = utc(&r.Starts), utc(&r.Ends)
		}
		row.Problems = each(r.Problems, func(p volunteering.ImportProblem) ImportProblem {
			return ImportProblem{Column: p.Column, Code: p.Key, Text: who.say.T(p.Key, p.Said)}
		})
		return row
	})
	return &reply[ShiftImport]{status, body}, nil
}

func (s *API) shiftImport(ctx context.Context, who caller, in *importInput) (*reply[ShiftImport], error) {
	activity, id, err := identifiers(in.ID, in.Import)
	if err != nil {
		return nil, err
	}
	return s.importOf(ctx, who, activity, id, http.StatusOK)
}

func (s *API) takeShifts(ctx context.Context, who caller, in *takeInput) (*reply[ShiftImport], error) {
	activity, id, err := identifiers(in.ID, in.Import)
	if err != nil {
		return nil, err
	}
	how, err := in.optional()
	if err != nil {
		return nil, err
	}
	if _, err := s.app.Volunteering.TakeShifts(ctx, who.Actor, activity, id, how.LeaveOut); err != nil {
		return nil, err
	}
	return s.importOf(ctx, who, activity, id, http.StatusOK)
}

func (s *API) undoShifts(ctx context.Context, who caller, in *importInput) (*reply[ShiftImport], error) {
	activity, id, err := identifiers(in.ID, in.Import)
	if err != nil {
		return nil, err
	}
	if err := s.app.Volunteering.UndoShifts(ctx, who.Actor, activity, id); err != nil {
		return nil, err
	}
	return s.importOf(ctx, who, activity, id, http.StatusOK)
}

func sideOf(v volunteering.SwapSide, lang string) SwapSide {
	return SwapSide{Name: v.Name, StartsAt: v.Starts.UTC(), EndsAt: v.Ends.UTC(), Place: v.Place.In(lang), Online: v.Online, Duty: v.Duty.In(lang)}
}

func (s *API) myChanges(ctx context.Context, who caller, _ *nothing) (*reply[Changes], error) {
	v, err := s.app.Volunteering.MyShifts(ctx, who.Actor)
	if err != nil {
		return nil, err
	}
	lang := string(who.say.Lang)
	return ok(Changes{
		Swaps: each(v.Swaps, func(w volunteering.SwapView) Swap {
			return Swap{ID: w.ID, Activity: w.Activity, Title: w.Title.In(lang), State: w.State, Mine: w.Mine, Asked: w.Asked, From: sideOf(w.From, lang), To: sideOf(w.To, lang), ExpiresAt: w.Until.UTC()}
		}),
		Covers: each(v.Covers, func(c volunteering.CoverView) Cover {
			return Cover{ID: c.ID, Title: c.Title.In(lang), Note: c.Note, Mine: c.Mine, Seat: sideOf(c.Of, lang), Asked: c.Asked, Declined: c.Declined}
		}),
	})
}

func (s *API) swapChoices(ctx context.Context, who caller, in *idInput) (*reply[List[SwapChoice]], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	v, err := s.app.Volunteering.SwapChoices(ctx, who.Actor, id)
	if err != nil {
		return nil, err
	}
	lang := string(who.say.Lang)
	return ok(listOf(v.Choices, "", func(c volunteering.SwapChoice) SwapChoice {
		return SwapChoice{c.ID, SwapSide{Name: c.Name, StartsAt: c.Starts.UTC(), EndsAt: c.Ends.UTC(), Place: c.Place.In(lang), Online: c.Online, Duty: c.Duty.In(lang)}}
	}))
}

func (s *API) offerSwap(ctx context.Context, who caller, in *swapInput) (*reply[StateAnswer], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	asked, err := in.read()
	if err != nil {
		return nil, err
	}
	swap, err := s.app.Volunteering.OfferSwap(ctx, who.Actor, id, asked.Seat)
	return &reply[StateAnswer]{http.StatusCreated, StateAnswer{swap, "offered"}}, err
}

func (s *API) answerSwap(ctx context.Context, who caller, in *yesInput) (*reply[StateAnswer], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	said, err := in.read()
	if err != nil {
		return nil, err
	}
	state, err := s.app.Volunteering.AnswerSwap(ctx, who.Actor, id, said.Yes)
	return &reply[StateAnswer]{http.StatusOK, StateAnswer{id, state}}, err
}

func (s *API) withdrawSwap(ctx context.Context, who caller, in *idInput) error {
	return withID(in.ID, func(id uuid.UUID) error { return s.app.Volunteering.WithdrawSwap(ctx, who.Actor, id) })
}

// withID does something with an ID out of an address.
func withID(given string, do func(uuid.UUID) error) error {
	id, err := identifier(given)
	if err != nil {
		return err
	}
	return do(id)
}

func (s *API) decideSwap(ctx context.Context, who caller, in *decideInput) error {
	activity, id, err := identifiers(in.ID, in.Swap)
	if err != nil {
		return err
	}
	said, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Volunteering.DecideSwap(ctx, who.Actor, activity, id, said.Yes, said.Reason)
}

func (s *API) askCover(ctx context.Context, who caller, in *coverInput) (*reply[CoverAsked], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	with, err := in.optional()
	if err != nil {
		return nil, err
	}
	asked, err := s.app.Volunteering.AskCover(ctx, who.Actor, id, with.Note)
	return &reply[CoverAsked]{http.StatusCreated, CoverAsked{asked}}, err
}

func (s *API) takeCover(ctx context.Context, who caller, in *idInput) error {
	return withID(in.ID, func(id uuid.UUID) error { return s.app.Volunteering.TakeCover(ctx, who.Actor, id) })
}

func (s *API) declineCover(ctx context.Context, who caller, in *idInput) error {
	return withID(in.ID, func(id uuid.UUID) error { return s.app.Volunteering.DeclineCover(ctx, who.Actor, id) })
}

func (s *API) withdrawCover(ctx context.Context, who caller, in *idInput) error {
	return withID(in.ID, func(id uuid.UUID) error { return s.app.Volunteering.WithdrawCover(ctx, who.Actor, id) })
}
