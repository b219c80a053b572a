// Package badges lets certificates travel: as Open Badges 3.0 credentials that anybody's software verifies, signed with
// keys of the academy's own, and the other way round: it says of a credential that somebody shows whether it is genuine.
// It issues and revokes nothing; that is done in package credentials above it.
package badges

import (
	"fmt"
	"time"

	"academy/app/credentials/openbadges"
	"academy/app/credentials/proof"
	"academy/app/fault"
	"academy/app/locale"
	"academy/models"
	records "academy/models/credentials"

	"github.com/google/uuid"
	"github.com/maypok86/otter/v2"
)

// Deps is what badges need of the world.
type Deps struct {
	DB       *models.DB
	Messages *locale.Catalogue
	// BaseURL is where the academy is reached, and so its name as an issuer.
	BaseURL string
	// SealKey closes the private parts of keys, 32 bytes; PreviousSealKey opens those that were closed before the
	// academy's secret was changed, nil when it was not.
	SealKey, PreviousSealKey []byte
}

// Service is the area.
type Service struct {
	Deps
	did    string
	suite  *proof.Suite
	keys   *otter.Cache[struct{}, []records.Key]
	opened *otter.Cache[uuid.UUID, signer]
	signed *otter.Cache[string, []byte]
}

const (
	// keysLife is for how long another process may not know of a rotation.
	keysLife = 5 * time.Second
	// keptKeys is more than are ever in use at once.
	keptKeys = 16
	// keptBytes bounds the credentials that are kept signed: the same one is asked for again and again.
	keptBytes = 16 << 20
)

// New makes the area.
func New(d Deps) (*Service, error) {
	suite, err := proof.NewSuite()
	if err != nil {
		return nil, err
	}
	did, err := proof.DIDWeb(d.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("issuer of credentials: %w", err)
	}
	return &Service{
		Deps: d, did: did, suite: suite,
		keys:   otter.Must(&otter.Options[struct{}, []records.Key]{MaximumSize: 1, ExpiryCalculator: otter.ExpiryWriting[struct{}, []records.Key](keysLife)}),
		opened: otter.Must(&otter.Options[uuid.UUID, signer]{MaximumSize: keptKeys}),
		signed: otter.Must(&otter.Options[string, []byte]{
			MaximumWeight: keptBytes, Weigher: func(key string, content []byte) uint32 { return uint32(len(key) + len(content)) },
		}),
	}, nil
}

// ErrKeyLost says that there is a key to sign with but that it cannot be opened: the secret it was sealed under is gone.
var ErrKeyLost = fault.New(fault.Unavailable, "badges.key_lost")

// ErrNothing says that neither a file nor a text was shown.
var ErrNothing = fault.Field("file", "badges.nothing")

// issuer is the academy as it signs, in one language.
func (s *Service) issuer(lang locale.Lang) openbadges.Issuer {
	return openbadges.Issuer{ID: s.did, Name: s.Messages.Printer(lang, "").T("credentials.issuer"), URL: s.BaseURL}
}
