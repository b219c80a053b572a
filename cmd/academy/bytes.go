package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"academy/handlers/files"
	"academy/media"
)

// cover draws the patchwork of a course; handlers may not know media, so the drawing is handed to them.
func cover(slug, palette string) []byte { return media.PatchworkSVG(slug, palette, 320, 150) }

func splitList(text string) []string {
	var list []string
	for _, part := range strings.Split(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// serveFile opens an object of the files store whose address the store itself has signed.
func (h *house) serveFile(ctx context.Context, method, key string, query url.Values) (files.Answer, error) {
	as, err := h.files.Verify(method, key, query)
	if err != nil {
		return files.Answer{}, files.ErrLink.Because(err)
	}
	object, err := h.files.Open(ctx, key)
	if err != nil {
		return files.Answer{}, fmt.Errorf("open object: %w", err)
	}
	return files.Answer{
		Content: object, Size: object.Size, Modified: object.Modified, Type: object.Type, ETag: object.ETag, Disposition: as.Header(),
	}, nil
}

// receivePart writes a part of an upload to the files store, at an address that the store itself has signed.
func (h *house) receivePart(ctx context.Context, p files.Part) (string, error) {
	agreed, err := h.files.VerifyPart(p.Upload, p.Number, p.Query)
	if err != nil {
		return "", files.ErrPartLink.Because(err)
	}
	if agreed.Size != p.Size {
		return "", files.ErrPartLength
	}
	etag, err := h.files.WritePart(ctx, p.Upload, agreed, p.Content)
	if errors.Is(err, media.ErrFull) {
		return "", files.ErrFull.Because(err)
	}
	return etag, err
}
