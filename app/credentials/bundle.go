package credentials

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/media"
	"academy/models"
	"academy/models/credentials"
	"academy/models/operations"

	"github.com/google/uuid"
)

const (
	// bundleKept is how long the file of a bundle can be taken, and bundleAddress how long the address that leads to it works.
	bundleKept    = 7 * 24 * time.Hour
	bundleAddress = 5 * time.Minute
	// bundleNote is how often it is noted how far a bundle is.
	bundleNote = 20
	// bundlesSwept is how many are removed at once.
	bundlesSwept = 100
)

// TakeAll has all certificates of a course that count put into one file, for a reason that stands in the record, and
// answers the run. Of two at once, one is ErrRunning.
func (s *Service) TakeAll(ctx context.Context, who access.Actor, slug, reason string) (uuid.UUID, error) {
	reason, wrong := reasonOf(reason)
	if wrong != "" {
		return uuid.Nil, fault.Field("reason", wrong)
	}
	return s.begin(ctx, who, slug, credentials.Run{Kind: BundleRun, Reason: reason})
}

// bundle writes the printed certificates of a course into one file, from the first: whoever takes it up again begins anew.
func (s *Service) bundle(ctx context.Context, r credentials.Run) (err error) {
	if s.Scratch != "" {
		if err := os.MkdirAll(s.Scratch, 0o700); err != nil {
			return fmt.Errorf("bundle: %w", err)
		}
	}
	scratch, err := os.CreateTemp(s.Scratch, "academy-bundle-")
	if err != nil {
		return fmt.Errorf("bundle: %w", err)
	}
	defer func() { err = errors.Join(err, scratch.Close(), os.Remove(scratch.Name())) }()
	n, err := s.writeBundle(ctx, r, scratch)
	if err != nil {
		return err
	}
	size, err := scratch.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = scratch.Seek(0, io.SeekStart)
	}
	if err != nil {
		return fmt.Errorf("bundle: %w", err)
	}
	file := credentials.BundleFile{Key: media.BundleKey(r.ID), Bytes: size, Certificates: n}
	if err := s.Store.Put(ctx, file.Key, scratch, size, "application/zip"); err != nil {
		return fmt.Errorf("keep bundle: %w", err)
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		file.ExpiresAt = tx.Now.Add(bundleKept)
		_, err := credentials.UpdateBundled(tx, r.ID, file)
		return err
	})
}

func (s *Service) writeBundle(ctx context.Context, r credentials.Run, to io.Writer) (n int, err error) {
	archive := zip.NewWriter(to)
	after := uuid.Nil
	for {
		var rows []credentials.Certificate
		if err := s.DB.Write(ctx, func(tx *models.Tx) (err error) {
			rows, err = credentials.ListBundled(tx, r, after, runBatch)
			return err
		}); err != nil {
			return n, err
		}
		if len(rows) == 0 {
			return n, archive.Close()
		}
		for _, c := range rows {
			if err := s.addToBundle(ctx, archive, c); err != nil {
				return n, err
			}
			if n++; n%bundleNote == 0 {
				if err := s.DB.Write(ctx, func(tx *models.Tx) error { return credentials.UpdateBundleReached(tx, r.ID, n) }); err != nil {
					return n, err
				}
			}
		}
		after = rows[len(rows)-1].ID
	}
}

// addToBundle writes one certificate in the language of its holder, printing it where that has not been done.
func (s *Service) addToBundle(ctx context.Context, archive *zip.Writer, c credentials.Certificate) error {
	lang, err := s.langOf(ctx, c)
	if err != nil {
		return err
	}
	raw, err := s.printed(ctx, c, lang)
	if errors.Is(err, ErrWithheld) {
		return nil // revoked since the list was read
	}
	if err != nil {
		return err
	}
	file, err := archive.CreateHeader(&zip.FileHeader{Name: c.Number + ".pdf", Method: zip.Store, Modified: c.IssuedAt})
	if err == nil {
		_, err = file.Write(raw)
	}
	if err != nil {
		return fmt.Errorf("bundle: %w", err)
	}
	return nil
}

// BundleAddress answers where the file of a bundle can be saved. Who has taken it is noted each time.
func (s *Service) BundleAddress(ctx context.Context, who access.Actor, slug string, id uuid.UUID) (string, error) {
	var r credentials.ToldRun
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		work, _, err := s.officer(tx, who, slug)
		if err != nil {
			return err
		}
		if r, err = credentials.FindToldRun(tx, work.CourseID, id, 0); err != nil {
			return err
		}
		if r.FileKey == "" || !r.ExpiresAt.After(tx.Now) {
			return ErrGone
		}
		return operations.InsertAudit(tx, operations.AuditEntry{
			ActorID: &who.ID, Action: "certificates.taken", ObjectKind: "course", ObjectID: &work.CourseID, Reason: r.Reason,
			Details: models.JSON[map[string]string]{V: map[string]string{"run": id.String()}},
		})
	})
	if err != nil {
		return "", err
	}
	return s.Store.URL(ctx, r.FileKey, bundleAddress, media.Disposition{Attachment: true, Name: slug + "-certificates.zip"})
}

// Sweep removes files of bundles that have served their time.
func (s *Service) Sweep(ctx context.Context) error {
	var gone []credentials.Run
	if err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		gone, err = credentials.ListExpiredBundles(tx, bundlesSwept)
		return err
	}); err != nil {
		return err
	}
	for _, r := range gone {
		if err := s.Store.Delete(ctx, r.FileKey); err != nil {
			return fmt.Errorf("remove bundle: %w", err)
		}
		if err := s.DB.Write(ctx, func(tx *models.Tx) error { return credentials.UpdateBundleGone(tx, r.ID) }); err != nil {
			return err
		}
	}
	return nil
}
