package learn

import (
	"context"

	"academy/app/learning"
	"academy/app/locale"
	"academy/handlers/views/parts"
)

func captionsText(ctx context.Context, captions []learning.Caption) string {
	codes := make([]string, 0, len(captions))
	for _, c := range captions {
		codes = append(codes, c.Lang)
	}
	return locale.T(ctx, "learn.captions", parts.LanguagesText(ctx, codes))
}

func transcriptLabel(ctx context.Context, lang string) string {
	return locale.T(ctx, "learn.transcript_of", parts.LanguagesText(ctx, []string{lang}))
}

// coverageText is what the bar of watched stretches says to those who do not see it.
func coverageText(ctx context.Context, l learning.Lecture) string {
	return locale.T(ctx, "learn.seen.alt", l.Percent, len(gaps(l)))
}

func hasTabs(p learning.LessonPage) bool { return p.Lecture.Notes != "" && len(p.Lecture.Captions) > 0 }

// transcriptPath is where a transcript is saved from.
func transcriptPath(p learning.LessonPage, lang, format string) string {
	if p.Preview {
		return "/studio/" + p.CourseSlug + "/lessons/" + p.Lesson.ID.String() + "/transcript." + lang + "." + format
	}
	return film(p, "transcript."+lang+"."+format)
}

// film is an address of the film of a lesson that answers for as long as one may open it.
func film(p learning.LessonPage, name string) string {
	return "/learn/" + p.CourseSlug + "/" + p.Lesson.ID.String() + "/" + name
}
