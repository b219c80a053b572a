package api

import (
	"context"
	"net/http"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/volunteering"

	"github.com/google/uuid"
)

type attendanceInput struct {
	ID string `path:"id" format:"uuid"`
	payload[AttendanceClaim]
}

type deskInput struct {
	ID  string `path:"id" format:"uuid"`
	Day string `query:"day" doc:"Today where it is left out."`
	Q   string `query:"q" doc:"A part of a name."`
}

type markInput struct {
	ID         string `path:"id" format:"uuid"`
	Assignment string `path:"assignment" format:"uuid"`
	payload[AttendanceMark]
}

type undoInput struct {
	ID         string `path:"id" format:"uuid"`
	Assignment string `path:"assignment" format:"uuid"`
}

type walkInInput struct {
	ID string `path:"id" format:"uuid"`
	payload[WalkIn]
}

type hoursInput struct {
	State    string `query:"state" enum:"waiting,approved"`
	Activity string `query:"activity"`
	Cursor   string `query:"cursor" doc:"next of the page before."`
}

type correctionInput struct {
	ID string `path:"id" format:"uuid"`
	payload[HoursCorrection]
}

// volunteerDayRoutes is every operation of the day of a shift, and of hours.
func (s *API) volunteerDayRoutes() {
	answer(s, operation{post, "/me/shifts/{id}/attendance", access.Learn, "claimAttendance", "Check in to my shift, or out of it, by what is shown on the spot; twice is once", []int{unknown, busy, slow}}, fine, s.claimAttendance)
	answer(s, operation{get, "/me/hours", access.Learn, "myHours", "My volunteer hours", nil}, fine, s.myHours)
	act(s, operation{post, "/me/hours/proof", access.Learn, "askProof", "Have my approved hours certified; the certificate is among mine once it is made", []int{busy}}, s.askProof)
	act(s, operation{put, "/me/volunteering/portal", access.Learn, "setPortal", "Consent to my hours being sent to the national volunteer portal", nil}, s.setPortal)
	act(s, operation{remove, "/me/volunteering/portal", access.Learn, "dropPortal", "Withdraw that consent", nil}, s.dropPortal)
	answer(s, operation{get, "/coord/activities/{id}/attendance", access.Coordinate, "attendance", "Who is expected on a day, and the code of now", []int{unknown}}, fine, s.attendance)
	act(s, operation{post, "/coord/activities/{id}/attendance/{assignment}/marks", access.Coordinate, "markAttendance", "Note what has become of somebody", []int{unknown, busy}}, s.markAttendance)
	act(s, operation{remove, "/coord/activities/{id}/attendance/{assignment}/marks/last", access.Coordinate, "undoAttendance", "Take the last mark back", []int{unknown, busy}}, s.undoAttendance)
	act(s, operation{post, "/coord/activities/{id}/walk-ins", access.Coordinate, "walkIn", "Add somebody on the spot and check them in", []int{unknown, busy}}, s.walkIn)
	answer(s, operation{get, "/coord/hours", access.Coordinate, "hours", "Volunteers' hours, the newest first", nil}, fine, s.hours)
	answer(s, operation{post, "/coord/hours/approvals", access.Coordinate, "approveHours", "Approve a line, or all that wait in an activity; twice is once", []int{unknown, busy}}, fine, s.approveHours)
	answer(s, operation{post, "/coord/hours/{id}/corrections", access.Coordinate, "correctHours", "Take hours back and write others in their place", []int{unknown, busy}}, created, s.correctHours)
	answer(s, operation{post, "/coord/hours/exports", access.Coordinate, "exportHours", "Take approved hours to the national volunteer portal, each once", []int{busy}}, created, s.exportHours)
	answer(s, operation{get, "/coord/hours/exports/{id}", access.Coordinate, "hoursExport", "An export, as often as one likes", []int{unknown}}, fine, s.hoursExport)
}

