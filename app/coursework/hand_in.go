package coursework

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/coursework"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// DraftChange is what a learner has written. From is the version that the writing began with.
type DraftChange struct {
	From int64
	Text string
}

// HandIn is what a learner hands in: a text, with the files that lie in the draft. OpID is the client's name for it: the same
// one again answers the same.
type HandIn struct {
	OpID string
	DraftChange
}

// Receipt says what was handed in. Complete says that the lesson asks for nothing more.
type Receipt struct {
	Submission
	Complete bool
}

// desk is one learner before one assignment, with the enrolment held.
type desk struct {
	Admission
	lesson uuid.UUID
	work   coursework.Work
}

// write lets a learner change what they hand in. Somebody who is not enrolled, or before whom the lesson is locked, does not
// get this far.
func (s *Service) write(ctx context.Context, who access.Actor, lessonID uuid.UUID, change func(*models.Tx, desk) error) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		a, err := s.Admit(tx, who.ID, lessonID)
		switch {
		case err != nil:
			return err
		case a.EnrolmentID == uuid.Nil:
			return ErrNotEnrolled
		case a.Locked:
			return ErrLocked
		}
		w, err := findWork(tx, lessonID, who.ID)
		if err != nil {
			return err
		}
		return change(tx, desk{a, lessonID, w})
	})
}

// SaveDraft keeps what a learner has written. ErrStale carries the "text" and the "version" that another tab has saved
// meanwhile. It is kept after the last hour too: only handing it in is refused then.
func (s *Service) SaveDraft(ctx context.Context, who access.Actor, lessonID uuid.UUID, c DraftChange) (Draft, error) {
	var err error
	if c.Text, err = readable(c.Text); err != nil {
		return Draft{}, err
	}
	saved := Draft{}
	err = s.write(ctx, who, lessonID, func(tx *models.Tx, d desk) error {
		if d.Archived {
			return ErrArchived
		}
		if err := d.stale(c); err != nil {
			return err
		}
		id, err := d.draft(tx)
		if err != nil {
			return err
		}
		saved.Version, err = coursework.UpdateDraft(tx, id, c.Text)
		saved.Text, saved.SavedAt = c.Text, tx.Now.UTC()
		return err
	})
	return saved, err
}

// readable brings a text into the one form in which it is kept.
func readable(text string) (string, error) {
	text = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", ""), "\r\n", "\n")
	text = norm.NFC.String(text)
	if utf8.RuneCountInString(text) > maxText {
		return "", fault.Field("text", "coursework.long")
	}
	return text, nil
}

// newest is the submission that was begun last, a draft or not; blank before the first.
func (d desk) newest() coursework.Version {
	if len(d.work.Submissions.V) == 0 {
		return coursework.Version{}
	}
	return d.work.Submissions.V[0]
}

// stale refuses what was not written on top of what is there. A draft that says the same, or nothing yet, stands in nobody's way.
func (d desk) stale(c DraftChange) error {
	at := d.newest()
	if at.Version == c.From || at.State == coursework.Draft && (at.Text == "" || at.Text == c.Text) {
		return nil
	}
	return ErrStale.Carrying(map[string]any{"text": at.Text, "version": at.Version})
}

// draft is the draft at hand, or a new one.
func (d desk) draft(tx *models.Tx) (uuid.UUID, error) {
	at := d.newest()
	if at.State == coursework.Draft {
		return at.ID, nil
	}
	row := coursework.Submission{
		ID: models.NewID(), CourseID: d.work.CourseID, EnrolmentID: d.EnrolmentID, LessonID: d.lesson, Number: at.Number + 1, State: coursework.Draft, SavedAt: tx.Now,
	}
	return row.ID, coursework.InsertSubmission(tx, row)
}

// mayHandIn says why nothing can be handed in now.
func (d desk) mayHandIn(now time.Time) error {
	if d.Archived {
		return ErrArchived
	}
	t := d.work.Task.V
	switch blocked(d.work, now) {
	case notOpen:
		return ErrNotOpen.Carrying(map[string]any{"from": t.OpensAt.UTC()})
	case closed:
		return ErrClosed.Carrying(map[string]any{"closed_at": t.Closes(d.work.ExtendedTo).UTC()})
	case notAgain:
		return ErrNotAgain
	}
	return nil
}

