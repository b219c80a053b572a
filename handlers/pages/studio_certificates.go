package pages

import (
	"net/http"

	"academy/app/credentials"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/layout"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// Certificates lists the certificates of a course. What is searched for may be a name, so it is sent in a form.
func (p *Pages) Certificates(c *fiber.Ctx) error {
	return p.certificates(c, http.StatusOK, layout.Form{})
}

func (p *Pages) certificates(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	q := credentials.RegisterQuery{Search: request.Text(c, "search"), State: request.Text(c, "state"), After: request.Query(c, "after")}
	if q.State == "" {
		q.State = request.Query(c, "state")
	}
	v, err := p.App.Credentials.Register(c.UserContext(), who, c.Params("slug"), q)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Certificates(s, v, f) })
}

// CertificatesCSV is all certificates of a course as a table to be taken along.
func (p *Pages) CertificatesCSV(c *fiber.Ctx) error {
	who, _ := actor(c)
	v, err := p.App.Credentials.WholeRegister(c.UserContext(), who, c.Params("slug"))
	if err != nil {
		return err
	}
	return respond.CSV(c, v.Course.Slug+"-certificates.csv", studio.CertificateTable(c.UserContext(), v))
}

// IssueAll has certificates issued to all who lack one and leads to where its progress can be seen.
func (p *Pages) IssueAll(c *fiber.Ctx) error {
	who, _ := actor(c)
	id, err := p.App.Credentials.IssueAll(c.UserContext(), who, c.Params("slug"))
	return p.running(c, id, err)
}

// TakeAll has all certificates put into one file and leads to where its progress can be seen.
func (p *Pages) TakeAll(c *fiber.Ctx) error {
	who, _ := actor(c)
	id, err := p.App.Credentials.TakeAll(c.UserContext(), who, c.Params("slug"), request.Text(c, "reason"))
	return p.running(c, id, err)
}

func (p *Pages) running(c *fiber.Ctx, run uuid.UUID, err error) error {
	if err != nil {
		f, status, err := form(c, err, "reason")
		if err != nil {
			return err
		}
		return p.certificates(c, status, f)
	}
	return respond.SeeOther(c, studioPath(c)+"/certificates/runs/"+run.String())
}

// CertificateRun is how far a run is. While it goes on the browser itself asks anew.
func (p *Pages) CertificateRun(c *fiber.Ctx) error {
	id, err := request.ID(c, "run")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Credentials.ShownRun(c.UserContext(), who, c.Params("slug"), id)
	if err != nil {
		return err
	}
	if v.FinishedAt == nil {
		c.Set("Refresh", lookAgain)
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return studio.CertificateRun(s, v) })
}

// BundleFile leads to the file of a run.
func (p *Pages) BundleFile(c *fiber.Ctx) error {
	id, err := request.ID(c, "run")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	address, err := p.App.Credentials.BundleAddress(c.UserContext(), who, c.Params("slug"), id)
	if err != nil {
		return err
	}
	return c.Redirect(address, http.StatusSeeOther)
}

// FiledCertificate is one certificate of a course, or of a volunteer's service, with its history.
func (p *Pages) FiledCertificate(c *fiber.Ctx) error {
	return p.filedCertificate(c, http.StatusOK, layout.Form{})
}

func (p *Pages) filedCertificate(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "certificate")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Credentials.Filed(c.UserContext(), who, c.Params("slug"), id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.FiledCertificate(s, v, f) })
}

// ChangeCertificate revokes a certificate, reissues it under a corrected name, or issues another one after a revocation.
func (p *Pages) ChangeCertificate(c *fiber.Ctx) error {
	id, err := request.ID(c, "certificate")
	if err != nil {
		return err
	}
	do := c.FormValue("do")
	to, err := p.changeCertificate(c, id, do)
	if err != nil {
		field := do + "_reason"
		f, status, err := form(c, err, "code", "name", field)
		if err != nil {
			return err
		}
		if key := f.Err("reason"); key != "" { // each form on the page has a reason of its own
			f.Errors[field] = key
			delete(f.Errors, "reason")
		}
		return p.filedCertificate(c, status, f)
	}
	if c.Params("slug") == "" {
		return p.done(c, "flash.certificate_"+do, "/admin/certificates/"+to.String())
	}
	return p.done(c, "flash.certificate_"+do, studioPath(c)+"/certificates/"+to.String())
}

func (p *Pages) changeCertificate(c *fiber.Ctx, id uuid.UUID, do string) (uuid.UUID, error) {
	who, _ := actor(c)
	ctx, slug, reason := c.UserContext(), c.Params("slug"), request.Text(c, do+"_reason")
	switch {
	case do == "revoke":
		return id, p.App.Credentials.Revoke(ctx, who, slug, id, credentials.Revocation{Code: c.FormValue("code"), Reason: reason})
	case slug == "": // who has served asks for another one themselves
	case do == "reissue":
		made, err := p.App.Credentials.Reissue(ctx, who, slug, id, credentials.Correction{Name: request.Text(c, "name"), Reason: reason})
		return made.ID, err
	case do == "anew":
		made, err := p.App.Credentials.IssueAnew(ctx, who, slug, id, reason)
		return made.ID, err
	}
	return id, fiber.ErrBadRequest
}

// CertificatesAtLarge finds certificates of whichever course. What is searched for may be a name, so it is sent in a form.
func (p *Pages) CertificatesAtLarge(c *fiber.Ctx) error {
	who, _ := actor(c)
	v, err := p.App.Credentials.AtLarge(c.UserContext(), who, request.Text(c, "search"))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return studio.CertificatesAtLarge(s, v) })
}
