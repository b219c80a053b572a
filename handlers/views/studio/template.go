package studio

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"academy/app/authoring"
	"academy/app/credentials"
	"academy/app/credentials/diploma"
	"academy/app/locale"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

// TemplateValues fills the form of a certificate template.
func TemplateValues(c credentials.TemplateChange) map[string]string {
	values := texts(map[string]string{"orientation": c.Orientation, "border": c.Border, "palette": c.Palette, "prefix": c.Prefix}, map[string]authoring.Text{
		"title": c.Title, "lead": c.Lead, "statement": c.Statement, "note": c.Note, "authority": c.Authority, "signatory": c.Signatory, "position": c.Position,
	})
	if c.Months > 0 {
		values["months"] = strconv.Itoa(c.Months)
	}
	for name, id := range map[string]uuid.UUID{"seal": c.Seal, "signature": c.Signature} {
		if id != uuid.Nil {
			values[name] = id.String()
		}
	}
	return values
}

func orientations(ctx context.Context) []parts.Choice {
	return named(ctx, "studio.certificate.", credentials.Landscape, credentials.Portrait)
}

func borders(ctx context.Context) []parts.Choice {
	return named(ctx, "studio.certificate.border.", diploma.Borders()...)
}

// pictureChoices are the pictures of the library by what they show.
func pictureChoices(ctx context.Context, list []credentials.PictureChoice) []parts.Choice {
	choices := []parts.Choice{{Label: locale.T(ctx, "studio.certificate.no_picture")}}
	for _, p := range list {
		label := title(ctx, p.Alt)
		if label == "" {
			label = p.Name
		}
		choices = append(choices, parts.Choice{Value: p.ID.String(), Label: label})
	}
	return choices
}

// wrongKeys are the messages of what is wrong, each once, in an order that stays.
func wrongKeys(wrong map[string]string) []string {
	return slices.Compact(slices.Sorted(maps.Values(wrong)))
}
