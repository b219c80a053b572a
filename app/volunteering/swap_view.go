package volunteering

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

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
