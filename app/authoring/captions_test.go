package authoring_test

import (
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/authoring"
	"academy/app/fault"
	"academy/media"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

// captioned makes a lecture of a minute with the captions of goodSRT in Korean.
func (d *desk) captioned() uuid.UUID {
	d.t.Helper()
	lecture := d.lecture("강의")
	d.must(d.setFilm(lecture, authoring.FilmChange{Asset: d.shelve(d.slug, film("하나.mp4"))}))
	_, err := d.Authoring.SetCaptions(d.t.Context(), d.who, d.slug, lecture, authoring.CaptionsChange{Lang: "ko", Text: goodSRT})
	d.must(err)
	return lecture
}

func (d *desk) korean(lecture uuid.UUID) authoring.Captions {
	d.t.Helper()
	v, err := d.Authoring.Captions(d.t.Context(), d.who, d.slug, lecture)
	d.must(err)
	return v.Tracks[0]
}

func TestSetCaptions_MovesWhatIsSentFromOneCaptionOnOrNothing(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	lecture := d.captioned()
	move := func(by time.Duration, from int) ([]authoring.CaptionProblem, error) {
		now := d.korean(lecture)
		change := authoring.CaptionsChange{Lang: "ko", Text: goodSRT, Was: now.Mark, Shift: &authoring.CaptionsShift{By: by, From: from}}
		return d.Authoring.SetCaptions(t.Context(), d.who, d.slug, lecture, change)
	}
	before := d.korean(lecture).Text
	for name, c := range map[string]struct {
		by    time.Duration
		from  int
		field string
	}{
		"nowhere":          {0, 1, "seconds_ko"},
		"for ever":         {1 << 62, 1, "seconds_ko"},
		"back for ever":    {-1 << 63, 1, "seconds_ko"},
		"before the film":  {-1001 * time.Millisecond, 1, "seconds_ko"},
		"from no caption":  {time.Second, 0, "from_ko"},
		"behind the last":  {time.Second, 3, "from_ko"},
		"behind the film":  {time.Minute, 1, ""},
		"before the first": {-2500 * time.Millisecond, 2, ""},
	} {
		problems, err := move(c.by, c.from)
		if f := fault.Of(err); f.Kind != fault.Invalid || c.field != "" && f.Fields[c.field] == "" || c.field == "" && len(problems) == 0 {
			t.Errorf("%s: %+v %v", name, f, problems)
		}
	}
	if d.korean(lecture).Text != before {
		t.Fatal("half moved")
	}
	_, err := move(-500*time.Millisecond, 2)
	d.must(err)
	if diff := cmp.Diff(strings.Replace(before, "00:00:03.000 --> 00:00:04.000", "00:00:02.500 --> 00:00:03.500", 1), d.korean(lecture).Text); diff != "" {
		t.Error(diff)
	}
}

func TestCaptions_TellWhatIsHardToReadAndNoMoreOfItThanCanBeTaken(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	lecture := d.captioned()
	if got := d.korean(lecture); got.Warned != 0 || got.Cues != 2 {
		t.Errorf("of good captions: %+v", got)
	}
	fast := "WEBVTT\n" + strings.Repeat("\n00:01.000 --> 00:02.000\n"+strings.Repeat("가", 15)+"\n", 30)
	_, err := d.Authoring.SetCaptions(t.Context(), d.who, d.slug, lecture, authoring.CaptionsChange{Lang: "ko", Text: fast, Was: d.korean(lecture).Mark})
	d.must(err)
	got := d.korean(lecture)
	if got.Warned != 59 || len(got.Warnings) != 20 || got.Warnings[0] != (media.CaptionWarning{Cue: 1, Key: media.CaptionFast}) {
		t.Errorf("%d of %d: %v", len(got.Warnings), got.Warned, got.Warnings)
	}
}

func TestTranscript_OfTheStudioIsForThoseWhoMakeTheCourse(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	lecture := d.captioned()
	assistant := d.Person(t, "조교", access.Instructor)
	d.must(d.Authoring.SetStaff(t.Context(), d.who, d.slug, assistant.Email, authoring.Assistant))
	if got, err := d.Authoring.Transcript(t.Context(), assistant, d.slug, lecture, "ko"); err != nil || !strings.Contains(got.VTT, "시작합니다") {
		t.Errorf("an assistant reads %q, %v", got.VTT, err)
	}
	for name, c := range map[string]struct {
		who     access.Actor
		lecture uuid.UUID
		lang    string
	}{
		"another instructor": {d.Person(t, "남", access.Instructor), lecture, "ko"},
		"no English there":   {d.who, lecture, "en"},
		"no such language":   {d.who, lecture, "\x00"},
		"no such lecture":    {d.who, uuid.New(), "ko"},
	} {
		if got, err := d.Authoring.Transcript(t.Context(), c.who, d.slug, c.lecture, c.lang); fault.Of(err).Kind != fault.Missing || got.VTT != "" {
			t.Errorf("%s: %q, %v", name, got.VTT, err)
		}
	}
	if _, err := d.Authoring.Transcript(t.Context(), d.Person(t, "시민"), d.slug, lecture, "ko"); fault.Of(err).Kind != fault.Denied {
		t.Errorf("a citizen: %v", err)
	}
}
