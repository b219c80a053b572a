package pages

import (
	"context"
	"io"
	"mime"
	"net/http"

	openbadge "academy/app/credentials/badges" // badges are those in the head of every page
	"academy/app/locale"
	"academy/handlers/views/certificate"
	"academy/handlers/views/layout"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// Credential sends a certificate in one of the forms that other people's software reads.
func (p *Pages) Credential(kind string, find func(ctx context.Context, lang locale.Lang, typed string) (openbadge.File, error)) fiber.Handler {
	return func(c *fiber.Ctx) error {
		_, lang := actor(c)
		file, err := find(c.UserContext(), lang, c.Params("code"))
		if err != nil {
			return err
		}
		c.Set(fiber.HeaderContentType, kind)
		c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("inline", map[string]string{"filename": file.Name}))
		c.Set(fiber.HeaderCacheControl, "no-cache")
		c.Set(fiber.HeaderAccessControlAllowOrigin, "*")
		return c.Send(file.Content)
	}
}

// CheckCredential says of a credential that was sent whether it is genuine. Nothing of it is kept.
func (p *Pages) CheckCredential(c *fiber.Ctx) error {
	raw, err := shownCredential(c)
	if err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.verify(c, status, f)
	}
	verdict, err := p.App.Badges.Verify(c.UserContext(), raw)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return certificate.Checked(s, verdict) })
}

// shownCredential is the file of the form, or else the text in it. The guards have held both to their size.
func shownCredential(c *fiber.Ctx) ([]byte, error) {
	sent, err := c.FormFile("file")
	if err == nil && sent.Size > 0 {
		file, err := sent.Open()
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }()
		return io.ReadAll(file)
	}
	if text := c.FormValue("text"); text != "" {
		return []byte(text), nil
	}
	return nil, openbadge.ErrNothing
}