// HandIn hands in what a learner has written and sent. Where nothing has to be reached, that completes the lesson.
func (s *Service) HandIn(ctx context.Context, who access.Actor, lessonID uuid.UUID, h HandIn) (Receipt, error) {
	if !named(h.OpID) {
		return Receipt{}, ErrOpID
	}
	var err error
	if h.Text, err = readable(h.Text); err != nil {
		return Receipt{}, err
	}
	var r Receipt
	err = s.write(ctx, who, lessonID, func(tx *models.Tx, d desk) error {
		r.Complete = d.PassPercent == 0
		if before, ok := d.handedAs(h.OpID); ok {
			r.Submission = submission(before, false)
			return nil
		}
		if err := d.mayHandIn(tx.Now); err != nil {
			return err
		}
		if err := d.stale(h.DraftChange); err != nil {
			return err
		}
		row, err := s.handIn(tx, d, h)
		if err != nil {
			return err
		}
		r.Submission = submission(row, false)
		if r.Complete {
			return s.Done(tx, d.EnrolmentID, d.lesson)
		}
		return nil
	})
	return r, err
}

// named says whether a client's operation has a name that can be kept: visible ASCII, as in a UUID.
func named(opID string) bool {
	hidden := func(r rune) bool { return r <= ' ' || r > '~' }
	return opID != "" && len(opID) <= maxOpID && !strings.ContainsFunc(opID, hidden)
}

// maxOpID is the most bytes of a client's name for one thing that it does.
const maxOpID = 64

func (d desk) handedAs(opID string) (coursework.Version, bool) {
	for _, row := range d.work.Submissions.V {
		if row.OpID == opID {
			return row, true
		}
	}
	return coursework.Version{}, false
}

func (s *Service) handIn(tx *models.Tx, d desk, h HandIn) (coursework.Version, error) {
	t, row := d.work.Task.V, d.newest()
	if !t.Text {
		h.Text = ""
	}
	if row.State != coursework.Draft {
		row = coursework.Version{Number: row.Number + 1}
	}
	if strings.TrimSpace(h.Text) == "" && len(row.Files) == 0 {
		return row, ErrEmpty
	}
	id, err := d.draft(tx)
	if err != nil {
		return row, err
	}
	due := t.Due(d.work.ExtendedTo)
	row.ID, row.State, row.Text, row.SubmittedAt, row.DueAt, row.LateDays = id, coursework.HandedIn, h.Text, &tx.Now, due, lateDays(due, tx.Now)
	return row, coursework.UpdateHandedIn(tx, coursework.Submission{
		ID: id, EnrolmentID: d.EnrolmentID, LessonID: d.lesson, Text: h.Text, OpID: &h.OpID, RevisionID: &d.work.RevisionID, DueAt: due, LateDays: row.LateDays,
	})
}

// AddFile puts a file that the learner has sent into the draft.
func (s *Service) AddFile(ctx context.Context, who access.Actor, lessonID, assetID uuid.UUID) (Own, error) {
	var v Own
	err := s.write(ctx, who, lessonID, func(tx *models.Tx, d desk) error {
		if err := s.mayAdd(tx, who, d, assetID); err != nil {
			return err
		}
		id, err := d.draft(tx)
		if err != nil {
			return err
		}
		if err := coursework.InsertFile(tx, id, assetID); err != nil {
			return err
		}
		w, err := findWork(tx, lessonID, who.ID)
		v = own(w, lessonID, tx.Now)
		return err
	})
	return v, err
}

func (s *Service) mayAdd(tx *models.Tx, who access.Actor, d desk, assetID uuid.UUID) error {
	if err := d.mayHandIn(tx.Now); err != nil {
		return err
	}
	t := d.work.Task.V
	sent, err := s.FindSent(tx, who.ID, assetID)
	if !t.Files || errors.Is(err, models.ErrNotFound) {
		return fault.Field("file", "coursework.file_unknown")
	}
	if err != nil {
		return err
	}
	asked := form(t)
	if err := asked.Takes(sent); err != nil {
		return fault.Field("file", fault.Of(err).Fields["response"])
	}
	if at := d.newest(); at.State == coursework.Draft && len(at.Files) >= t.MostFiles {
		return fault.Field("file", "coursework.many_files")
	}
	return nil
}

// RemoveFile takes a file out of the draft. One that is not there is gone already.
func (s *Service) RemoveFile(ctx context.Context, who access.Actor, lessonID, assetID uuid.UUID) (Own, error) {
	var v Own
	err := s.write(ctx, who, lessonID, func(tx *models.Tx, d desk) error {
		if at := d.newest(); at.State == coursework.Draft {
			if err := coursework.DeleteFile(tx, at.ID, assetID); err != nil {
				return err
			}
		}
		w, err := findWork(tx, lessonID, who.ID)
		v = own(w, lessonID, tx.Now)
		return err
	})
	return v, err
}

// OwnFile answers an address at which learners can save a file of their own again.
func (s *Service) OwnFile(ctx context.Context, who access.Actor, lessonID, assetID uuid.UUID) (string, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return "", err
	}
	var f coursework.SubmittedFile
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		f, err = coursework.FindOwnFile(tx, who.ID, lessonID, assetID)
		return err
	})
	if err != nil {
		return "", err
	}
	return s.Address(ctx, f.Asset)
}
