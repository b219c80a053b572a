package badges

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"academy/app/credentials/openbadges"
	"academy/app/credentials/proof"
	"academy/models"
	records "academy/models/credentials"
)

// A list says until when it may be used. It is signed anew every hour, or else one from before a revocation could be
// shown for ever.
const (
	listRenewed = time.Hour
	listLife    = 24 * time.Hour
)

func (s *Service) statusURL(list int) string {
	return s.BaseURL + "/credentials/status/" + strconv.Itoa(list)
}

// StatusList answers the signed list of what was taken back, as it is at this moment, with a tag that changes with it.
func (s *Service) StatusList(ctx context.Context, list int) (File, string, error) {
	var places []int
	var from time.Time
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		from = tx.Now.Truncate(listRenewed)
		places, err = records.ListRevoked(tx, list)
		return err
	})
	if err != nil {
		return File{}, "", err
	}
	key, err := s.signer(ctx, algorithmProof)
	if err != nil {
		return File{}, "", err
	}
	sum := sha256.Sum256(fmt.Append(nil, list, key.id, from.Unix(), places))
	tag := hex.EncodeToString(sum[:16])
	if content, ok := s.signed.GetIfPresent("status " + tag); ok {
		return File{Content: content}, tag, nil
	}
	encoded, err := proof.EncodeStatus(places)
	if err != nil {
		return File{}, "", err
	}
	content, err := s.sign(openbadges.StatusList(s.statusURL(list), s.did, encoded, from, from.Add(listLife)), key, from)
	if err == nil {
		s.signed.Set("status "+tag, content)
	}
	return File{Content: content}, tag, err
}
