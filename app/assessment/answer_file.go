package assessment

import (
	"context"
	"encoding/json"
	"errors"

	"academy/app/access"
	"academy/app/questions"
	"academy/models"
	"academy/models/assessment"
	"academy/models/operations"

	"github.com/google/uuid"
)

// checkFile refuses a file that is not the citizen's own, not whole, or not what the question asks for. Answers of
// other types pass without a query.
func (s *Service) checkFile(tx *models.Tx, citizenID uuid.UUID, asked questions.Question, response json.RawMessage) error {
	q, ok := asked.(*questions.File)
	if !ok || !questions.Answered(response) {
		return nil
	}
	sent, err := s.FindSent(tx, citizenID, questions.Asset(response))
	if errors.Is(err, models.ErrNotFound) {
		return questions.ErrFile
	}
	if err != nil {
		return err
	}
	return q.Takes(sent)
}

// handedIn is the file that a response names, nil where it names none.
func handedIn(response json.RawMessage, file assessment.NamedFile) *HandedIn {
	asset := questions.Asset(response)
	if asset == uuid.Nil {
		return nil
	}
	return &HandedIn{Asset: asset, Name: file.Name, Bytes: file.Bytes}
}

// OwnFile answers an address at which a citizen can save a file of their own attempt again.
func (s *Service) OwnFile(ctx context.Context, who access.Actor, attemptID, assetID uuid.UUID) (string, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return "", err
	}
	var f assessment.AnswerFile
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		f, err = assessment.FindOwnFile(tx, who.ID, attemptID, assetID)
		return err
	})
	if err != nil {
		return "", err
	}
	return s.Address(ctx, f.Asset)
}

// MarkedFile answers an address at which somebody who makes a course can save a file that was handed in there. Who has
// seen whose is written down.
func (s *Service) MarkedFile(ctx context.Context, who access.Actor, slug string, assetID uuid.UUID) (string, error) {
	var f assessment.AnswerFile
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		work, _, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		if f, err = assessment.FindMarkedFile(tx, work.CourseID, assetID); err != nil {
			return err
		}
		return operations.InsertAudit(tx, operations.AuditEntry{
			ActorID: &who.ID, Action: "course.answer_file", SubjectID: &f.CitizenID, ObjectKind: "attempt", ObjectID: &f.AttemptID,
		})
	})
	if err != nil {
		return "", err
	}
	f.Name = questions.Unnamed(f.ID, f.Name)
	return s.Address(ctx, f.Asset)
}
