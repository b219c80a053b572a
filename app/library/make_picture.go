package library

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"academy/media"
	"academy/models/assets"
)

// The kinds of assets.
const (
	kindFilm    = "film"
	kindPicture = "image"
	kindFile    = "file"
)

// kindOf is what an upload becomes: a lecture a film, an attachment a picture where its content is one, otherwise a file.
func kindOf(purpose, contentType string) string {
	bare, _, _ := strings.Cut(contentType, ";")
	switch {
	case purpose == ForLecture:
		return kindFilm
	case purpose == ForAttachment && slices.Contains(media.PictureTypes(), bare):
		return kindPicture
	}
	return kindFile
}

// makePicture makes what is shown of a picture and puts it into the store; its source stays beside it.
func (s *Service) makePicture(ctx context.Context, u assets.Upload) (p product, err error) {
	object, err := s.Store.Open(ctx, media.SourceKey(u.AssetID, ""))
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, object.Close()) }()
	shown, err := media.Picture(object)
	if err != nil {
		return p, err
	}
	p.asset = assets.Asset{ID: u.AssetID, Width: shown.Width, Height: shown.Height, ImageKey: media.PictureKey(u.AssetID)}
	return p, s.Store.Put(ctx, p.asset.ImageKey, bytes.NewReader(shown.Content), int64(len(shown.Content)), shown.Type)
}
