package assessment

import (
	"time"

	"academy/models"
	"academy/models/courses"
	"academy/models/internal/conn"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

// Question is a question's identity in its course; what it says is in its versions.
type Question struct {
	ID       uuid.UUID
	CourseID uuid.UUID
	Key      string
	// Category, Tags and Difficulty (easy, medium, hard or empty) are what it is found by.
	Category   string
	Tags       courses.Strings
	Difficulty string
	// Archived says that it is not offered any more. Quizzes that ask it go on.
	Archived  bool
	ChangedAt time.Time
	// Shared says that other courses may copy it.
	Shared bool
	// CopiedFrom is the question of another course that it was copied from, when that had the version CopiedVersion.
	CopiedFrom    *uuid.UUID
	CopiedVersion int
	// Points are what it is worth where it is put into a quiz; 0 where nobody has said.
	Points float64
}

// LockQuestions finds questions of a course by their keys and holds their rows, so that versions are numbered by one
// writer at a time.
func LockQuestions(tx *models.Tx, courseID uuid.UUID, keys []string) ([]Question, error) {
	var rows []Question
	err := conn.Gorm(tx).Clauses(clause.Locking{Strength: "UPDATE"}).
		Where("course_id = ? and key in ?", courseID, keys).Order("id").Find(&rows).Error
	return rows, models.Translate(err)
}

// InsertQuestions writes those whose key is new in their course and leaves the others as they are.
func InsertQuestions(tx *models.Tx, questions []Question) error {
	return models.Translate(conn.Gorm(tx).Clauses(clause.OnConflict{DoNothing: true}).Create(&questions).Error)
}
