package authoring

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"academy/app/authoring/folder"
	"academy/media"
	"academy/models"
	"academy/models/assets"

	"github.com/google/uuid"
)

// film is a lecture's media, in the store and about to be written down.
type film struct {
	row      assets.Asset
	fresh    bool // its row is not there yet
	captions map[string]string
}

// knownFilm is a film that a lesson of the course has had.
type knownFilm struct {
	lesson string
	row    assets.Asset
}

// films brings the films of one folder in.
type films struct {
	*Service
	folder *folder.Folder
	known  []knownFilm
	ready  map[string]*film // by lesson key
	put    []string         // what was put into the store
	// shown are the pictures and files, knownShown those that the course's library has.
	shown      []broughtFile
	knownShown []assets.Asset
}

// knownFilms are the course's films that no other course shows: whoever has seen one of them has seen it here.
func knownFilms(tx *models.Tx, courseID uuid.UUID) ([]knownFilm, error) {
	rows, err := assets.ListOwnFilms(tx, courseID)
	list := make([]knownFilm, len(rows))
	for i, r := range rows {
		list[i] = knownFilm{r.LessonKey, r.Asset}
	}
	return list, err
}

// prepare makes or takes the film of every lecture. A film that the course has already is recognised by its content and
// not taken twice, so that what learners have watched of it still counts.
func (p *films) prepare(ctx context.Context) error {
	for _, l := range p.folder.Course.Lessons() {
		if l.Kind != "lecture" {
			continue
		}
		err := p.lecture(ctx, l)
		if errors.Is(err, media.ErrRefused) && !errors.Is(err, media.ErrUnavailable) {
			p.folder.Refuse(folder.AtLesson(l.Key), "import.media", l.Key)
			continue
		}
		if err != nil {
			return fmt.Errorf("lecture %s: %w", l.Key, err)
		}
	}
	return nil
}

func (p *films) lecture(ctx context.Context, l folder.Lesson) error {
	content, err := p.content(l)
	if err != nil {
		return err
	}
	a := &film{captions: map[string]string{}}
	row, err := p.recognise(ctx, l.Key, content)
	if err != nil {
		return err
	}
	if row != nil {
		a.row = *row
	} else {
		a.fresh = true
		if a.row, err = p.bring(ctx, l, content.name); err != nil {
			return err
		}
	}
	p.ready[l.Key] = a
	return a.caption(p.folder, l)
}

// caption checks the tracks against the film's true length and writes them as WebVTT.
func (a *film) caption(f *folder.Folder, l folder.Lesson) error {
	for lang, cues := range l.Captions {
		if err := media.CheckCues(cues, time.Duration(a.row.DurationMS)*time.Millisecond); err != nil {
			f.Refuse(folder.AtCaptions(l.Key, lang), "import.captions_length", lang)
			continue
		}
		var vtt strings.Builder
		if err := media.WriteVTT(&vtt, cues); err != nil {
			return err
		}
		a.captions[lang] = vtt.String()
	}
	return nil
}

// content is what the same slides, or the same film, are known by.
type content struct {
	name string // kept with the film
	sum  string // of the film's bytes; empty for slides
	size int64
}

func (p *films) content(l folder.Lesson) (content, error) {
	h := sha256.New()
	if l.Slides != nil {
		if err := json.NewEncoder(h).Encode(l.Slides); err != nil {
			return content{}, fmt.Errorf("slides: %w", err)
		}
		return content{name: fmt.Sprintf("slides:%x", h.Sum(nil))}, nil
	}
	file, err := p.folder.FS.Open(l.Film)
	if err != nil {
		return content{}, fmt.Errorf("video: %w", err)
	}
	defer func() { _ = file.Close() }()
	size, err := io.Copy(h, file)
	if err != nil {
		return content{}, fmt.Errorf("video: %w", err)
	}
	sum := fmt.Sprintf("%x", h.Sum(nil))
	return content{"video:" + sum, sum, size}, nil
}

// recognise finds the film among those of the course, the lesson's own first. Two lessons never share one: each has
// captions of its own, and is watched for itself.
func (p *films) recognise(ctx context.Context, lesson string, c content) (*assets.Asset, error) {
	slices.SortStableFunc(p.known, func(a, b knownFilm) int { return rank(a, lesson) - rank(b, lesson) })
	for _, k := range p.known {
		if p.taken(k.row.ID) {
			continue
		}
		same, err := p.same(ctx, k.row, c)
		if err != nil {
			return nil, err
		}
		if same {
			return &k.row, nil
		}
	}
	return nil, nil //nolint:nilnil // it is new, which is no trouble
}

func rank(k knownFilm, lesson string) int {
	if k.lesson == lesson {
		return 0
	}
	return 1
}

func (p *films) taken(id uuid.UUID) bool {
	for _, a := range p.ready {
		if a.row.ID == id {
			return true
		}
	}
	return false
}

// same compares by the name that an import has given, else by the bytes that are played: what was exported comes back as
// what it was.
func (p *films) same(ctx context.Context, a assets.Asset, c content) (bool, error) {
	if a.SourceKey == "" && a.Name == c.name {
		return true, nil
	}
	if c.sum == "" {
		return false, nil
	}
	object, err := p.Store.Open(ctx, a.VideoKey)
	if errors.Is(err, media.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer func() { _ = object.Close() }()
	if object.Size != c.size {
		return false, nil
	}
	h := sha256.New()
	if _, err := io.Copy(h, object); err != nil {
		return false, fmt.Errorf("film: %w", err)
	}
	return fmt.Sprintf("%x", h.Sum(nil)) == c.sum, nil
}

// write keeps the rows and captions, and answers the films by lesson key. One that was there stays, with the captions
// of the folder.
func (p *films) write(tx *models.Tx) (map[string]uuid.UUID, error) {
	ready := map[string]uuid.UUID{}
	for key, a := range p.ready {
		if a.fresh {
			a.row.CreatedAt = tx.Now
			if err := assets.InsertAsset(tx, a.row); err != nil {
				return nil, err
			}
		}
		for _, lang := range []string{"ko", "en"} {
			if err := writeCaption(tx, assets.Caption{AssetID: a.row.ID, Lang: lang, VTT: a.captions[lang]}); err != nil {
				return nil, err
			}
		}
		ready[key] = a.row.ID
	}
	return ready, nil
}

func writeCaption(tx *models.Tx, c assets.Caption) error {
	if c.VTT == "" {
		return assets.DeleteCaption(tx, c.AssetID, c.Lang)
	}
	return assets.UpdateCaption(tx, c)
}
