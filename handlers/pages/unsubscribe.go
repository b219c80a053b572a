package pages

import (
	"net/http"

	"academy/app/notify"
	"academy/handlers/request"
	"academy/handlers/views/account"
	"academy/handlers/views/layout"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// LeaveForm stands behind the link with which a mail can be stopped: programs that look through mails open links, and must
// not stop anything.
func (p *Pages) LeaveForm(c *fiber.Ctx) error {
	token := request.Query(c, "t")
	v, err := p.App.Notify.Subscription(c.UserContext(), token)
	if err != nil {
		return err
	}
	return p.left(c, v, token)
}

// Leave stops the mails of which somebody holds a link, or lets them come again. Mail programs post here by themselves
// (RFC 8058), without a cookie; the link in the query is all they have.
func (p *Pages) Leave(c *fiber.Ctx) error {
	token := request.Query(c, "t")
	v, err := p.App.Notify.Subscribe(c.UserContext(), token, request.Text(c, "do") == "back")
	if err != nil {
		return err
	}
	return p.left(c, v, token)
}

func (p *Pages) left(c *fiber.Ctx, v notify.Subscription, token string) error {
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return account.Leave(s, v, token) })
}