func (s *API) claimAttendance(ctx context.Context, who caller, in *attendanceInput) (*reply[OwnAttendance], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	claim, err := in.read()
	if err != nil {
		return nil, err
	}
	proof := volunteering.Proof{}
	switch {
	case claim.Token != nil:
		v, err := s.app.Volunteering.ReadCode(ctx, who.Actor, *claim.Token)
		if err != nil {
			return nil, err
		}
		proof.Ticket = v.Ticket
	case claim.Code != nil:
		proof.Code = *claim.Code
	default:
		return nil, fault.Field("code", "api.wrong_type")
	}
	m, err := s.app.Volunteering.CheckIn(ctx, who.Actor, id, claim.Do, proof)
	if err != nil {
		return nil, err
	}
	return ok(OwnAttendance{Assignment: m.ID, State: m.State, CameAt: utc(m.Came), LeftAt: utc(m.Left)})
}

func (s *API) myHours(ctx context.Context, who caller, _ *nothing) (*reply[MyHours], error) {
	v, err := s.app.Volunteering.MyHours(ctx, who.Actor)
	if err != nil {
		return nil, err
	}
	lang := string(who.say.Lang)
	return ok(MyHours{Approved: v.Total, Waiting: v.Waiting, Items: each(v.Rows, func(r volunteering.HoursRow) HoursEntry { return hoursEntry(r, lang) })})
}

func hoursEntry(r volunteering.HoursRow, lang string) HoursEntry {
	v := HoursEntry{
		ID: r.ID, Activity: r.Activity, Title: r.Title.In(lang), Duty: r.Duty.In(lang), StartsAt: r.Starts.UTC(), EndsAt: r.Ends.UTC(), Planned: r.Planned, Checked: r.Checked,
		Factor: r.Factor, State: "waiting", ApprovedAt: utc(r.GrantedAt), Correction: r.Corrected,
	}
	if r.Approved {
		v.State, v.Credited = "approved", r.Granted
	}
	return v
}

func (s *API) askProof(ctx context.Context, who caller, _ *nothing) error {
	return s.app.Volunteering.AskProof(ctx, who.Actor)
}

func (s *API) setPortal(ctx context.Context, who caller, in *payload[PortalConsent]) error {
	said, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Volunteering.SetPortal(ctx, who.Actor, said.Member, said.Consent)
}

func (s *API) dropPortal(ctx context.Context, who caller, _ *nothing) error {
	return s.app.Volunteering.DropPortal(ctx, who.Actor)
}

func (s *API) attendance(ctx context.Context, who caller, in *deskInput) (*reply[Desk], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	day, err := time.ParseInLocation(time.DateOnly, in.Day, locale.Seoul())
	if err != nil {
		day = time.Time{}
	}
	v, err := s.app.Volunteering.Desk(ctx, who.Actor, id, day, clean(in.Q))
	if err != nil {
		return nil, err
	}
	desk := Desk{
		Day: v.Day.Format(time.DateOnly), Code: present(v.Code), URL: present(v.Address), Renews: int(v.Left.Milliseconds()), Here: v.Here, Missing: v.Missing, People: []DeskPerson{},
	}
	for _, shift := range v.Shifts {
		desk.People = append(desk.People, each(shift.People, func(p volunteering.DeskPerson) DeskPerson {
			return DeskPerson{
				ID: p.ID, Volunteer: p.Citizen, Name: p.Name, Shift: shift.ID, StartsAt: p.Starts.UTC(), EndsAt: p.Ends.UTC(), Duty: p.Duty.In(string(who.say.Lang)), State: p.State,
				Late: p.Late, CameAt: utc(p.Came), LeftAt: utc(p.Left), Marks: each(p.Marks, func(m volunteering.Mark) string { return string(m) }), Undoable: p.Undoable,
			}
		})...)
	}
	return ok(desk)
}

// pair reads two IDs out of an address.
func pair(first, second string) (a, b uuid.UUID, err error) {
	if a, err = identifier(first); err == nil {
		b, err = identifier(second)
	}
	return a, b, err
}

func (s *API) markAttendance(ctx context.Context, who caller, in *markInput) error {
	activity, id, err := pair(in.ID, in.Assignment)
	if err != nil {
		return err
	}
	said, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Volunteering.MarkSeat(ctx, who.Actor, activity, id, volunteering.Mark(said.Mark))
}

