package api

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"academy/app/authoring"
	"academy/app/fault"
)

func (s studio) captions(ctx context.Context, who caller, in *partInput) (*reply[StudioCaptions], error) {
	slug, id, err := in.open()
	if err != nil {
		return nil, err
	}
	v, err := s.app.Authoring.Captions(ctx, who.Actor, slug, id)
	if err != nil {
		return nil, err
	}
	return ok(StudioCaptions{Seconds: v.Length.Seconds(), Tracks: each(v.Tracks, trackOf)})
}

func trackOf(c authoring.Captions) StudioTrack {
	track := StudioTrack{Lang: c.Lang, Text: c.Text, Was: c.Mark, Cues: c.Cues, Warned: c.Warned, Warnings: []CaptionWarning{}}
	for _, w := range c.Warnings {
		track.Warnings = append(track.Warnings, CaptionWarning{w.Cue, w.Key})
	}
	return track
}

func (s studio) setCaptions(ctx context.Context, who caller, in *trackBody[CaptionsEdit]) (*reply[StudioTrack], error) {
	asked, err := in.whole()
	if err != nil {
		return nil, err
	}
	change := authoring.CaptionsChange{Lang: in.Lang, Text: asked.Text, Was: asked.Was}
	return s.keepCaptions(ctx, who, partInput{in.Slug, in.ID}, change)
}

// mostSeconds is more than any film has, and still a time.
const mostSeconds = 1e6

func (s studio) shiftCaptions(ctx context.Context, who caller, in *trackBody[CaptionsShift]) (*reply[StudioTrack], error) {
	asked, err := in.whole()
	if err != nil {
		return nil, err
	}
	by := time.Duration(math.Round(1000*max(min(asked.Seconds, mostSeconds), -mostSeconds))) * time.Millisecond
	change := authoring.CaptionsChange{Lang: in.Lang, Text: asked.Text, Was: asked.Was, Shift: &authoring.CaptionsShift{By: by, From: asked.From}}
	return s.keepCaptions(ctx, who, partInput{in.Slug, in.ID}, change)
}

func (s studio) keepCaptions(ctx context.Context, who caller, at partInput, change authoring.CaptionsChange) (*reply[StudioTrack], error) {
	slug, id, err := at.open()
	if err != nil {
		return nil, err
	}
	problems, err := s.app.Authoring.SetCaptions(ctx, who.Actor, slug, id, change)
	if err != nil {
		return nil, newer(who.byLine(err, problems), func() (map[string]any, error) {
			saved, err := s.track(ctx, who, at, change.Lang)
			return map[string]any{"was": saved.Was}, err
		})
	}
	saved, err := s.track(ctx, who, at, change.Lang)
	if err != nil {
		return nil, err
	}
	return ok(saved)
}

func (s studio) track(ctx context.Context, who caller, at partInput, lang string) (StudioTrack, error) {
	all, err := s.captions(ctx, who, &at)
	if err != nil {
		return StudioTrack{}, err
	}
	i := slices.IndexFunc(all.Body.Tracks, func(t StudioTrack) bool { return t.Lang == lang })
	if i < 0 {
		return StudioTrack{}, fault.ErrMissing
	}
	return all.Body.Tracks[i], nil
}

// byLine adds to the fault of captions what is wrong with each line.
func (c caller) byLine(err error, problems []authoring.CaptionProblem) error {
	var f *fault.Error
	if len(problems) == 0 || !errors.As(err, &f) {
		return err
	}
	return f.Carrying(map[string]any{"lines": each(problems, func(p authoring.CaptionProblem) CaptionLine {
		return CaptionLine{p.Line, p.Key, c.say.T(p.Key)}
	})})
}
