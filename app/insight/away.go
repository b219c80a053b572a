package insight

import (
	"context"
	"time"

	"academy/app/access"
	"academy/models"
	"academy/models/insight"
)

// AwayList is the learners of a course who have not completed it and stay away, the last one seen first.
type AwayList struct {
	Course Head
	People []AwayPerson
	// Next is the cursor of the next page, empty on the last.
	Next string
}

// AwayPerson is one of them. Addresses are nobody's business here.
type AwayPerson struct {
	Name    string
	SeenAt  time.Time
	Percent int
	// Lesson is the one they were last at, empty for none.
	Lesson Text
}

const (
	perPage = 50
	perRead = 500
)

// Away shows a page of the learners who stay away, by name, to the owners and editors of their course. That they looked
// is noted.
func (s *Service) Away(ctx context.Context, who access.Actor, slug, cursor string) (AwayList, error) {
	return s.away(ctx, who, slug, insight.AwayFilter{Action: "course.learners_seen", After: models.ParseCursor(cursor), Limit: perPage})
}

// AwayAll is the whole list, to be taken along. That it was taken is noted.
func (s *Service) AwayAll(ctx context.Context, who access.Actor, slug string) (AwayList, error) {
	f := insight.AwayFilter{Action: "course.learners_taken", Limit: perRead}
	list, err := s.away(ctx, who, slug, f)
	for err == nil && list.Next != "" {
		var more AwayList
		f.After = models.ParseCursor(list.Next)
		more, err = s.away(ctx, who, slug, f)
		list.People, list.Next = append(list.People, more.People...), more.Next
	}
	return list, err
}

func (s *Service) away(ctx context.Context, who access.Actor, slug string, f insight.AwayFilter) (AwayList, error) {
	var v AwayList
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		c, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = c.Head
		switch {
		case !c.Head.Part.MayEdit():
			return ErrNoNames
		case c.Revision == nil:
			return nil
		}
		f.CourseID, f.RevisionID, f.ActorID, f.Since = c.ID, *c.Revision, who.ID, tx.Now.Add(-patience)
		rows, err := insight.ListAway(tx, f)
		v.fill(rows, f.Limit)
		return err
	})
	return v, err
}

func (v *AwayList) fill(rows []insight.Away, limit int) {
	if len(rows) > limit {
		rows = rows[:limit]
		v.Next = models.Cursor{At: rows[limit-1].LastSeenAt, ID: rows[limit-1].ID}.String()
	}
	for _, r := range rows {
		v.People = append(v.People, AwayPerson{Name: r.Name, SeenAt: r.LastSeenAt, Percent: r.Percent, Lesson: r.Title})
	}
}
