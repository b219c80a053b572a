// Package learn holds the pages on which one learns: a lesson in its course, and My learning. It must not know how
// watched seconds are believed or lessons completed.
package learn

import (
	"context"
	"encoding/json"
	"math"
	"strconv"
	"time"

	"academy/app/learning"
	"academy/app/locale"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

// shell adds what a lesson page needs to the frame.
func shell(ctx context.Context, s layout.Shell, p learning.LessonPage) layout.Shell {
	s = s.Titled(parts.LessonTitle(ctx, p.Lesson) + " · " + p.CourseTitle).At("learning").WithNextBar()
	if playable(p) {
		s = s.Running("player.js")
	}
	return s
}

// playable says whether there is a video to play; a new lecture is still being prepared for a while.
func playable(p learning.LessonPage) bool { return p.Lecture != nil && p.Lecture.VideoURL != "" }

// lessonPath is the path of another lesson of the course, coursePath that of the course, as this reader looks at it.
func lessonPath(p learning.LessonPage, id uuid.UUID) string {
	if p.Preview {
		return parts.PreviewPath(p.CourseSlug) + "/" + id.String()
	}
	return parts.LessonPath(p.CourseSlug, id)
}

func coursePath(p learning.LessonPage) string {
	if p.Preview {
		return parts.PreviewPath(p.CourseSlug)
	}
	return "/courses/" + p.CourseSlug
}

// toRead says whether the reader has to say that the text has been read.
func toRead(p learning.LessonPage) bool {
	return p.Lesson.Kind == "reading" && p.Lesson.State != "completed"
}

// action is the main thing to do on a lesson page.
type action struct{ path, text string }

func mainAction(ctx context.Context, p learning.LessonPage) action {
	switch {
	case p.CourseDone && p.Next == nil:
		return action{"/courses/" + p.CourseSlug + "/next", locale.T(ctx, "learn.finish")}
	case p.Quiz != nil && p.Lesson.State != "completed":
		return action{"/quiz/" + p.Quiz.QuizID.String(), locale.T(ctx, "learn.to_quiz")}
	case p.Next != nil && !p.Next.Locked:
		return action{parts.LessonPath(p.CourseSlug, p.Next.ID), locale.T(ctx, "learn.next")}
	case p.CourseDone:
		return action{"/courses/" + p.CourseSlug + "/next", locale.T(ctx, "learn.finish")}
	}
	return action{"/me", locale.T(ctx, "learn.to_dashboard")}
}

// span is a stretch of a video in seconds.
type span struct{ from, to float64 }

// gaps are the stretches nobody has watched yet. Those shorter than a second are not worth a walk.
func gaps(l learning.Lecture) []span {
	var missing []span
	at := 0.0
	for _, r := range l.Ranges {
		if r[0]-at >= 1 {
			missing = append(missing, span{at, r[0]})
		}
		at = max(at, r[1])
	}
	if l.Duration-at >= 1 {
		missing = append(missing, span{at, l.Duration})
	}
	return missing
}

// seconds writes a number of seconds for an attribute, to the hundredth.
func seconds(s float64) string {
	return strconv.FormatFloat(math.Round(s*100)/100, 'f', -1, 64)
}

// width is at least a thousandth of the video, so that the mark of the place can be seen.
func width(from, to float64) string { return seconds(max(0.01, to-from)) }

func stamp(s float64) string { return locale.Timestamp(time.Duration(s * float64(time.Second))) }

func rangesJSON(l learning.Lecture) string {
	ranges := l.Ranges
	if ranges == nil {
		ranges = [][2]float64{}
	}
	text, err := json.Marshal(ranges)
	if err != nil {
		return "[]"
	}
	return string(text)
}

// rate is a speed of playing: what the player reads, and what the reader sees.
type rate struct{ value, text string }

func rates(ctx context.Context) []rate {
	var all []rate
	for _, value := range []string{"0.75", "1", "1.25", "1.5", "1.75", "2"} {
		all = append(all, rate{value, locale.T(ctx, "learn.player.times", value)})
	}
	return all
}

// shown is the transcript to show first: the reader's language, or the first there is.
func shown(ctx context.Context, captions []learning.Caption) string {
	lang := string(locale.From(ctx).Lang)
	for _, c := range captions {
		if c.Lang == lang {
			return lang
		}
	}
	if len(captions) > 0 {
		return captions[0].Lang
	}
	return ""
}

// ownName is a language's name in itself, for the switch and the menu of tracks.
func ownName(ctx context.Context, lang string) string { return locale.T(ctx, "learn.own_name."+lang) }

func attemptsText(ctx context.Context, n int) string {
	if n == 0 {
		return locale.T(ctx, "learn.quiz.attempts_any")
	}
	return locale.T(ctx, "learn.quiz.attempts", n)
}

func limitText(ctx context.Context, minutes int) string {
	if minutes == 0 {
		return locale.T(ctx, "learn.quiz.limit_none")
	}
	return locale.From(ctx).Minutes(minutes)
}

// gradesPath leads to one's own grades in a course.
func gradesPath(course string) string { return "/learn/" + course + "/grades" }
