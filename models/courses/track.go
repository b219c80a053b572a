package courses

import (
	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Track is the captions of a lecture in one language as a revision has them, as WebVTT.
type Track struct {
	LessonID uuid.UUID
	Lang     string
	VTT      string `gorm:"column:vtt"`
}

// trackOf is a lesson's captions in the language x.lang; null for none.
const trackOf = `nullif(coalesce(rl.tracks->>x.lang, (select c.vtt from captions c where c.asset_id = rl.asset_id and c.lang = x.lang)), '')`

const trackLanguages = `(values ('en'), ('ko')) x(lang)`

// ListTracks answers the captions of all lectures of a revision.
func ListTracks(tx *models.Tx, revisionID uuid.UUID) ([]Track, error) {
	var rows []Track
	err := conn.Gorm(tx).Raw("select t.* from (select rl.lesson_id, x.lang, "+trackOf+" as vtt from revision_lessons rl cross join "+trackLanguages+`
		where rl.revision_id = ? and rl.asset_id is not null) t where t.vtt is not null order by t.lesson_id, t.lang`, revisionID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// Captioned is a lecture with its captions by language, and with what it plays.
type Captioned struct {
	DraftLesson
	Texts     models.JSON[map[string]string]
	VideoKey  string
	PosterKey string
}

// FindCaptioned finds a lesson of a revision with its captions.
func FindCaptioned(tx *models.Tx, revisionID, lessonID uuid.UUID) (Captioned, error) {
	var l Captioned
	err := conn.Gorm(tx).Raw("select "+draftLesson+", coalesce(a.video_key, '') as video_key, coalesce(a.poster_key, '') as poster_key, (select coalesce(jsonb_object_agg(x.lang, "+
		trackOf+"), '{}') from "+trackLanguages+" where "+trackOf+" is not null) as texts"+fromLessons+"where rl.revision_id = ? and rl.lesson_id = ?", revisionID, lessonID).Take(&l).Error
	return l, models.Translate(err)
}

// FindPublishedTrack finds the captions of a lesson that learners see.
func FindPublishedTrack(tx *models.Tx, lessonID uuid.UUID, lang string) (string, error) {
	var vtt string
	err := conn.Gorm(tx).Raw("select t.vtt from (select "+trackOf+` as vtt from lessons l
		join courses k on k.id = l.course_id
		join revision_lessons rl on rl.revision_id = k.published_revision_id and rl.lesson_id = l.id
		cross join (select ? as lang) x where l.id = ?) t where t.vtt is not null`, lang, lessonID).Take(&vtt).Error
	return vtt, models.Translate(err)
}

// UpdateTrack writes the captions of a lecture of a draft in a language; an empty text is none.
func UpdateTrack(tx *models.Tx, revisionID uuid.UUID, t Track) error {
	return change(tx, `update revision_lessons set tracks = coalesce(tracks, '{}') || jsonb_build_object(?::text, ?::text)
		where revision_id = ? and lesson_id = ?`, t.Lang, t.VTT, revisionID, t.LessonID)
}
