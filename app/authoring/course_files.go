package authoring

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"academy/app/authoring/folder"
	"academy/media"
	"academy/models"
	"academy/models/assets"

	"github.com/google/uuid"
)

// inLibrary is how a text names a picture or a file of a library.
var inLibrary = regexp.MustCompile(MediaPath + `([0-9a-f]{8}-[0-9a-f-]{27})`) //nolint:gochecknoglobals // compiled once

// shown finds the pictures and files that the texts of a course show, in the order of the texts, and then those on its
// certificates, as far as they stand in its own library: those of others are none of its business.
func shown(tx *models.Tx, courseID uuid.UUID, v *loaded) ([]assets.Asset, error) {
	var ids []uuid.UUID
	v.course.Rewrite(func(text string) string {
		for _, m := range inLibrary.FindAllStringSubmatch(text, -1) {
			if id, err := uuid.Parse(m[1]); err == nil && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		return text
	})
	if v.certificate != nil {
		ids = append(ids, v.certificate.SealID, v.certificate.SignatureID)
	}
	rows, err := assets.ListShelved(tx, courseID)
	rows = slices.DeleteFunc(rows, func(a assets.Asset) bool { return !slices.Contains(ids, a.ID) })
	slices.SortFunc(rows, func(a, b assets.Asset) int { return cmp.Compare(slices.Index(ids, a.ID), slices.Index(ids, b.ID)) })
	return rows, err
}

// relink puts other addresses in the place of those of a library's pictures and files.
func relink(c *folder.Course, address map[uuid.UUID]string) {
	c.Rewrite(func(text string) string {
		return inLibrary.ReplaceAllStringFunc(text, func(old string) string {
			id, err := uuid.Parse(strings.TrimPrefix(old, MediaPath))
			if to, ok := address[id]; err == nil && ok {
				return to
			}
			return old
		})
	})
}

// copyShown gives a copy of a course pictures and files of its own, and lets its texts show them.
func copyShown(tx *models.Tx, courseID uuid.UUID, from *loaded) error {
	address := map[uuid.UUID]string{}
	from.copies = map[uuid.UUID]uuid.UUID{}
	for _, a := range from.shown {
		id := models.NewID()
		if err := assets.InsertCopy(tx, a, id, courseID); err != nil {
			return err
		}
		address[a.ID], from.copies[a.ID] = MediaPath+id.String(), id
	}
	relink(&from.course, address)
	return nil
}

// addShown names the pictures and files of a course in its folder.
func (e *Export) addShown(ctx context.Context, s *Service, v *loaded) error {
	taken, address := map[string]bool{}, map[uuid.UUID]string{}
	for _, a := range v.shown {
		m := folder.Media{File: folder.MediaFile(a.Name, taken), Alt: a.Alt}
		if path.Base(m.File) != a.Name {
			m.Name = a.Name
		}
		address[a.ID] = m.File
		v.course.Media = append(v.course.Media, m)
		if err := e.add(ctx, s, m.File, a.SourceKey); err != nil {
			return err
		}
	}
	relink(&v.course, address)
	if c := v.certificate; c != nil {
		v.course.Certificate = &c.Certificate
		c.Seal, c.Signature = address[c.SealID], address[c.SignatureID]
	}
	return nil
}

// bringShown puts the pictures and files of the folder into the store. One that the course's library has already is
// recognised by its name and content.
func (p *films) bringShown(ctx context.Context) error {
	for _, m := range p.folder.Course.Media {
		a, fresh, err := p.shownOf(ctx, m)
		if errors.Is(err, media.ErrRefused) && !errors.Is(err, media.ErrUnavailable) {
			p.folder.Refuse(folder.AtMedia(m.File), "import.media_refused", m.File)
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", m.File, err)
		}
		a.Alt, a.Name = m.Alt, nameOf(m)
		p.shown = append(p.shown, broughtFile{m.File, a, fresh})
	}
	return nil
}

func nameOf(m folder.Media) string { return cmp.Or(m.Name, path.Base(m.File)) }

// broughtFile is a picture or a file of a folder with what the library has of it.
type broughtFile struct {
	file  string
	row   assets.Asset
	fresh bool
}

func (p *films) shownOf(ctx context.Context, m folder.Media) (a assets.Asset, fresh bool, err error) {
	a = assets.Asset{ID: models.NewID(), State: "ready", Kind: "file"}
	var sum [sha256.Size]byte
	if err := p.reading(m.File, func(content io.Reader) (err error) {
		sum, a.Bytes, err = checksum(content)
		return err
	}); err != nil {
		return a, true, err
	}
	if a.Bytes == 0 {
		return a, true, media.ErrRefused
	}
	for _, known := range p.knownShown {
		if known.Name != nameOf(m) || slices.ContainsFunc(p.shown, func(b broughtFile) bool { return b.row.ID == known.ID }) {
			continue
		}
		same, err := p.sameSource(ctx, known, a.Bytes, sum)
		if err != nil || same {
			return known, false, err
		}
	}
	if err := p.lookAt(ctx, m.File, &a); err != nil {
		return a, true, err
	}
	a.SourceKey = media.SourceKey(a.ID, "")
	return a, true, p.reading(m.File, func(content io.Reader) error { return p.putObject(ctx, a.SourceKey, content, a.Bytes, a.ContentType) })
}

// lookAt finds out what a file is by its content, and draws it where it is a picture.
func (p *films) lookAt(ctx context.Context, file string, a *assets.Asset) error {
	err := p.reading(file, func(content io.Reader) (err error) {
		a.ContentType, err = media.Sniff(content)
		return err
	})
	if err == nil {
		err = media.CheckAttachment(a.ContentType)
	}
	bare, _, _ := strings.Cut(a.ContentType, ";")
	if err != nil || !slices.Contains(media.PictureTypes(), bare) {
		return err
	}
	return p.reading(file, func(content io.Reader) error {
		drawn, err := media.Picture(content)
		if err != nil {
			return err
		}
		a.Kind, a.Width, a.Height, a.ImageKey = "image", drawn.Width, drawn.Height, media.PictureKey(a.ID)
		return p.putObject(ctx, a.ImageKey, bytes.NewReader(drawn.Content), int64(len(drawn.Content)), drawn.Type)
	})
}

// reading reads a file of the folder from its beginning.
func (p *films) reading(name string, do func(content io.Reader) error) error {
	file, err := p.folder.FS.Open(name)
	if err != nil {
		return fmt.Errorf("media: %w", err)
	}
	defer func() { _ = file.Close() }()
	return do(file)
}

func checksum(content io.Reader) (sum [sha256.Size]byte, size int64, err error) {
	h := sha256.New()
	if size, err = io.Copy(h, content); err != nil {
		return sum, size, fmt.Errorf("media: %w", err)
	}
	return [sha256.Size]byte(h.Sum(nil)), size, nil
}

func (p *films) sameSource(ctx context.Context, a assets.Asset, size int64, sum [sha256.Size]byte) (bool, error) {
	if a.Bytes != size {
		return false, nil
	}
	object, err := p.Store.Open(ctx, a.SourceKey)
	if errors.Is(err, media.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer func() { _ = object.Close() }()
	has, _, err := checksum(object)
	return has == sum, err
}

// writeShown keeps the rows of pictures and files and lets the texts show them.
func (p *films) writeShown(tx *models.Tx) error {
	address := map[string]string{}
	for _, b := range p.shown {
		if b.fresh {
			b.row.CreatedAt = tx.Now
			if err := assets.InsertAsset(tx, b.row); err != nil {
				return err
			}
		} else if err := assets.UpdateAlt(tx, b.row.ID, b.row.Alt); err != nil {
			return err
		}
		address[b.file] = MediaPath + b.row.ID.String()
	}
	p.folder.Course.Rewrite(func(text string) string { return folder.LinkMedia(text, address) })
	return nil
}
