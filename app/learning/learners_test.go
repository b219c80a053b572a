package learning_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/fault"
	"academy/app/learning"
	"academy/app/locale"
	"academy/models"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// taught is a small course whose lessons open late, its owner, and the enrolment of a citizen in it.
func taught(t *testing.T, release string) (*class, access.Actor, uuid.UUID) {
	t.Helper()
	c := &class{Academy: apptest.Open(t)}
	c.Import(t)
	if release != "" {
		c.exec(t, "alter table revision_lessons disable trigger user") // so that it need not be published anew
		c.exec(t, release)
	}
	owner := c.Person(t, "박강사", access.Instructor)
	if err := c.Authoring.Appoint(t.Context(), "test", "small", owner.Email); err != nil {
		t.Fatal(err)
	}
	c.who = c.Person(t, "김하늘")
	e, err := c.Learning.Enrol(t.Context(), c.who, "small")
	if err != nil {
		t.Fatal(err)
	}
	return c, owner, e.ID
}

func TestLearnerStanding_SaysWhyEachLessonIsLocked(t *testing.T) {
	t.Parallel()
	const lessons = "(select id from lessons where kind = 'lecture')"
	for name, c := range map[string]struct {
		release string
		kind    string
		why     string
		opens   time.Duration
	}{
		"by what comes first": {"", "quiz", "requires", 0},
		"by a date":           {"update revision_lessons set opens_at = now() + interval '72 hours' where lesson_id in " + lessons, "lecture", "release", 72 * time.Hour},
		"by days":             {"update revision_lessons set opens_after_days = 3 where lesson_id in " + lessons, "lecture", "release", 48 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			class, owner, id := taught(t, c.release)
			v, err := class.Learning.LearnerStanding(t.Context(), owner, locale.KO, "small", id)
			if err != nil || v.Name != "김하늘" || v.State != "active" || len(v.Missing) == 0 || len(v.Rule.Parts) == 0 {
				t.Fatalf("got %+v, %v", v, err)
			}
			for _, part := range v.Sections {
				for _, l := range part.Lessons {
					if l.Kind == c.kind && (!l.Locked || l.WhyLocked != c.why || c.why == "requires" && len(l.Needs) == 0 || c.opens > 0 && time.Until(l.OpensAt) < c.opens-2*time.Hour) {
						t.Errorf("the %s is %+v", l.Kind, l)
					}
				}
			}
		})
	}
}

func TestLearnerStanding_OfSomebodyWhoHasLeftIsLockedAltogether(t *testing.T) {
	t.Parallel()
	c, owner, id := taught(t, "")
	if err := c.Learning.Withdraw(t.Context(), c.who, "small"); err != nil {
		t.Fatal(err)
	}
	v, err := c.Learning.LearnerStanding(t.Context(), owner, locale.KO, "small", id)
	if err != nil || v.Learning() || v.Sections[0].Lessons[0].WhyLocked != "not_enrolled" {
		t.Errorf("got %+v, %v", v, err)
	}
}

func TestLearners_AreFoundByAPartOfTheirNamesAPageAtATime(t *testing.T) {
	t.Parallel()
	c, owner, _ := taught(t, "")
	c.Enrol(t, "small", apptest.Crowd{People: 60, Opened: 1, Away: time.Hour})
	first, err := c.Learning.Learners(t.Context(), owner, "small", "시민", "")
	if err != nil || len(first.People) != 50 || first.Next == "" {
		t.Fatalf("%d people, %v", len(first.People), err)
	}
	second, err := c.Learning.Learners(t.Context(), owner, "small", "시민", first.Next)
	if err != nil || len(second.People) != 10 || second.Next != "" {
		t.Errorf("%d people, %v", len(second.People), err)
	}
	if slices.ContainsFunc(second.People, func(p learning.Learner) bool { return slices.Contains(first.People, p) }) {
		t.Error("somebody stands on both pages")
	}
	for name, want := range map[string]int{"하늘": 1, norm.NFD.String("김하"): 1, "시민 17": 1, "%": 0, "_": 0, "' or 1=1": 0} {
		if got, err := c.Learning.Learners(t.Context(), owner, "small", name, ""); err != nil || len(got.People) != want {
			t.Errorf("%q finds %d, %v", name, len(got.People), err)
		}
	}
}

func TestLearnerStanding_IsForOwnersAndEditorsAndEachLookIsNoted(t *testing.T) {
	t.Parallel()
	c, owner, id := taught(t, "")
	assistant, thief := c.Person(t, "조교", access.Instructor), c.Person(t, "다른 강사", access.Instructor)
	if err := c.Authoring.SetStaff(t.Context(), owner, "small", assistant.Email, "assistant"); err != nil {
		t.Fatal(err)
	}
	look := func(who access.Actor, id uuid.UUID) error {
		_, err := c.Learning.LearnerStanding(t.Context(), who, locale.KO, "small", id)
		return err
	}
	if err := look(assistant, id); !errors.Is(err, learning.ErrNoNames) {
		t.Errorf("an assistant gets %v", err)
	}
	if err := look(thief, id); fault.Of(err).Kind != fault.Missing {
		t.Errorf("another instructor gets %v", err)
	}
	if err := look(c.who, id); fault.Of(err).Kind != fault.Denied {
		t.Errorf("a citizen gets %v", err)
	}
	if err := look(owner, uuid.New()); fault.Of(err).Kind != fault.Missing {
		t.Errorf("an enrolment that is none answers %v", err)
	}
	noted := func() (n int) {
		err := c.DB.Write(t.Context(), func(tx *models.Tx) error {
			return tx.SQL().QueryRowContext(tx.Context(), "select count(*) from audit_entries where action = 'course.learner_seen' and actor_id = $1 and subject_id = $2", owner.ID, c.who.ID).Scan(&n)
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := noted(); n != 0 {
		t.Errorf("%d looks are noted that were none", n)
	}
	if err := look(owner, id); err != nil || noted() != 1 {
		t.Errorf("%v, %d looks are noted", err, noted())
	}
}
