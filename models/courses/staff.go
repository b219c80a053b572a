package courses

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Staff is a person's part in making a course: owner, editor or assistant.
type Staff struct {
	CourseID uuid.UUID
	UserID   uuid.UUID
	Role     string
	AddedAt  time.Time
}

// TableName names the table.
func (Staff) TableName() string { return "course_staff" }

// StaffMember is a member of a course's staff with name and address.
type StaffMember struct {
	Staff
	Name  string
	Email string
}

// Authored is a course in its author's list.
type Authored struct {
	Course
	Role string
	// Title is the draft's, or the published one's where there is no draft.
	Title       models.Text
	LessonCount int
	Draft       bool
	ChangedAt   time.Time
	Learners    int
}

// FindStaffRole is a person's part in a course, ErrNotFound for a stranger to it.
func FindStaffRole(tx *models.Tx, courseID, userID uuid.UUID) (string, error) {
	var s Staff
	return s.Role, models.Translate(conn.Gorm(tx).Where("course_id = ? and user_id = ?", courseID, userID).Take(&s).Error)
}

// ListStaff answers everybody who makes a course, owners first.
func ListStaff(tx *models.Tx, courseID uuid.UUID) ([]StaffMember, error) {
	var rows []StaffMember
	err := conn.Gorm(tx).Raw(`select s.*, u.name, u.email from course_staff s join users u on u.id = s.user_id
		where s.course_id = ? order by case s.role when 'owner' then 1 when 'editor' then 2 else 3 end, u.name, u.id`, courseID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// UpdateStaff gives a person a part in a course, in place of the one they had.
func UpdateStaff(tx *models.Tx, s Staff) error {
	return models.Translate(conn.Gorm(tx).Exec(`insert into course_staff (course_id, user_id, role, added_at) values (?, ?, ?, ?)
		on conflict (course_id, user_id) do update set role = excluded.role`, s.CourseID, s.UserID, s.Role, s.AddedAt).Error)
}

// DeleteStaff ends a person's part in a course.
func DeleteStaff(tx *models.Tx, courseID, userID uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("delete from course_staff where course_id = ? and user_id = ?", courseID, userID).Error)
}

// CountOwners counts the owners of a course.
func CountOwners(tx *models.Tx, courseID uuid.UUID) (int, error) {
	var n int
	err := conn.Gorm(tx).Raw("select count(*) from course_staff where course_id = ? and role = 'owner'", courseID).Scan(&n).Error
	return n, models.Translate(err)
}

// ListAuthored answers the courses that a person makes, or all of them, last changed first, at most a number of them.
func ListAuthored(tx *models.Tx, userID uuid.UUID, all bool, limit int) ([]Authored, error) {
	var rows []Authored
	err := conn.Gorm(tx).Raw(`select c.*, coalesce(s.role, '') as role, r.title, r.lesson_count, r.number = 0 as draft, r.changed_at,
			(select count(*) from enrolments e where e.course_id = c.id and e.state in ('active', 'completed')) as learners
		from courses c
		left join course_staff s on s.course_id = c.id and s.user_id = ?
		join lateral (select * from course_revisions r where r.course_id = c.id and (r.number = 0 or r.id = c.published_revision_id) order by r.number limit 1) r on true
		where s.user_id is not null or ?
		order by r.changed_at desc, c.id desc limit ?`, userID, all, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}
