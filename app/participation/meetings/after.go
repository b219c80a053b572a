package meetings

import (
	"context"
	"errors"
	"strconv"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/app/participation"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/meetings"
	rows "academy/models/participation"

	"github.com/google/uuid"
)

// The most that minutes take, and the words on why they change, as the schema says too.
const (
	MinutesMax = 20_000
	BecauseMax = 1000
)

// After is what came of a meeting.
type After struct {
	Minutes   []Minutes // the newest version first
	Promises  []participation.Promise
	Recording *Lecture
}

// Minutes is a version of what was said and decided.
type Minutes struct {
	Version int
	Body    string
	Because string // why there is another version
	At      time.Time
}

// Lecture is a lecture of a course that is published.
type Lecture struct {
	Lesson        uuid.UUID
	Course, Title string
}

func afterOf(a meetings.After, lang locale.Lang, now time.Time) After {
	var v After
	for _, m := range a.Minutes.V {
		v.Minutes = append(v.Minutes, Minutes{m.Version, m.Body, m.ChangedBecause, m.PublishedAt.UTC()})
	}
	for _, k := range a.Commitments.V {
		v.Promises = append(v.Promises, participation.PromiseOf(k, lang, now))
	}
	if r := a.Recording.V; r != nil {
		v.Recording = &Lecture{r.Lesson, r.Course, r.Title.In(string(lang))}
	}
	return v
}

// Choices are what can be chosen of what came of a meeting.
type Choices struct{ Divisions, Lectures []Choice }

// Choices answers the offices and lectures there are.
func (s *Service) Choices(ctx context.Context, who access.Actor, lang locale.Lang, id uuid.UUID) (Choices, error) {
	var v Choices
	if err := look(who); err != nil {
		return v, err
	}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		row, err := meetings.FindChoices(tx, id)
		for _, d := range row.Divisions.V {
			v.Divisions = append(v.Divisions, Choice{Value: d.Slug, Title: d.Title.In(string(lang))})
		}
		for _, l := range row.Lectures.V {
			v.Lectures = append(v.Lectures, Choice{Value: l.Lesson.String(), Title: l.Course + " · " + l.Title.In(string(lang))})
		}
		return err
	})
	return v, err
}

// begun holds a meeting that has begun and was not cancelled, for whoever writes what came of it.
func begun(tx *models.Tx, id uuid.UUID) (meetings.Meeting, error) {
	m, err := hold(tx, id)
	if err == nil && (m.State != meetings.Published || tx.Now.Before(m.StartsAt)) {
		err = ErrNotNow
	}
	return m, err
}

// PublishMinutes publishes what was said and decided; what was published is never changed, but there can be another version,
// which says why. Whoever was there or had put a question is told.
func (s *Service) PublishMinutes(ctx context.Context, who access.Actor, id uuid.UUID, typed, because string) error {
	if err := look(who); err != nil {
		return err
	}
	body, why := rules.Text(typed), rules.Text(because)
	if !rules.Fits(body, 1, MinutesMax) {
		return fault.Field("minutes", "meetings.minutes_length")
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := begun(tx, id); err != nil {
			return err
		}
		last, err := meetings.LastMinutes(tx, id)
		if err != nil {
			return err
		}
		if least := min(last, 1); !rules.Fits(why, least, BecauseMax) {
			return fault.Field("because", "meetings.because_needed")
		}
		if last == 0 {
			why = ""
		}
		if err := meetings.InsertMinutes(tx, id, last+1, body, why, who.ID); err != nil {
			return err
		}
		if err := note(tx, who, "meeting.minutes", id, why); err != nil {
			return err
		}
		return s.Queue.Enqueue(tx, jobs.TellOfMeeting{MeetingID: id, Notice: minutesNotice, Mark: strconv.Itoa(last + 1)})
	})
}

const minutesNotice = "meeting_minutes"

// Decide makes a commitment of something that was decided at a meeting.
func (s *Service) Decide(ctx context.Context, who access.Actor, id uuid.UUID, n participation.NewCommitment) error {
	if err := look(who); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := begun(tx, id); err != nil {
			return err
		}
		row, err := participation.ReadCommitment(tx, n)
		if err != nil {
			return err
		}
		row.MeetingID = id
		if err := rows.InsertCommitment(tx, row, who.ID); err != nil {
			return err
		}
		return note(tx, who, "meeting.decided", id, row.Title)
	})
}

// SetRecording says which lecture of a published course the recording has become, uuid.Nil for none.
func (s *Service) SetRecording(ctx context.Context, who access.Actor, id, lesson uuid.UUID) error {
	if err := look(who); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := begun(tx, id); err != nil {
			return err
		}
		if err := meetings.UpdateRecording(tx, id, lesson); errors.Is(err, models.ErrStale) {
			return fault.Field("recording", "meetings.recording_unknown")
		} else if err != nil {
			return err
		}
		return note(tx, who, "meeting.recording", id, "")
	})
}
