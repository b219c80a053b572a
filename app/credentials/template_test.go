package credentials_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/authoring"
	"academy/app/credentials"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"
	records "academy/models/credentials"
)

// withOwner is an academy with a course and its owner.
func withOwner(t *testing.T) (*apptest.Academy, access.Actor) {
	t.Helper()
	a := apptest.Open(t)
	a.Import(t)
	owner := a.Person(t, "이서연", access.Instructor)
	if err := a.Authoring.Appoint(t.Context(), "test", "small", owner.Email); err != nil {
		t.Fatal(err)
	}
	return a, owner
}

// changed is the template of the course as it is, changed in one way.
func changed(t *testing.T, a *apptest.Academy, owner access.Actor, change func(*credentials.TemplateChange)) credentials.TemplateChange {
	t.Helper()
	v, err := a.Credentials.Template(t.Context(), owner, locale.KO, "small", nil)
	if err != nil {
		t.Fatal(err)
	}
	change(&v.TemplateChange)
	return v.TemplateChange
}

func save(t *testing.T, a *apptest.Academy, owner access.Actor, change func(*credentials.TemplateChange)) {
	t.Helper()
	if err := a.Credentials.SaveTemplate(t.Context(), owner, "small", changed(t, a, owner, change)); err != nil {
		t.Fatal(err)
	}
}

func TestSaveTemplate_PrintsFromThenOnAndLeavesWhatWasIssued(t *testing.T) {
	t.Parallel()
	a, owner := withOwner(t)
	issued := func(name string) (string, credentials.Certificate) {
		who := a.Person(t, name)
		e, err := a.Learning.Enrol(t.Context(), who, "small")
		if err != nil {
			t.Fatal(err)
		}
		complete(t, a, e)
		if err := a.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: e.ID}); err != nil {
			t.Fatal(err)
		}
		mine, _, err := a.Credentials.Earned(t.Context(), who, locale.KO)
		if err != nil {
			t.Fatal(err)
		}
		c, err := a.Credentials.Certificate(t.Context(), who, locale.KO, mine[0].Code)
		if err != nil {
			t.Fatal(err)
		}
		return mine[0].Number, c
	}
	first, _ := issued("김하나")
	save(t, a, owner, func(c *credentials.TemplateChange) {
		c.Prefix, c.Orientation, c.Statement.KO = " mofa ", credentials.Portrait, "{name} 님은 {{{course}}}를 마쳤습니다."
	})
	second, _ := issued("박두리")
	third, _ := issued("최세나")
	if !strings.HasPrefix(first, "PDA-") || !strings.HasPrefix(second, "MOFA-") || !strings.HasSuffix(second, "-000001") || !strings.HasSuffix(third, "-000002") {
		t.Errorf("numbers %s, %s, %s", first, second, third)
	}
	err := a.DB.Write(t.Context(), func(tx *models.Tx) error {
		_, err := tx.SQL().ExecContext(t.Context(), "update certificate_templates set prefix = 'XX'")
		return err
	})
	if err == nil {
		t.Error("a version has changed")
	}
}

func TestSaveTemplate_SaysBesideEachFieldWhatIsWrong(t *testing.T) {
	t.Parallel()
	a, owner := withOwner(t)
	for field, want := range map[string]struct {
		key    string
		change func(*credentials.TemplateChange)
	}{
		"statement_en": {"credentials.variable", func(c *credentials.TemplateChange) { c.Statement.EN = "{Name} has {{done}} it" }},
		"note_ko":      {"credentials.brace", func(c *credentials.TemplateChange) { c.Note.KO = "학습 {hours" }},
		"note_en":      {"credentials.no_expiry", func(c *credentials.TemplateChange) { c.Note.EN = "until {expires}" }},
		"title_ko":     {"authoring.needed", func(c *credentials.TemplateChange) { c.Title = credentials.Text{} }},
		"lead_ko":      {"authoring.too_long", func(c *credentials.TemplateChange) { c.Lead.KO = strings.Repeat("가", 121) }},
		"prefix":       {"credentials.prefix", func(c *credentials.TemplateChange) { c.Prefix = "외교부" }},
		"months":       {"authoring.number", func(c *credentials.TemplateChange) { c.Months = 121 }},
		"orientation":  {"authoring.choose", func(c *credentials.TemplateChange) { c.Orientation = "sideways" }},
		"border":       {"authoring.choose", func(c *credentials.TemplateChange) { c.Border = "" }},
		"seal":         {"credentials.picture", func(c *credentials.TemplateChange) { c.Seal = models.NewID() }},
		"authority_ko": {"credentials.too_long_to_print", func(c *credentials.TemplateChange) { c.Authority.KO = strings.Repeat("가나다라마바", 20) }},
		"statement_ko": {"credentials.too_long_to_print", func(c *credentials.TemplateChange) {
			c.Statement.KO, c.Note.KO = strings.Repeat("{name} {course} ", 31), strings.Repeat("{course} ", 55)
		}},
	} {
		change := changed(t, a, owner, want.change)
		err := a.Credentials.SaveTemplate(t.Context(), owner, "small", change)
		var wrong *fault.Error
		if !errors.As(err, &wrong) || wrong.Fields[field] != want.key {
			t.Errorf("%s: %v %v", field, err, wrong)
		}
		if _, err := a.Credentials.PreviewPDF(t.Context(), owner, locale.KO, "small", &change); err == nil {
			t.Errorf("%s: what cannot be saved is previewed", field)
		}
	}
	if v, err := a.Credentials.Template(t.Context(), owner, locale.KO, "small", nil); err != nil || v.Own {
		t.Errorf("something was saved: %+v, %v", v, err)
	}
}

