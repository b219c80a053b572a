package pages

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"academy/app/authoring"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// Captions is the captions of a lecture beside its film.
func (p *Pages) Captions(c *fiber.Ctx) error {
	return p.captions(c, http.StatusOK, layout.Form{}, studio.Returned{})
}

func (p *Pages) captions(c *fiber.Ctx, status int, f layout.Form, back studio.Returned) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Authoring.Captions(c.UserContext(), who, c.Params("slug"), id)
	if err != nil {
		return err
	}
	if at, err := strconv.Atoi(c.Query("at")); err == nil && at > 0 && v.VideoURL != "" {
		v.VideoURL += "#t=" + strconv.Itoa(at) // where the browser begins to play
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Captions(s, v, f, back) })
}

// SetCaptions keeps captions. What cannot be taken comes back as it was sent, with what is wrong by line.
func (p *Pages) SetCaptions(c *fiber.Ctx) error { return p.setCaptions(c, captionsSent(c)) }

// ShiftCaptions keeps captions that are moved in time.
func (p *Pages) ShiftCaptions(c *fiber.Ctx) error {
	sent := captionsSent(c)
	seconds, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(request.Text(c, "seconds_"+sent.Lang)), ",", "."), 64)
	if err != nil || math.IsNaN(seconds) || math.Abs(seconds) > mostSeconds {
		seconds = 0 // which moves nothing
	}
	sent.Shift = &authoring.CaptionsShift{By: time.Duration(math.Round(seconds*1000)) * time.Millisecond, From: whole(c, "from_"+sent.Lang)}
	return p.setCaptions(c, sent)
}

// mostSeconds is more than any film has, and still a time.
const mostSeconds = 1e6

func captionsSent(c *fiber.Ctx) authoring.CaptionsChange {
	return authoring.CaptionsChange{Lang: c.FormValue("lang"), Text: c.FormValue("captions"), Was: c.FormValue("was")}
}

func (p *Pages) setCaptions(c *fiber.Ctx, change authoring.CaptionsChange) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	problems, err := p.App.Authoring.SetCaptions(c.UserContext(), who, c.Params("slug"), id, change)
	if err != nil {
		f, status, err := form(c, err, "seconds_"+change.Lang, "from_"+change.Lang)
		if err != nil {
			return err
		}
		return p.captions(c, status, f, studio.Returned{CaptionsChange: change, Problems: problems})
	}
	return p.done(c, "flash.saved", studioPath(c)+"/lessons/"+id.String()+"/captions#c-"+change.Lang)
}
