package pages

import (
	"context"
	"net/http"
	"strconv"

	"academy/app/access"
	"academy/app/fault"
	"academy/handlers/request"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// playlistType is the media type of HLS playlists.
const playlistType = "application/vnd.apple.mpegurl"

// Rungs lists the sizes in which a lecture can be played.
func (p *Pages) Rungs(c *fiber.Ctx) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	list, err := p.App.Learning.Rungs(c.UserContext(), who, c.Params("slug"), id)
	return playlist(c, list, err)
}

// Rung lists the pieces of one of them.
func (p *Pages) Rung(c *fiber.Ctx) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	side, err := strconv.Atoi(c.Params("side"))
	if err != nil || side < 1 || side > 1<<15 {
		return fault.ErrMissing
	}
	who, _ := actor(c)
	list, err := p.App.Learning.Rung(c.UserContext(), who, c.Params("slug"), id, side)
	return playlist(c, list, err)
}

func playlist(c *fiber.Ctx, list []byte, err error) error {
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, playlistType)
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Send(list)
}

// VideoFile leads to the one file of a lecture, at an address that has just been made: those in a page run out.
func (p *Pages) VideoFile(c *fiber.Ctx) error { return p.file(c, p.App.Learning.VideoAddress) }

// SoundFile leads to the sound of a lecture alone.
func (p *Pages) SoundFile(c *fiber.Ctx) error { return p.file(c, p.App.Learning.SoundAddress) }

type fileAddress func(ctx context.Context, who access.Actor, slug string, lesson uuid.UUID) (string, error)

func (p *Pages) file(c *fiber.Ctx, of fileAddress) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	address, err := of(c.UserContext(), who, c.Params("slug"), id)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Redirect(address, http.StatusSeeOther)
}
