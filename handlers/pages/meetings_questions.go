package pages

import (
	"errors"
	"net/http"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/participation/meetings"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/meeting"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// PutQuestion puts a question beforehand.
func (p *Pages) PutQuestion(c *fiber.Ctx) error {
	return p.onMeeting(c, "flash.question_put", func(who access.Actor, id uuid.UUID) error {
		err := p.App.Meetings.Put(c.UserContext(), who, id, request.Text(c, "question"), request.Text(c, "question_consent") != "")
		if errors.Is(err, meetings.ErrConsent) {
			consent := *meetings.ErrConsent
			consent.Fields = map[string]string{"question_consent": meetings.ErrConsent.Key}
			return &consent
		}
		return err
	}, "question", "question_consent")
}

// VoteQuestion votes for a question, or takes that back.
func (p *Pages) VoteQuestion(c *fiber.Ctx) error {
	question, err := request.ID(c, "question")
	if err != nil {
		return err
	}
	if request.Text(c, "do") == "withdraw" {
		return p.onMeeting(c, "flash.question_unvoted", func(who access.Actor, id uuid.UUID) error {
			return p.App.Meetings.Unvote(c.UserContext(), who, id, question)
		})
	}
	return p.onMeeting(c, "flash.question_voted", func(who access.Actor, id uuid.UUID) error {
		return p.App.Meetings.Vote(c.UserContext(), who, id, question, false)
	})
}

// RemoveQuestion takes one's own question away.
func (p *Pages) RemoveQuestion(c *fiber.Ctx) error {
	question, err := request.ID(c, "question")
	if err != nil {
		return err
	}
	return p.onMeeting(c, "flash.question_removed", func(who access.Actor, id uuid.UUID) error {
		return p.App.Meetings.RemoveQuestion(c.UserContext(), who, id, question)
	})
}

// ReportQuestion brings a question before a moderator.
func (p *Pages) ReportQuestion(c *fiber.Ctx) error {
	question, err := request.ID(c, "question")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	if err := p.App.Voice.ReportQuestion(c.UserContext(), who, id, question, request.Text(c, "report")); err != nil {
		f, status, err := form(c, err, "report")
		if err != nil {
			return err
		}
		f.Values["of"] = question.String()
		return p.meeting(c, status, named(f, "reason", "report"))
	}
	return p.done(c, "flash.reported", "/events/"+id.String())
}

// MeetingQuestions is the questions of a meeting before those who look after it.
func (p *Pages) MeetingQuestions(c *fiber.Ctx) error {
	return p.meetingQuestions(c, http.StatusOK, layout.Form{})
}

func (p *Pages) meetingQuestions(c *fiber.Ctx, status int, f layout.Form) error {
	v, err := p.shownMeeting(c)
	if err != nil {
		return err
	}
	who, lang := actor(c)
	asked, err := p.App.Meetings.Questions(c.UserContext(), who, v.ID, request.Query(c, "cursor"))
	if err != nil {
		return err
	}
	reasons, err := p.App.Meetings.Reasons(c.UserContext(), lang)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return meeting.Questions(s, v, asked, reasons, f) })
}

// DecideQuestion answers a question, hides it with a reason, or shows it again.
func (p *Pages) DecideQuestion(c *fiber.Ctx) error {
	who, _ := actor(c)
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	question, err := request.ID(c, "question")
	if err != nil {
		return err
	}
	switch request.Text(c, "do") {
	case "answer":
		err = p.App.Meetings.AnswerQuestion(c.UserContext(), who, id, question, request.Text(c, "answer"))
	case "hide":
		err = p.App.Voice.HideQuestion(c.UserContext(), who, id, question, request.Text(c, "code"), request.Text(c, "reason"))
	case "show":
		err = p.App.Voice.ShowQuestion(c.UserContext(), who, id, question)
	default:
		err = fault.ErrMissing
	}
	if err != nil {
		f, status, err := form(c, err, "answer", "code", "reason")
		if err != nil {
			return err
		}
		f.Values["of"] = question.String()
		return p.meetingQuestions(c, status, f)
	}
	return p.done(c, "flash.saved", meetingDesk(id, "/questions"))
}
