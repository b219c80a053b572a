package pages

import (
	"net/http"
	"strconv"
	"time"

	"academy/app/locale"
	"academy/app/volunteering"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/coord"
	"academy/handlers/views/layout"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

const (
	hoursPath   = "/coord/hours"
	exportsPath = "/coord/hours/exports"
)

// hoursQuery reads which hours are asked for; those that wait, where nothing is said.
func hoursQuery(c *fiber.Ctx) volunteering.HoursQuery {
	q := volunteering.HoursQuery{State: request.Query(c, "state"), After: request.Query(c, "after")}
	switch q.State {
	case "":
		q.State = "waiting"
	case "all":
		q.State = ""
	}
	q.Activity, _ = uuid.Parse(request.Query(c, "activity")) // what is none asks for all
	return q
}

// Hours is the ledger of volunteers' hours.
func (p *Pages) Hours(c *fiber.Ctx) error { return p.hours(c, http.StatusOK, layout.Form{}) }

func (p *Pages) hours(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	v, err := p.App.Volunteering.Hours(c.UserContext(), who, hoursQuery(c))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.Hours(s, v, f) })
}

// ApproveHours credits one line, or all of an activity.
func (p *Pages) ApproveHours(c *fiber.Ctx) error {
	who, _ := actor(c)
	line, errLine := uuid.Parse(request.Text(c, "line"))
	activity, errActivity := uuid.Parse(request.Text(c, "activity"))
	if errLine != nil && errActivity != nil {
		return fiber.ErrBadRequest
	}
	if _, err := p.App.Volunteering.Approve(c.UserContext(), who, line, activity); err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.hours(c, status, f)
	}
	path := hoursPath
	if back, err := uuid.Parse(request.Text(c, "back")); err == nil {
		path += "?activity=" + back.String()
	}
	return p.done(c, "flash.hours_approved", path)
}

// SetHoursRule says how much of a day counts.
func (p *Pages) SetHoursRule(c *fiber.Ctx) error {
	who, _ := actor(c)
	hours, err := strconv.ParseFloat(request.Text(c, "day_hours"), 64)
	if err != nil || hours < 0 || hours > 24 {
		hours = -1
	}
	if err := p.App.Volunteering.SetDayMinutes(c.UserContext(), who, int(hours*60)); err != nil {
		f, status, err := form(c, err, "day_hours")
		if err != nil {
			return err
		}
		if wrong := f.Errors["day_minutes"]; wrong != "" {
			f.Errors = map[string]string{"day_hours": "volunteering.hours_of_day"}
		}
		return p.hours(c, status, f)
	}
	return p.done(c, "flash.saved", hoursPath)
}

// HoursLine is one line of the ledger with its history.
func (p *Pages) HoursLine(c *fiber.Ctx) error { return p.hoursLine(c, http.StatusOK, layout.Form{}) }

func (p *Pages) hoursLine(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "line")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Volunteering.OneHours(c.UserContext(), who, id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.HoursLine(s, v, f) })
}

// CorrectHours writes other hours in the place of a line.
func (p *Pages) CorrectHours(c *fiber.Ctx) error {
	id, err := request.ID(c, "line")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	correction := volunteering.HoursCorrection{Minutes: number(c, "minutes"), Factor: number(c, "factor"), Reason: request.Text(c, "reason")}
	if request.Text(c, "minutes") == "" {
		correction.Minutes = -1
	}
	made, err := p.App.Volunteering.CorrectHours(c.UserContext(), who, id, correction)
	if err != nil {
		f, status, err := form(c, err, "minutes", "factor", "reason")
		if err != nil {
			return err
		}
		return p.hoursLine(c, status, f)
	}
	return p.done(c, "flash.hours_corrected", hoursPath+"/"+made.String())
}

// HoursCSV is the hours that are asked for as a table.
func (p *Pages) HoursCSV(c *fiber.Ctx) error {
	who, lang := actor(c)
	list, err := p.App.Volunteering.AllHours(c.UserContext(), who, hoursQuery(c))
	if err != nil {
		return err
	}
	say := p.App.Messages.Printer(lang, "")
	rows := [][]string{coord.HoursHeads(say, "person", "activity", "duty", "day", "from", "until", "planned", "checked", "factor", "granted", "reason")}
	for _, r := range list {
		granted := ""
		if r.Approved {
			granted = strconv.Itoa(r.Granted)
		}
		rows = append(rows, []string{
			r.Name, r.Title.In(string(lang)), r.Duty.In(string(lang)), inSeoul(r.Starts, time.DateOnly), inSeoul(r.Starts, "15:04"), inSeoul(r.Ends, "15:04"),
			strconv.Itoa(r.Planned), strconv.Itoa(r.Checked), strconv.Itoa(r.Factor), granted, r.Corrected,
		})
	}
	return respond.CSV(c, "hours.csv", rows)
}

func inSeoul(t time.Time, form string) string { return t.In(locale.Seoul()).Format(form) }

// HoursExports is what was taken to the national volunteer portal.
func (p *Pages) HoursExports(c *fiber.Ctx) error {
	return p.hoursExports(c, http.StatusOK, layout.Form{})
}

func (p *Pages) hoursExports(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	v, err := p.App.Volunteering.PortalExports(c.UserContext(), who, request.Query(c, "after"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.HoursExports(s, v, f) })
}

// ExportHours takes what was not taken yet.
func (p *Pages) ExportHours(c *fiber.Ctx) error {
	who, _ := actor(c)
	if _, err := p.App.Volunteering.ExportHours(c.UserContext(), who); err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.hoursExports(c, status, f)
	}
	return p.done(c, "flash.hours_exported", exportsPath)
}

// HoursExport is an export as the portal reads it.
func (p *Pages) HoursExport(c *fiber.Ctx) error {
	id, err := request.ID(c, "export")
	if err != nil {
		return err
	}
	who, lang := actor(c)
	_, lines, err := p.App.Volunteering.PortalFile(c.UserContext(), who, id)
	if err != nil {
		return err
	}
	say := p.App.Messages.Printer(lang, "")
	rows := [][]string{coord.HoursHeads(say, "member", "person", "activity", "place", "day", "from", "until", "minutes", "entry")}
	for _, l := range lines {
		rows = append(rows, []string{
			l.Member, l.Name, l.Title.In(string(lang)), l.Place.In(string(lang)), l.Day.Format(time.DateOnly), inSeoul(l.Starts, "15:04"), inSeoul(l.Ends, "15:04"),
			strconv.Itoa(l.Minutes), l.Entry.String(),
		})
	}
	return respond.CSV(c, "portal-"+id.String()+".csv", rows)
}
