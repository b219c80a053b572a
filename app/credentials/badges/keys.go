package badges

import (
	"context"
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"academy/app/credentials/proof"
	"academy/models"
	records "academy/models/credentials"

	"github.com/google/uuid"
)

// MakeKeys makes the keys that are missing, and seals those anew that only the previous secret opens. Of many who start
// at once, one makes each key.
func (s *Service) MakeKeys(ctx context.Context) error {
	keys, err := s.readKeys(ctx)
	if err != nil {
		return err
	}
	var missing []string
	for _, algorithm := range []string{algorithmProof, algorithmToken} {
		if !slices.ContainsFunc(keys, func(k records.Key) bool { return k.Algorithm == algorithm && k.RetiredAt == nil }) {
			missing = append(missing, algorithm)
		}
	}
	fresh, err := s.draw(missing)
	if err != nil {
		return err
	}
	sealed, err := s.sealAnew(keys)
	if err != nil || len(fresh)+len(sealed) == 0 {
		return err
	}
	return s.keep(ctx, nil, fresh, sealed)
}

// RotateKeys takes new keys into use. The old ones sign nothing any more and go on verifying.
func (s *Service) RotateKeys(ctx context.Context) error {
	fresh, err := s.draw([]string{algorithmProof, algorithmToken})
	if err != nil {
		return err
	}
	return s.keep(ctx, func(tx *models.Tx) error {
		old, err := records.LockKeysInUse(tx)
		for _, k := range old {
			if err == nil {
				err = records.UpdateKeyRetired(tx, k.ID)
			}
		}
		return err
	}, fresh, nil)
}

func (s *Service) draw(algorithms []string) (keys []records.Key, err error) {
	for _, algorithm := range algorithms {
		k, err := s.makeKey(models.NewID(), algorithm)
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, nil
}

// resealed is a key whose private part was closed under the present secret, and how it was closed before.
type resealed struct {
	id            uuid.UUID
	before, after []byte
}

func (s *Service) sealAnew(keys []records.Key) (list []resealed, err error) {
	for _, k := range keys {
		content, previous, err := s.unseal(k)
		if err != nil || !previous {
			continue // what cannot be opened is told where somebody wants to sign, and by the doctor
		}
		after, err := seal(s.SealKey, k, content)
		if err != nil {
			return nil, err
		}
		list = append(list, resealed{k.ID, k.Sealed, after})
	}
	return list, nil
}

// keep writes what was made, after what must come before it.
func (s *Service) keep(ctx context.Context, first func(*models.Tx) error, fresh []records.Key, sealed []resealed) error {
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		if first != nil {
			if err := first(tx); err != nil {
				return err
			}
		}
		for _, k := range fresh {
			k.CreatedAt = tx.Now
			if err := records.InsertKey(tx, k); err != nil {
				return err
			}
		}
		for _, r := range sealed {
			if err := records.UpdateKeySealed(tx, r.id, r.before, r.after); err != nil {
				return err
			}
		}
		return nil
	})
	s.keys.InvalidateAll()
	if err != nil {
		return fmt.Errorf("keys of credentials: %w", err)
	}
	return nil
}

// Key is a key as an operator sees it.
type Key struct {
	ID        string
	Algorithm string
	CreatedAt time.Time
	RetiredAt *time.Time
	// Lost says that the secret of the academy does not open it.
	Lost bool
}

// Keys lists all keys, the newest first.
func (s *Service) Keys(ctx context.Context) ([]Key, error) {
	rows, err := s.readKeys(ctx)
	var keys []Key
	for _, k := range rows {
		_, _, sealed := s.unseal(k)
		keys = append(keys, Key{k.ID.String(), k.Algorithm, k.CreatedAt, k.RetiredAt, sealed != nil})
	}
	return keys, err
}

// listKeys answers all keys from memory, where they may be a few seconds old.
func (s *Service) listKeys(ctx context.Context) (keys []records.Key, err error) {
	if keys, ok := s.keys.GetIfPresent(struct{}{}); ok {
		return keys, nil
	}
	if keys, err = s.readKeys(ctx); err == nil {
		s.keys.Set(struct{}{}, keys)
	}
	return keys, err
}

func (s *Service) readKeys(ctx context.Context) (keys []records.Key, err error) {
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		keys, err = records.ListKeys(tx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("keys of credentials: %w", err)
	}
	return keys, nil
}

// signer answers the key in use for an algorithm, which is made now if this academy has never had one.
func (s *Service) signer(ctx context.Context, algorithm string) (signer, error) {
	for range 2 {
		keys, err := s.listKeys(ctx)
		if err != nil {
			return signer{}, err
		}
		for _, k := range keys {
			if k.Algorithm == algorithm && k.RetiredAt == nil {
				return s.open(k)
			}
		}
		if err := s.MakeKeys(ctx); err != nil {
			return signer{}, err
		}
	}
	return signer{}, fmt.Errorf("keys of credentials: none in use for %s", algorithm)
}

// published answers the public parts of all keys.
func (s *Service) published(ctx context.Context) ([]proof.Published, error) {
	rows, err := s.listKeys(ctx)
	if err != nil {
		return nil, err
	}
	var keys []proof.Published
	for _, k := range rows {
		public, err := x509.ParsePKIXPublicKey(k.PublicKey)
		if err != nil {
			return nil, fmt.Errorf("key %s: %w", k.ID, err)
		}
		keys = append(keys, proof.Published{ID: k.ID.String(), Key: public})
	}
	return keys, nil
}

// DID is the document by which everybody finds the academy's keys, as did:web has it.
func (s *Service) DID(ctx context.Context) (map[string]any, error) {
	keys, err := s.published(ctx)
	return proof.DIDDocument(s.did, keys), err
}

// JWKS is the same keys for those who verify tokens.
func (s *Service) JWKS(ctx context.Context) (map[string]any, error) {
	keys, err := s.published(ctx)
	return proof.JWKS(keys), err
}
