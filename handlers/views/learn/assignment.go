package learn

import (
	"context"
	"strings"
	"time"

	"academy/app/coursework"
	"academy/app/learning"
	"academy/app/locale"
	"academy/app/questions"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

// assignmentPath is where something is done with an assignment.
func assignmentPath(p learning.LessonPage, deed string) string {
	return parts.LessonPath(p.CourseSlug, p.Lesson.ID) + "/" + deed
}

// opID names one handing in: sent twice, it is one.
func opID() string { return uuid.NewString() }

// taskFiles says which files are taken, how many and how large.
func taskFiles(ctx context.Context, t coursework.Task) string {
	kinds := t.Kinds
	if len(kinds) == 0 {
		kinds = questions.FileKinds()
	}
	words := make([]string, len(kinds))
	for i, kind := range kinds {
		words[i] = locale.T(ctx, "learn.assignment.kind."+kind)
	}
	return locale.T(ctx, "learn.assignment.file_rules", strings.Join(words, ", "), t.MostMegabytes, t.MostFiles)
}

// accepted is what a browser offers to choose from; what is taken, the server says.
func accepted(t coursework.Task) string {
	const documents = ".pdf,.hwp,.hwpx,.doc,.docx,.odt,.rtf,.txt,.ppt,.pptx,.odp,.xls,.xlsx,.ods,.csv"
	if len(t.Kinds) != 1 {
		return documents + ",image/*"
	}
	if t.Kinds[0] == questions.KindPicture {
		return "image/*"
	}
	return documents
}

// why says why nothing can be handed in now.
func why(ctx context.Context, v coursework.Own) string {
	switch v.Why {
	case "not_open":
		return locale.T(ctx, "learn.assignment.not_open", locale.From(ctx).DateTime(*v.Task.OpensAt))
	case "closed":
		return locale.T(ctx, "learn.assignment.closed", locale.From(ctx).DateTime(*v.ClosesAt))
	}
	return locale.T(ctx, "learn.assignment.not_again."+v.Task.Again)
}

// again says when something may be handed in again.
func again(ctx context.Context, v coursework.Own) string {
	text := locale.T(ctx, "learn.assignment.again."+v.Task.Again)
	if v.Left >= 0 {
		text += " " + locale.T(ctx, "learn.assignment.left", v.Left)
	}
	return text
}

func stateTone(state string) string {
	switch state {
	case coursework.Marked:
		return "g"
	case coursework.Returned:
		return "y"
	case coursework.HandedIn:
		return "b"
	}
	return "n"
}

// typed is the text of the form: what was just typed and refused, or the draft.
func typed(f parts.Form, v coursework.Own) string {
	if text, sent := f.Values["text"]; sent {
		return text
	}
	return v.Draft.Text
}

// savedAt says when the draft was saved, empty before the first time.
func savedAt(ctx context.Context, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return locale.T(ctx, "learn.assignment.saved", locale.From(ctx).Clock(at))
}
