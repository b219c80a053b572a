package library

import (
	"context"
	"strings"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/media"
	"academy/models"
	"academy/models/assets"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// maxAlt is how long the description of a picture may be, in characters.
const maxAlt = 300

// ErrInUse says that something shows an asset, now or in an earlier revision that can be taken up again.
var ErrInUse = fault.New(fault.Conflict, "library.in_use")

// Describe says what a picture shows, in both languages, for those who do not see it.
func (s *Service) Describe(ctx context.Context, who access.Actor, slug string, id uuid.UUID, alt models.Text) error {
	alt = models.Text{KO: cleanAlt(alt.KO), EN: cleanAlt(alt.EN)}
	wrong := map[string]string{}
	for lang, value := range map[string]string{"ko": alt.KO, "en": alt.EN} {
		if len([]rune(value)) > maxAlt {
			wrong["alt_"+lang] = "library.alt_long"
		}
	}
	if alt.KO == "" && alt.EN == "" {
		wrong["alt_ko"] = "library.alt_needed"
	}
	if len(wrong) > 0 {
		return fault.Fields(wrong)
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		a, err := inLibrary(tx, who, slug, id)
		if err != nil {
			return err
		}
		return assets.UpdateAlt(tx, a.ID, alt)
	})
}

// cleanAlt makes one line of a description, without what would end it in a text that shows the picture.
func cleanAlt(alt string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("[", "(", "]", ")").Replace(norm.NFC.String(alt))), " ")
}

// RemoveMedia removes an asset that nothing shows, with everything that was made of it, and stops an upload on its way.
// What a lesson or a text of any revision holds on to is ErrInUse.
func (s *Service) RemoveMedia(ctx context.Context, who access.Actor, slug string, id uuid.UUID) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		a, err := inLibrary(tx, who, slug, id)
		if err != nil {
			return err
		}
		used, err := assets.IsUsed(tx, a)
		if err != nil {
			return err
		}
		if used {
			return ErrInUse
		}
		return s.removeAsset(tx, a)
	})
}

func (s *Service) removeAsset(tx *models.Tx, a assets.Asset) error {
	upload, err := assets.DeleteAsset(tx, a.ID)
	if err != nil {
		return err
	}
	return s.Queue.Enqueue(tx, jobs.DropMedia{Key: media.SourceKey(a.ID, ""), Upload: upload, Made: media.AssetKeys(a.ID)})
}

// inLibrary finds and holds an asset of a course whose library a person may change.
func inLibrary(tx *models.Tx, who access.Actor, slug string, id uuid.UUID) (assets.Asset, error) {
	if err := access.Check(who, access.Author); err != nil {
		return assets.Asset{}, err
	}
	course, err := libraryOf(tx, who, slug)
	if err != nil {
		return assets.Asset{}, err
	}
	return assets.LockAsset(tx, *course, id)
}
