package pages

import (
	"errors"
	"net/http"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/identity"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/account"
	"academy/handlers/views/layout"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// SignInForm asks who is there. Who has signed in already is led on.
func (p *Pages) SignInForm(c *fiber.Ctx) error {
	if request.Actor(c).Known() {
		return afterwards(c, "/me")
	}
	return p.signIn(c, http.StatusOK, layout.Form{})
}

func (p *Pages) signIn(c *fiber.Ctx, status int, f layout.Form) error {
	return p.show(c, status, func(s layout.Shell) templ.Component { return account.SignIn(s, f, request.Next(c)) })
}

// SignIn opens a session and leads to where one wanted to go.
func (p *Pages) SignIn(c *fiber.Ctx) error {
	if err := p.enter(c); err != nil {
		f, status, err := form(c, err, "email")
		if err != nil {
			return err
		}
		return p.signIn(c, status, f)
	}
	return afterwards(c, "/me")
}

// errWrong is a wrong password as a form tells it: people are shown the form again, where programs get a 401.
var errWrong = fault.New(fault.Invalid, identity.ErrWrongSignIn.Key)

// enter opens a session with the e-mail address and password of a form, in place of the one that may be open.
func (p *Pages) enter(c *fiber.Ctx) error {
	v, ctx := request.Of(c), c.UserContext()
	tokens, err := p.App.Identity.SignIn(ctx, request.Text(c, "email"), c.FormValue("password"), v.Address, identity.Web)
	if errors.Is(err, identity.ErrWrongSignIn) {
		return errWrong.Because(err)
	}
	if err != nil {
		return err
	}
	if v.Actor.Known() {
		if err := p.App.Identity.SignOut(ctx, v.Actor); err != nil {
			return err
		}
	}
	p.Jar.SetSession(c, tokens)
	return nil
}

// afterwards leads to where a visitor wanted to go before signing in, or to a page of ours.
func afterwards(c *fiber.Ctx, otherwise string) error {
	if next := request.Next(c); next != "" {
		return respond.Back(c, next)
	}
	return respond.SeeOther(c, otherwise)
}

// SignUpForm makes newcomers welcome.
func (p *Pages) SignUpForm(c *fiber.Ctx) error {
	if request.Actor(c).Known() {
		return afterwards(c, "/me")
	}
	return p.signUp(c, http.StatusOK, layout.Form{})
}

func (p *Pages) signUp(c *fiber.Ctx, status int, f layout.Form) error {
	return p.show(c, status, func(s layout.Shell) templ.Component { return account.SignUp(s, f, request.Next(c)) })
}

// SignUp makes an account and signs in.
func (p *Pages) SignUp(c *fiber.Ctx) error {
	_, err := p.App.Identity.Register(c.UserContext(), registration(c), request.Of(c).Address)
	switch {
	case err == nil:
		if err := p.enter(c); err != nil {
			return err
		}
	case !p.madeAlready(c, err):
		return p.signUpRefused(c, err)
	}
	p.Jar.SetFlash(c, "flash.signed_up")
	return afterwards(c, "/")
}

// madeAlready signs in whoever has sent the same form twice: the account is there, and its password is the one typed.
func (p *Pages) madeAlready(c *fiber.Ctx, err error) bool {
	return errors.Is(err, identity.ErrEmailTaken) && p.enter(c) == nil
}

func (p *Pages) signUpRefused(c *fiber.Ctx, err error) error {
	f, status, err := form(c, unagreed(c, err), "name", "email", "accept_terms", "accept_privacy", "age_confirmed")
	if err != nil {
		return err
	}
	return p.signUp(c, status, f)
}

func registration(c *fiber.Ctx) identity.Registration {
	return identity.Registration{
		Email: request.Text(c, "email"), Password: c.FormValue("password"), Name: request.Text(c, "name"), Locale: string(request.Lang(c)),
		AcceptTerms: agreed(c, "accept_terms") && agreed(c, "accept_privacy"), AgeConfirmed: agreed(c, "age_confirmed"),
	}
}

func agreed(c *fiber.Ctx, name string) bool { return c.FormValue(name) == "true" }

// unagreed marks the box that was left empty: the page asks for two agreements that an account knows as one.
func unagreed(c *fiber.Ctx, err error) error {
	f := fault.Of(err)
	if f.Fields["accept_terms"] == "" || agreed(c, "accept_privacy") {
		return err
	}
	marked := map[string]string{"accept_privacy": "web.privacy_needed"}
	for name, key := range f.Fields {
		if name != "accept_terms" || !agreed(c, name) {
			marked[name] = key
		}
	}
	return fault.Fields(marked)
}

// SignOut ends the session. It needs no one to be signed in: a session that has run out is ended as well.
func (p *Pages) SignOut(c *fiber.Ctx) error {
	if who := request.Actor(c); who.Known() {
		if err := p.App.Identity.SignOut(c.UserContext(), who); err != nil {
			return err
		}
	}
	p.Jar.ClearSession(c)
	return p.done(c, "flash.signed_out", "/")
}

// ForgotForm asks for the address to send a link to.
func (p *Pages) ForgotForm(c *fiber.Ctx) error { return p.forgot(c, http.StatusOK, layout.Form{}) }

func (p *Pages) forgot(c *fiber.Ctx, status int, f layout.Form) error {
	return p.show(c, status, func(s layout.Shell) templ.Component { return account.Forgot(s, f) })
}

// Forgot mails the link. The answer is the same whether or not there is such an account.
func (p *Pages) Forgot(c *fiber.Ctx) error {
	err := p.App.Identity.RequestReset(c.UserContext(), request.Text(c, "email"), request.Of(c).Address)
	if err != nil {
		f, status, err := form(c, err, "email")
		if err != nil {
			return err
		}
		return p.forgot(c, status, f)
	}
	return p.sent(c, http.StatusOK, account.ResetSent)
}

func (p *Pages) sent(c *fiber.Ctx, status int, key string) error {
	return p.show(c, status, func(s layout.Shell) templ.Component { return account.Sent(s, key) })
}

// ResetForm asks for the new password.
func (p *Pages) ResetForm(c *fiber.Ctx) error {
	return p.reset(c, http.StatusOK, layout.Form{}, request.Query(c, "token"))
}

func (p *Pages) reset(c *fiber.Ctx, status int, f layout.Form, token string) error {
	return p.show(c, status, func(s layout.Shell) templ.Component { return account.Reset(s, f, token) })
}

// Reset sets the new password by a mailed link, which ends all sessions.
func (p *Pages) Reset(c *fiber.Ctx) error {
	token := request.Text(c, "token")
	err := p.App.Identity.ResetPassword(c.UserContext(), token, c.FormValue("password"))
	if errors.Is(err, identity.ErrLinkExpired) {
		return p.sent(c, http.StatusUnprocessableEntity, account.LinkOld)
	}
	if err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.reset(c, status, f, token)
	}
	p.signedOut(c)
	return p.sent(c, http.StatusOK, account.PasswordSet)
}

// signedOut makes the rest of a request a stranger's.
func (p *Pages) signedOut(c *fiber.Ctx) {
	p.Jar.ClearSession(c)
	v := request.Of(c)
	v.Actor, v.CSRF = access.Actor{}, ""
}

// ConfirmForm stands behind a mailed link: programs that look through mails open links, and must not confirm.
func (p *Pages) ConfirmForm(c *fiber.Ctx) error {
	token := request.Query(c, "token")
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return account.Confirm(s, layout.Form{}, token) })
}

// Confirm notes that the address is its holder's.
func (p *Pages) Confirm(c *fiber.Ctx) error {
	err := p.App.Identity.ConfirmEmail(c.UserContext(), request.Text(c, "token"))
	if errors.Is(err, identity.ErrLinkExpired) {
		return p.sent(c, http.StatusUnprocessableEntity, account.LinkOld)
	}
	if err != nil {
		return err
	}
	return p.sent(c, http.StatusOK, account.Confirmed)
}