func TestSaveTemplate_OfTwoAtOnceTheSecondIsToldAndLosesNothing(t *testing.T) {
	t.Parallel()
	a, owner := withOwner(t)
	change := changed(t, a, owner, func(c *credentials.TemplateChange) { c.Months = 24 })
	var saves sync.WaitGroup
	results := make(chan error, 4)
	for range 4 {
		saves.Go(func() { results <- a.Credentials.SaveTemplate(t.Context(), owner, "small", change) })
	}
	saves.Wait()
	close(results)
	saved := 0
	for err := range results {
		if err == nil {
			saved++
		} else if !errors.Is(err, credentials.ErrTemplateStale) {
			t.Error(err)
		}
	}
	if saved != 1 {
		t.Errorf("%d have saved", saved)
	}
}

func TestTemplate_IsForOwnersAndEditorsOnly(t *testing.T) {
	t.Parallel()
	a, owner := withOwner(t)
	change := changed(t, a, owner, func(*credentials.TemplateChange) {})
	assistant, stranger := a.Person(t, "한도윤", access.Instructor), a.Person(t, "정유진", access.Instructor)
	if err := a.Authoring.SetStaff(t.Context(), owner, "small", assistant.Email, authoring.Assistant); err != nil {
		t.Fatal(err)
	}
	for who, want := range map[*access.Actor]error{&assistant: fault.ErrDenied, &stranger: models.ErrNotFound} {
		if _, err := a.Credentials.Template(t.Context(), *who, locale.KO, "small", nil); !errors.Is(err, want) {
			t.Errorf("seen: %v, want %v", err, want)
		}
		if err := a.Credentials.SaveTemplate(t.Context(), *who, "small", change); !errors.Is(err, want) {
			t.Errorf("saved: %v, want %v", err, want)
		}
		if _, err := a.Credentials.PreviewPDF(t.Context(), *who, locale.KO, "small", &change); !errors.Is(err, want) {
			t.Errorf("previewed: %v, want %v", err, want)
		}
	}
}

func TestPreview_IsTheFileAndThePictureOfOnePage(t *testing.T) {
	t.Parallel()
	a, owner := withOwner(t)
	change := changed(t, a, owner, func(c *credentials.TemplateChange) {
		c.Authority.EN, c.Orientation, c.Months = "Academy 😀", credentials.Portrait, 12
	})
	file, err := a.Credentials.PreviewPDF(t.Context(), owner, locale.EN, "small", &change)
	if err != nil || !bytes.HasPrefix(file.Bytes, []byte("%PDF-")) {
		t.Fatal(err)
	}
	preview, err := a.Credentials.PreviewPicture(t.Context(), owner, locale.EN, "small", change)
	if err != nil || !bytes.Contains(preview.SVG, []byte(`viewBox="0 0 210 297"`)) || preview.Unprintable != "😀" {
		t.Errorf("%q, %v", preview.Unprintable, err)
	}
}

func TestIssue_RefusesWhatDoesNotFitAndUsesNoNumber(t *testing.T) {
	t.Parallel()
	a, who, enrolment := completed(t)
	state := func(version int, statement string) {
		err := a.DB.Write(t.Context(), func(tx *models.Tx) error {
			c, err := courses.FindHead(tx, "small")
			if err != nil {
				return err
			}
			return records.InsertTemplate(tx, records.Template{
				ID: models.NewID(), CourseID: c.ID, Version: version, Orientation: credentials.Portrait, Border: "line", Palette: "blue", Prefix: "PDA", CreatedAt: tx.Now,
				Title: models.Text{KO: "수료증"}, Statement: models.Text{KO: statement}, Authority: models.Text{KO: "참여외교 아카데미"},
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	state(1, strings.Repeat("아주 긴 글 ", 900))
	if err := a.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: enrolment}); !errors.Is(err, credentials.ErrOverflow) {
		t.Fatal(err)
	}
	if mine, _, err := a.Credentials.Earned(t.Context(), who, locale.KO); err != nil || len(mine) != 0 {
		t.Fatalf("%d were issued, %v", len(mine), err)
	}
	state(2, "{name} 님은 {course}를 마쳤습니다.")
	if err := a.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: enrolment}); err != nil {
		t.Fatal(err)
	}
	mine, _, err := a.Credentials.Earned(t.Context(), who, locale.KO)
	if err != nil || len(mine) != 1 || !strings.HasSuffix(mine[0].Number, "-000001") {
		t.Errorf("%+v, %v", mine, err)
	}
}

func TestNumbers_HaveNoGapsWhoeverComesAtOnceAndWhateverIsUndone(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	undone := errors.New("undone")
	var mu sync.Mutex
	drawn := map[string][]int{}
	var all sync.WaitGroup
	for i := range 60 {
		all.Go(func() {
			prefix, n := []string{"PDA", "MOFA"}[i%2], 0
			err := a.DB.Write(t.Context(), func(tx *models.Tx) (err error) {
				if n, err = records.InsertNumber(tx, prefix, 2026+i%4/2); err == nil && i%5 == 0 {
					err = undone
				}
				return err
			})
			if err != nil && !errors.Is(err, undone) {
				t.Error(err)
			}
			if err == nil {
				mu.Lock()
				defer mu.Unlock()
				key := fmt.Sprint(prefix, 2026+i%4/2)
				drawn[key] = append(drawn[key], n)
			}
		})
	}
	all.Wait()
	for key, numbers := range drawn {
		slices.Sort(numbers)
		for i, n := range numbers {
			if n != i+1 {
				t.Errorf("%s: %v", key, numbers)
				break
			}
		}
	}
	if len(drawn) != 4 {
		t.Errorf("%v", drawn)
	}
}
