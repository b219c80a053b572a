package guard

import (
	"net/http"
	"time"

	"academy/handlers/request"
	"academy/handlers/respond"

	"github.com/gofiber/fiber/v2"
)

// Guesses stops whoever tries one code after another: an address that has named more than so many a minute that show
// nothing is not answered for a while, right codes included. Each process counts for itself and in memory.
type Guesses struct{ wrong *minutes }

// NewGuesses takes how many wrong codes a minute are let pass.
func NewGuesses(most int) *Guesses { return &Guesses{newMinutes(most)} }

// Count lets h answer, and counts where it has found nothing.
func (g *Guesses) Count(h fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		address := request.Of(c).Address
		if wait := g.wrong.full(address, time.Now()); wait > 0 {
			return ErrRate.After(int(wait/time.Second) + 1)
		}
		err := h(c)
		status := c.Response().StatusCode()
		if err != nil {
			status = respond.StatusOf(err)
		}
		if status == http.StatusNotFound || status == http.StatusGone {
			g.wrong.count(address, time.Now())
		}
		return err
	}
}
