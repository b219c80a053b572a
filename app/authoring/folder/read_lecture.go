package folder

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"academy/media"
	"academy/media/film"
)

// readLecture reads slides and captions. A lecture has one source of pictures, and captions in every language of the
// course or a reason why not.
func (f *Folder) readLecture(course *Item, l lessonFile, lesson *Lesson) {
	switch {
	case (l.Video.V == "") == (l.Slides.V == ""):
		course.add(l.Key.Line, "import.video_or_slides")
		return
	case l.Slides.V != "":
		lesson.Slides = f.readSlides(l)
	default:
		f.there(f.item(l.Video.V, "video"))
		lesson.Film = l.Video.V
	}
	if l.Source.V != "" {
		f.there(f.item(l.Source.V, "source"))
		lesson.Source = l.Source.V
	}
	lesson.CaptionsMissing = composed(l.CaptionsMissing.V)
	lesson.Captions = map[string][]media.Cue{}
	for _, lang := range []string{"ko", "en"} {
		name, ok := l.Captions[lang]
		switch {
		case ok:
			lesson.Captions[lang] = f.readCaptions(l.Key.V, lang, name.V, length(lesson.Slides))
		case lesson.CaptionsMissing == "" && slices.Contains(f.Course.Languages, lang):
			course.add(l.Key.Line, "import.captions", lang)
		}
	}
	for lang, name := range l.Captions {
		oneOf(course, "captions", at[string]{lang, name.Line}, "ko", "en")
	}
}

func (f *Folder) readSlides(l lessonFile) []film.Slide {
	item := f.item(l.Slides.V, "slides")
	var file slidesFile
	if !f.decode(item, &file) {
		return nil
	}
	if len(file.Slides) == 0 {
		item.add(1, "import.missing", "slides")
	}
	var slides []film.Slide
	for i, s := range file.Slides {
		checkText(item, "heading", s.Heading)
		if s.Seconds.V <= 0 || s.Seconds.V > 3600 {
			item.add(s.Seconds.Line, "import.seconds")
		}
		slide := film.Slide{Seconds: s.Seconds.V, Number: fmt.Sprintf("%d / %d", i+1, len(file.Slides)), HeadingKO: s.Heading.KO, HeadingEN: s.Heading.EN}
		for _, p := range s.Points {
			checkText(item, "points", p)
			slide.PointsKO, slide.PointsEN = append(slide.PointsKO, p.KO), append(slide.PointsEN, p.EN)
		}
		if len(s.Points) > 4 {
			item.add(s.Points[4].Line, "import.points")
		}
		slides = append(slides, slide)
	}
	return slides
}

// length is that of drawn lectures; 0 for a film, which has not been looked at yet.
func length(slides []film.Slide) time.Duration {
	var sum float64
	for _, s := range slides {
		sum += s.Seconds
	}
	return time.Duration(sum * float64(time.Second))
}

func (f *Folder) readCaptions(lesson, lang, name string, film time.Duration) []media.Cue {
	item := f.item(name, "captions")
	f.mark(AtCaptions(lesson, lang), item, 0)
	raw, ok := f.read(item)
	if !ok {
		return nil
	}
	cues, err := media.ParseCaptions(strings.NewReader(string(raw)))
	if err == nil {
		err = media.CheckCues(cues, film)
	}
	var several media.CaptionErrors
	if errors.As(err, &several) {
		for _, e := range several {
			item.add(e.Line, e.Key)
		}
		return nil
	}
	if err != nil {
		item.add(0, "import.unreadable", path.Base(name))
	}
	return cues
}
