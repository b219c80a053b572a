package quizzes

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/questions"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// BankFilter narrows the list of questions; empty fields narrow nothing. Cursor is where a list goes on.
type BankFilter struct {
	Text, Type, Tag, Category, Difficulty string
	Archived                              bool
	Cursor                                string
}

// Bank is the questions of a course.
type Bank struct {
	Course     Head
	Questions  []BankRow
	Next       string // empty on the last page
	Tags       []string
	Categories []string
}

// BankRow is a question in the list.
type BankRow struct {
	ID         uuid.UUID
	Key        string
	Type       string
	Prompt     Text // sanitised HTML of one line
	Category   string
	Tags       []string
	Difficulty string
	Version    int
	Quizzes    int
	ChangedAt  time.Time
	// Shared says that other courses may copy it, Copies counts those that have.
	Shared bool
	Copies int
	// Copied says that it was copied from another course; Newer is a newer version of what it was copied from, or 0.
	Copied bool
	Newer  int
	// Home is the course of a question that another course shares, and Copy the copy that this one has of it.
	Home Text
	Copy uuid.UUID
}

// bankPage is how many questions a page shows.
const bankPage = 50

// Difficulties are what an author may call a question; empty is none.
func Difficulties() []string { return []string{"easy", "medium", "hard"} }

// Bank lists the questions of a course, the newest first.
func (s *Service) Bank(ctx context.Context, who access.Actor, slug string, f BankFilter) (Bank, error) {
	var v Bank
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, head, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = head
		rows, err := assessment.ListBank(tx, work.CourseID, rowsOf(f), bankPage+1)
		if len(rows) > bankPage {
			rows = rows[:bankPage]
			v.Next = rows[bankPage-1].ID.String()
		}
		v.Tags, v.Categories = f.words(rows)
		for _, r := range rows {
			v.Questions = append(v.Questions, s.bankRow(r))
		}
		return err
	})
	return v, err
}

// rowsOf is a filter as the table understands it. A cursor that is none begins at the beginning.
func rowsOf(f BankFilter) assessment.BankFilter {
	before, err := uuid.Parse(f.Cursor)
	if err != nil {
		before = uuid.Nil
	}
	return assessment.BankFilter{
		Text: clean(f.Text), Type: f.Type, Tag: clean(f.Tag), Category: clean(f.Category), Difficulty: f.Difficulty, Archived: f.Archived, Before: before,
	}
}

// words are the tags and categories to narrow a list by; where nothing is found, those that narrow it now.
func (f BankFilter) words(rows []assessment.BankQuestion) (tags, categories []string) {
	if len(rows) > 0 {
		return rows[0].AllTags, rows[0].AllCategories
	}
	if f.Tag != "" {
		tags = []string{f.Tag}
	}
	if f.Category != "" {
		categories = []string{f.Category}
	}
	return tags, categories
}

func (s *Service) bankRow(r assessment.BankQuestion) BankRow {
	return BankRow{
		ID: r.ID, Key: r.Key, Type: r.Type, Category: r.Category, Tags: r.Tags, Difficulty: r.Difficulty, Version: r.Number, Quizzes: r.Quizzes,
		ChangedAt: r.ChangedAt, Shared: r.Shared, Copies: r.Copies, Copied: r.CopiedFrom != nil, Newer: r.Newer,
		Prompt: Text{KO: s.Inline(r.Prompt.KO), EN: s.Inline(r.Prompt.EN)},
	}
}

// BankEdit is one change of several questions. Do says which; Value is the tag, category or difficulty.
type BankEdit struct {
	Questions []uuid.UUID
	Do        string
	Value     string
}

// The changes of several questions at once.
const (
	AddTag        = "tag"
	RemoveTag     = "untag"
	SetCategory   = "category"
	SetDifficulty = "difficulty"
	Archive       = "archive"
	Unarchive     = "unarchive"
	Share         = "share"
	Unshare       = "unshare"
	Refresh       = "refresh"
)

// EditBank changes several questions of a course at once. Those of other courses are left alone.
func (s *Service) EditBank(ctx context.Context, who access.Actor, slug string, e BankEdit) error {
	e.Value = clean(e.Value)
	if len(e.Questions) == 0 {
		return fault.Field("question", "quizzes.choose_some")
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		work, err := s.lookToChange(tx, who, slug)
		if err != nil {
			return err
		}
		return e.apply(tx, work.CourseID)
	})
}

func (e BankEdit) apply(tx *models.Tx, courseID uuid.UUID) error {
	switch e.Do {
	case AddTag, RemoveTag:
		if tags, wrong := tagsOf(e.Value); wrong || len(tags) != 1 {
			return fault.Field("value", "quizzes.tag")
		}
		return assessment.UpdateTagged(tx, courseID, e.Questions, e.Value, e.Do == AddTag)
	case SetCategory:
		if utf8.RuneCountInString(e.Value) > maxCategory {
			return fault.Field("value", "quizzes.category_long")
		}
		return assessment.UpdateCategory(tx, courseID, e.Questions, e.Value)
	case SetDifficulty:
		if e.Value != "" && !slices.Contains(Difficulties(), e.Value) {
			return fault.Field("value", "quizzes.difficulty")
		}
		return assessment.UpdateDifficulty(tx, courseID, e.Questions, e.Value)
	case Archive, Unarchive:
		return assessment.UpdateArchived(tx, courseID, e.Questions, e.Do == Archive)
	case Share, Unshare:
		return assessment.UpdateShared(tx, courseID, e.Questions, e.Do == Share)
	case Refresh:
		return refreshCopies(tx, courseID, e.Questions)
	}
	return fault.ErrRefused
}

// The most that a question may be found by.
const (
	maxTags     = 20
	maxTag      = 50
	maxCategory = 200
)

// tagsOf reads tags with commas between them, each once, and says whether they are too many or too long.
func tagsOf(written string) (tags []string, wrong bool) {
	for tag := range strings.SplitSeq(written, ",") {
		tag = clean(tag)
		if tag == "" || slices.Contains(tags, tag) {
			continue
		}
		wrong = wrong || utf8.RuneCountInString(tag) > maxTag
		tags = append(tags, tag)
	}
	return tags, wrong || len(tags) > maxTags
}

func clean(text string) string { return strings.TrimSpace(norm.NFC.String(text)) }

// Known says whether there is such a type of question.
func Known(typ string) bool { return slices.Contains(questions.Types(), typ) }
