package pages

import (
	"net/http"
	"slices"

	"academy/app/identity"
	"academy/app/locale"
	"academy/handlers/cookie"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/account"
	"academy/handlers/views/layout"
	"academy/handlers/views/site"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

const settingsPath = "/me/settings"

// Settings is one's account.
func (p *Pages) Settings(c *fiber.Ctx) error { return p.settings(c, http.StatusOK, layout.Form{}) }

func (p *Pages) settings(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	profile, err := p.App.Identity.Profile(c.UserContext(), who)
	if err != nil {
		return err
	}
	preferences, err := p.App.Notify.Preferences(c.UserContext(), who)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return account.Settings(s, profile, preferences, f) })
}

// SaveProfile changes name, language and time zone, and answers in the language that was chosen.
func (p *Pages) SaveProfile(c *fiber.Ctx) error {
	who, _ := actor(c)
	change := identity.ProfileChange{Name: request.Text(c, "name"), Locale: request.Text(c, "locale"), TimeZone: request.Text(c, "time_zone")}
	if err := p.App.Identity.UpdateProfile(c.UserContext(), who, change); err != nil {
		f, status, err := form(c, err, "name", "locale", "time_zone")
		if err != nil {
			return err
		}
		return p.settings(c, status, f)
	}
	if change.Locale != who.Locale {
		request.Of(c).Lang = locale.Parse(change.Locale)
	}
	return p.done(c, "flash.saved", settingsPath)
}

// SaveNotices keeps how one wants to hear of things: each kind stands under in_app where it is wanted, and has a field of
// its own that says how it is mailed.
func (p *Pages) SaveNotices(c *fiber.Ctx) error {
	who, _ := actor(c)
	choices, err := p.App.Notify.Preferences(c.UserContext(), who)
	if err != nil {
		return err
	}
	inApp := request.All(c, "in_app")
	for i := range choices {
		choice := &choices[i]
		how := request.Text(c, "mail_"+choice.Kind)
		choice.InApp, choice.Mail = slices.Contains(inApp, choice.Kind), how == "each" || how == "digest"
		if choice.Mail { // whoever takes mails again later gets them as before
			choice.Digest = how == "digest"
		}
	}
	if err := p.App.Notify.SetPreferences(c.UserContext(), who, choices); err != nil {
		return err
	}
	p.badges.read(who)
	return p.done(c, "flash.saved", settingsPath)
}

// PasswordForm asks for the old and the new password.
func (p *Pages) PasswordForm(c *fiber.Ctx) error { return p.password(c, http.StatusOK, layout.Form{}) }

func (p *Pages) password(c *fiber.Ctx, status int, f layout.Form) error {
	return p.show(c, status, func(s layout.Shell) templ.Component { return account.Password(s, f) })
}

// ChangePassword replaces the password; other devices are signed out.
func (p *Pages) ChangePassword(c *fiber.Ctx) error {
	who, _ := actor(c)
	if err := p.App.Identity.ChangePassword(c.UserContext(), who, c.FormValue("current"), c.FormValue("next")); err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.password(c, status, f)
	}
	return p.done(c, "flash.password_changed", settingsPath)
}

// EndSession signs another device out.
func (p *Pages) EndSession(c *fiber.Ctx) error {
	id, err := uuid.Parse(c.FormValue("id"))
	if err != nil {
		return fiber.ErrNotFound
	}
	who, _ := actor(c)
	if err := p.App.Identity.EndSession(c.UserContext(), who, id); err != nil {
		return err
	}
	return p.done(c, "flash.session_ended", settingsPath)
}

// SignOutEverywhere ends all sessions, this one too.
func (p *Pages) SignOutEverywhere(c *fiber.Ctx) error {
	who, _ := actor(c)
	if err := p.App.Identity.SignOutEverywhere(c.UserContext(), who); err != nil {
		return err
	}
	p.Jar.ClearSession(c)
	return p.done(c, "flash.signed_out_everywhere", "/login")
}

// ResendConfirmation mails the link again that confirms one's address.
func (p *Pages) ResendConfirmation(c *fiber.Ctx) error {
	who, _ := actor(c)
	if err := p.App.Identity.ResendConfirmation(c.UserContext(), who); err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.settings(c, status, f)
	}
	return p.done(c, "flash.confirmation_sent", settingsPath)
}

// Notices lists what has happened.
func (p *Pages) Notices(c *fiber.Ctx) error {
	who, lang := actor(c)
	who.Locale = string(lang) // the page speaks the language of its address
	notices, err := p.App.Notify.Notices(c.UserContext(), who, request.Query(c, "cursor"))
	if err != nil {
		return err
	}
	p.badges.unread.Set(who.ID, notices.Unread)
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return account.Notices(s, notices) })
}

// MarkRead marks all notices as read.
func (p *Pages) MarkRead(c *fiber.Ctx) error {
	who, _ := actor(c)
	if err := p.App.Notify.MarkRead(c.UserContext(), who); err != nil {
		return err
	}
	p.badges.read(who)
	return p.done(c, "flash.read", "/me/notifications")
}

// View is the page of display settings. It leads back to the page that one came from.
func (p *Pages) View(c *fiber.Ctx) error {
	_, back := request.Split(request.Back(c, p.BaseURL))
	if back == "" || back == "/settings/view" {
		back = "/"
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return site.View(s, back) })
}

// SaveView keeps the display settings in the browser.
func (p *Pages) SaveView(c *fiber.Ctx) error {
	p.Jar.SetView(c, cookie.View{Size: c.FormValue("size"), Mode: c.FormValue("mode")})
	return respond.Back(c, c.FormValue("back"))
}