func (s *API) undoAttendance(ctx context.Context, who caller, in *undoInput) error {
	activity, id, err := pair(in.ID, in.Assignment)
	if err != nil {
		return err
	}
	return s.app.Volunteering.UndoMark(ctx, who.Actor, activity, id)
}

func (s *API) walkIn(ctx context.Context, who caller, in *walkInInput) error {
	id, err := identifier(in.ID)
	if err != nil {
		return err
	}
	said, err := in.read()
	if err != nil {
		return err
	}
	return s.app.Volunteering.WalkIn(ctx, who.Actor, id, said.Need, said.Volunteer, said.Reason)
}

func (s *API) hours(ctx context.Context, who caller, in *hoursInput) (*reply[List[VolunteerHours]], error) {
	activity, _ := uuid.Parse(in.Activity) // what is none asks for all
	v, err := s.app.Volunteering.Hours(ctx, who.Actor, volunteering.HoursQuery{State: in.State, Activity: activity, After: in.Cursor})
	if err != nil {
		return nil, err
	}
	lang := string(who.say.Lang)
	return ok(listOf(v.Rows, v.Next, func(r volunteering.HoursRow) VolunteerHours {
		return VolunteerHours{HoursEntry: hoursEntry(r, lang), Volunteer: r.Citizen, Name: r.Name, Due: r.Due, Exported: r.Exported}
	}))
}

func (s *API) approveHours(ctx context.Context, who caller, in *payload[HoursApproval]) (*reply[Approved], error) {
	said, err := in.read()
	if err != nil {
		return nil, err
	}
	var line, activity uuid.UUID
	switch {
	case said.Line != nil:
		line = *said.Line
	case said.Activity != nil:
		activity = *said.Activity
	default:
		return nil, fault.Field("line", "api.wrong_type")
	}
	n, err := s.app.Volunteering.Approve(ctx, who.Actor, line, activity)
	if err != nil {
		return nil, err
	}
	return ok(Approved{Lines: n})
}

func (s *API) correctHours(ctx context.Context, who caller, in *correctionInput) (*reply[HoursLine], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	said, err := in.read()
	if err != nil {
		return nil, err
	}
	factor := 0
	if said.Factor != nil {
		factor = *said.Factor
	} else {
		now, err := s.app.Volunteering.OneHours(ctx, who.Actor, id)
		if err != nil {
			return nil, err
		}
		factor = now.Factor
	}
	line, err := s.app.Volunteering.CorrectHours(ctx, who.Actor, id, volunteering.HoursCorrection{Minutes: said.Minutes, Factor: factor, Reason: said.Reason})
	if err != nil {
		return nil, err
	}
	return &reply[HoursLine]{http.StatusCreated, HoursLine{ID: line}}, nil
}

func (s *API) exportHours(ctx context.Context, who caller, _ *nothing) (*reply[PortalExport], error) {
	id, err := s.app.Volunteering.ExportHours(ctx, who.Actor)
	if err != nil {
		return nil, err
	}
	v, err := s.portalExport(ctx, who, id)
	if err != nil {
		return nil, err
	}
	return &reply[PortalExport]{http.StatusCreated, v}, nil
}

func (s *API) hoursExport(ctx context.Context, who caller, in *idInput) (*reply[PortalExport], error) {
	id, err := identifier(in.ID)
	if err != nil {
		return nil, err
	}
	v, err := s.portalExport(ctx, who, id)
	if err != nil {
		return nil, err
	}
	return ok(v)
}

func (s *API) portalExport(ctx context.Context, who caller, id uuid.UUID) (PortalExport, error) {
	x, lines, err := s.app.Volunteering.PortalFile(ctx, who.Actor, id)
	lang := string(who.say.Lang)
	return PortalExport{ID: x.ID, MadeAt: x.At.UTC(), Rows: x.Rows, Minutes: x.Minutes, Lines: each(lines, func(l volunteering.PortalLine) PortalLine {
		return PortalLine{
			Entry: l.Entry, Member: l.Member, Name: l.Name, Activity: l.Title.In(lang), Day: l.Day.Format(time.DateOnly), StartsAt: l.Starts.UTC(), EndsAt: l.Ends.UTC(), Minutes: l.Minutes,
		}
	})}, err
}
