package participation

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/participation"

	"github.com/google/uuid"
)

const (
	// looked is how many proposals that share words with a title are held against it, at most.
	looked = 500
	// likeShown is how many that are like it are shown.
	likeShown = 5
)

// pieces is what a text is found by.
func pieces(text string) []string { return locale.Bigrams(text) }

// about is what a title is about.
func about(title string) rules.Title {
	var words [][]string
	for _, w := range strings.FieldsFunc(title, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		words = append(words, pieces(w))
	}
	return rules.About(words)
}

// Similar answers proposals that are like a title: whoever means the same can support one of them instead.
func (s *Service) Similar(ctx context.Context, lang locale.Lang, title string, except uuid.UUID) ([]Card, error) {
	var list []Card
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		list, err = s.similar(tx, lang, title, except)
		return err
	})
	return list, err
}

// similar finds what shares words with a title, and keeps what is about the same, the likest first.
func (s *Service) similar(tx *models.Tx, lang locale.Lang, title string, except uuid.UUID) ([]Card, error) {
	wanted := about(rules.Line(title))
	share, err := s.share(tx)
	if err != nil {
		return nil, err
	}
	rarest := wanted.Rarest(share)
	if len(rarest) == 0 {
		return nil, nil
	}
	found, err := participation.ListAkin(tx, rarest.Query(), rarest.Marks(), except, looked)
	if err != nil {
		return nil, err
	}
	like := map[uuid.UUID]float64{}
	var ids []uuid.UUID
	for _, f := range found {
		if how := wanted.Like(about(f.Title)); how >= rules.LikeMin {
			like[f.ID], ids = how, append(ids, f.ID)
		}
	}
	slices.SortStableFunc(ids, func(a, b uuid.UUID) int { return cmp.Compare(like[b], like[a]) })
	if ids = ids[:min(likeShown, len(ids))]; len(ids) == 0 {
		return nil, nil
	}
	rows, err := participation.ListNamed(tx, ids)
	slices.SortFunc(rows, func(a, b participation.Listed) int {
		return cmp.Compare(slices.Index(ids, a.ID), slices.Index(ids, b.ID))
	})
	return cards(rows, lang, ladderOf(rows), tx.Now), err
}

// share says in how many of all proposals words stand, of those that are common.
func (s *Service) share(tx *models.Tx) (map[string]float64, error) {
	if known, ok := s.shares.GetIfPresent(struct{}{}); ok {
		return known, nil
	}
	rows, err := participation.ListShares(tx)
	if err != nil {
		return nil, err
	}
	share := make(map[string]float64, len(rows))
	for _, r := range rows {
		share[r.Piece] = r.Share
	}
	s.shares.Set(struct{}{}, share)
	return share, nil
}
