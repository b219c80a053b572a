package authoring

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

// readLecture reads slides and captions. A lecture has one source of pictures and captions in both languages.
func (f *folder) readLecture(course *Item, l lessonFile) {
	switch {
	case (l.Video.V == "") == (l.Slides.V == ""):
		course.add(l.Key.Line, "import.video_or_slides")
		return
	case l.Slides.V != "":
		f.readSlides(l)
	default:
		item := f.item(l.Video.V, "video")
		if file, err := f.fsys.Open(l.Video.V); err != nil {
			item.add(0, "import.no_file", l.Video.V)
		} else {
			_ = file.Close()
		}
	}
	tracks := map[string][]media.Cue{}
	for _, lang := range []string{"ko", "en"} {
		name, ok := l.Captions[lang]
		if !ok {
			course.add(l.Key.Line, "import.captions", lang)
			continue
		}
		tracks[lang] = f.readCaptions(name.V, f.length(l.Key.V))
	}
	f.captions[l.Key.V] = tracks
}

func (f *folder) readSlides(l lessonFile) {
	item := f.item(l.Slides.V, "slides")
	var file slidesFile
	if !f.decode(item, &file) {
		return
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
	f.slides[l.Key.V] = slides
}

// length is the length of drawn lectures; 0 for a video, which has not been looked at yet.
func (f *folder) length(lesson string) time.Duration {
	var sum float64
	for _, s := range f.slides[lesson] {
		sum += s.Seconds
	}
	return time.Duration(sum * float64(time.Second))
}

func (f *folder) readCaptions(name string, film time.Duration) []media.Cue {
	item := f.item(name, "captions")
	raw, ok := f.read(item)
	if !ok {
		return nil
	}
	cues, err := media.ParseCaptions(strings.NewReader(string(raw)))
	if err == nil {
		err = media.CheckCues(cues, film)
	}
	if err == nil && len(cues) == 0 {
		item.add(1, "import.empty")
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
	return slices.Clip(cues)
}
