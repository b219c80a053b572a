package record

import (
	"context"
	"errors"

	"academy/app/access"
	"academy/app/credentials"
	"academy/app/credentials/paper"
	"academy/app/locale"
	"academy/models"
	records "academy/models/credentials"
)

// Open answers the record of a code as it was typed, and counts that somebody other than its holder has opened it. A code
// that holds no more answers ErrOver, and one that never did ErrUnknown.
func (s *Service) Open(ctx context.Context, who access.Actor, lang locale.Lang, typed string) (Record, error) {
	code, err := credentials.ParseCode(typed)
	if err != nil {
		return Record{}, ErrUnknown // the cause would repeat what was typed
	}
	var view Record
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		share, err := records.UpdateOpened(tx, digest(code), who.ID)
		if err != nil {
			return missing(tx, code, err)
		}
		rows, err := records.ListShared(tx, share.RecordShare, mostLines)
		view = s.compose(lines(rows, lang, share.WithResults), lang)
		view.veil(share.HideName, rows)
		view.Holder, view.At, view.EndsAt, view.Mine = nameOf(share.Name, share.HideName), tx.Now, &share.EndsAt, who.ID == share.CitizenID
		return err
	})
	if err != nil {
		return view, err
	}
	view.URL = s.address(lang, code)
	view.QR, err = paper.NewSymbol(view.URL)
	return view, err
}

// missing says why there is no record for a code.
func missing(tx *models.Tx, code string, err error) error {
	if !errors.Is(err, models.ErrNotFound) {
		return err
	}
	there, err := records.ExistsShare(tx, digest(code))
	switch {
	case err != nil:
		return err
	case there:
		return ErrOver
	}
	return ErrUnknown
}
