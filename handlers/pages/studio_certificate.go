package pages

import (
	"errors"
	"mime"
	"net/http"

	"academy/app/credentials"
	"academy/app/fault"
	"academy/app/locale"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/layout"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// CertificateTemplate is how the certificates of a course look, with a preview of what is saved.
func (p *Pages) CertificateTemplate(c *fiber.Ctx) error {
	return p.certificateTemplate(c, http.StatusOK, layout.Form{})
}

// certificateTemplate shows the form as it is saved, or as it came with what is wrong with it.
func (p *Pages) certificateTemplate(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	var typed *credentials.TemplateChange
	if f.Values != nil {
		change := templateChange(c)
		typed = &change
	}
	v, err := p.App.Credentials.Template(c.UserContext(), who, paperLang(c), c.Params("slug"), typed)
	if err != nil {
		return err
	}
	if typed == nil {
		f.Values = studio.TemplateValues(v.TemplateChange)
	}
	f.Values["paper"] = string(paperLang(c))
	if len(f.Errors) == 0 && len(v.Preview.Wrong) > 0 && typed != nil {
		f.Errors, f.Key, status = v.Preview.Wrong, "form.invalid", http.StatusUnprocessableEntity
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Certificate(s, v, f) })
}

// SaveCertificateTemplate keeps the form as the version by which certificates are printed from now on, or only shows what
// it would look like.
func (p *Pages) SaveCertificateTemplate(c *fiber.Ctx) error {
	change := templateChange(c)
	values := studio.TemplateValues(change)
	if c.FormValue("do") == "preview" {
		return p.certificateTemplate(c, http.StatusOK, layout.Form{Values: values})
	}
	who, _ := actor(c)
	if err := p.App.Credentials.SaveTemplate(c.UserContext(), who, c.Params("slug"), change); err != nil {
		return p.templateAgain(c, err, values)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/certificate")
}

// templateAgain shows the form with what is wrong with it.
func (p *Pages) templateAgain(c *fiber.Ctx, err error, values map[string]string) error {
	f, status, err := form(c, err)
	if err != nil {
		return err
	}
	f.Values = values
	return p.certificateTemplate(c, status, f)
}

// CertificatePreview draws the form as it stands, for a script that exchanges the picture on the page.
func (p *Pages) CertificatePreview(c *fiber.Ctx) error {
	who, _ := actor(c)
	preview, err := p.App.Credentials.PreviewPicture(c.UserContext(), who, paperLang(c), c.Params("slug"), templateChange(c))
	var wrong *fault.Error
	if errors.As(err, &wrong) && wrong.Kind == fault.Invalid {
		preview, err = credentials.Preview{Wrong: wrong.Fields}, nil
	}
	if err != nil {
		return err
	}
	return respond.Page(c, http.StatusOK, studio.CertificatePreview(preview))
}

// CertificatePreviewPDF sends the very file that would be printed.
func (p *Pages) CertificatePreviewPDF(c *fiber.Ctx) error {
	who, _ := actor(c)
	change := templateChange(c)
	file, err := p.App.Credentials.PreviewPDF(c.UserContext(), who, paperLang(c), c.Params("slug"), &change)
	if err != nil {
		return p.templateAgain(c, err, studio.TemplateValues(change))
	}
	c.Set(fiber.HeaderContentType, "application/pdf")
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("inline", map[string]string{"filename": file.Name}))
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Send(file.Bytes)
}

// paperLang is the language that the preview was asked for in, at first that of the page.
func paperLang(c *fiber.Ctx) locale.Lang {
	if asked := locale.Lang(c.FormValue("paper")); asked == locale.KO || asked == locale.EN {
		return asked
	}
	_, lang := actor(c)
	return lang
}

func templateChange(c *fiber.Ctx) credentials.TemplateChange {
	months := 0
	if request.Text(c, "months") != "" {
		months = whole(c, "months")
	}
	return credentials.TemplateChange{
		From: whole(c, "from"), Orientation: request.Text(c, "orientation"), Border: request.Text(c, "border"), Palette: request.Text(c, "palette"),
		Title: text(c, "title"), Lead: text(c, "lead"), Statement: text(c, "statement"), Note: text(c, "note"),
		Authority: text(c, "authority"), Signatory: text(c, "signatory"), Position: text(c, "position"),
		Seal: pictureID(c, "seal"), Signature: pictureID(c, "signature"), Prefix: request.Text(c, "prefix"), Months: months,
	}
}

// pictureID reads what was chosen of a list; none is zero, and what was never offered is nothing that exists.
func pictureID(c *fiber.Ctx, name string) uuid.UUID {
	given := request.Text(c, name)
	if given == "" {
		return uuid.Nil
	}
	id, err := uuid.Parse(given)
	if err != nil {
		return uuid.Max
	}
	return id
}
