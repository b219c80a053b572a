package quizzes

import (
	"cmp"
	"context"
	"io"
	"slices"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/questions"
	"academy/app/questions/formats"
	"academy/models"
	"academy/models/assessment"
)

// mostExported bounds the questions of one file.
const mostExported = 5000

// Head finds the head of a course for a page that shows nothing else of it.
func (s *Service) Head(ctx context.Context, who access.Actor, slug string) (Head, error) {
	var head Head
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		_, head, err = s.Look(tx, who, slug)
		return err
	})
	return head, err
}

// ExportQuestions writes the questions of a course in a format, in a language where the format has one. Only those who
// may change a course may take its answers along. What the format cannot say is answered.
func (s *Service) ExportQuestions(ctx context.Context, who access.Actor, slug string, format formats.Format, lang string, to io.Writer) ([]formats.Problem, error) {
	if !slices.Contains(formats.Formats(), format) {
		return nil, fault.ErrMissing
	}
	var items []formats.Item
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, head, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		if !head.Part.MayEdit() {
			return fault.ErrDenied
		}
		rows, err := assessment.ListBank(tx, work.CourseID, assessment.BankFilter{}, mostExported)
		for _, r := range slices.Backward(rows) {
			items = append(items, itemOf(r))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return formats.Write(to, format, items, lang)
}

func itemOf(r assessment.BankQuestion) formats.Item {
	marks := cmp.Or(r.Points, 1)
	if r.Type == questions.TypeText {
		marks = 0
	}
	return formats.Item{
		Name: r.Key, Type: r.Type, Category: r.Category, Tags: r.Tags, State: formats.OK,
		Draft: QuestionDraft{Key: r.Key, Type: r.Type, Marks: marks, Prompt: r.Prompt, Feedback: r.Feedback, Body: r.Body.V},
	}
}
