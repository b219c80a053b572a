package pages

import (
	"errors"
	"mime"
	"net/http"

	"academy/app/credentials"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/certificate"
	"academy/handlers/views/layout"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// Certificate is the public page of a certificate: valid, revoked, or unknown.
func (p *Pages) Certificate(c *fiber.Ctx) error {
	who, lang := actor(c)
	code := c.Params("code")
	shown, err := p.App.Credentials.Certificate(c.UserContext(), who, lang, code)
	if errors.Is(err, credentials.ErrUnknown) || errors.Is(err, credentials.ErrMistyped) {
		return p.show(c, http.StatusNotFound, func(s layout.Shell) templ.Component { return certificate.Unknown(s, code) })
	}
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return certificate.Show(s, shown) })
}

// PDF sends the printed certificate.
func (p *Pages) PDF(c *fiber.Ctx) error {
	who, lang := actor(c)
	file, err := p.App.Credentials.PDF(c.UserContext(), who, lang, c.Params("code"))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/pdf")
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Send(file.Bytes)
}

// CertificatePicture sends the seal or the signature on a certificate.
func (p *Pages) CertificatePicture(name string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		picture, err := p.App.Credentials.CertificatePicture(c.UserContext(), c.Params("code"), name)
		if err != nil {
			return err
		}
		c.Set(fiber.HeaderContentType, "image/png")
		c.Set(fiber.HeaderCacheControl, "private, max-age=86400")
		return c.Send(picture)
	}
}

// VerifyForm asks for the code of a certificate.
func (p *Pages) VerifyForm(c *fiber.Ctx) error { return p.verify(c, http.StatusOK, layout.Form{}) }

func (p *Pages) verify(c *fiber.Ctx, status int, f layout.Form) error {
	return p.show(c, status, func(s layout.Shell) templ.Component { return certificate.Verify(s, f) })
}

// Verify leads to the certificate of a code. One that was mistyped is told at once, without looking for it.
func (p *Pages) Verify(c *fiber.Ctx) error {
	code, err := credentials.ParseCode(request.Text(c, "code"))
	if err != nil {
		f, status, err := form(c, credentials.ErrMistyped, "code")
		if err != nil {
			return err
		}
		return p.verify(c, status, f)
	}
	return respond.SeeOther(c, "/certificates/"+code)
}
