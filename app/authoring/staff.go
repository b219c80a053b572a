package authoring

import (
	"context"
	"errors"
	"slices"
	"strings"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/courses"
	"academy/models/identity"

	"github.com/google/uuid"
)

// CourseStaff is who makes a course.
type CourseStaff struct {
	Course  CourseHead
	Members []Member
}

// Member is one of a course's staff.
type Member struct {
	ID    uuid.UUID
	Name  string
	Email string
	Part  Part
}

// Staff shows who makes a course.
func (s *Service) Staff(ctx context.Context, who access.Actor, slug string) (CourseStaff, error) {
	var v CourseStaff
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		w, p, err := look(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = head(w, p)
		rows, err := courses.ListStaff(tx, w.CourseID)
		for _, r := range rows {
			v.Members = append(v.Members, Member{r.UserID, r.Name, r.Email, Part(r.Role)})
		}
		return err
	})
	return v, err
}

// SetStaff gives an instructor, known by address, a part in a course in place of the one they had.
func (s *Service) SetStaff(ctx context.Context, who access.Actor, slug, email string, p Part) error {
	w := wrong{}
	w.oneOf("part", string(p), string(Owner), string(Editor), string(Assistant))
	return s.own(ctx, who, slug, func(tx *models.Tx, c courses.Work) error {
		user, err := findInstructor(tx, email)
		if errors.Is(err, models.ErrNotFound) {
			w["email"] = "authoring.no_instructor"
		} else if err != nil {
			return err
		}
		if err := w.err(); err != nil {
			return err
		}
		return courses.UpdateStaff(tx, courses.Staff{CourseID: c.CourseID, UserID: user, Role: string(p), AddedAt: tx.Now})
	})
}

// findInstructor finds somebody who may make courses. Whether anybody else has an account is not told.
func findInstructor(tx *models.Tx, email string) (uuid.UUID, error) {
	user, err := identity.FindUserByEmail(tx, strings.ToLower(cleanLine(email)))
	if err != nil {
		return uuid.Nil, err
	}
	roles, err := identity.ListRoles(tx, user.ID)
	if err != nil {
		return uuid.Nil, err
	}
	if !mayAuthor(roles) {
		return uuid.Nil, models.ErrNotFound
	}
	return user.ID, nil
}

// Appoint makes an instructor, known by address, an owner of a course by the operator's word: imported courses have no
// staff. ErrNoInstructor says that there is nobody of this address who may make courses.
func (s *Service) Appoint(ctx context.Context, operator, slug, email string) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		c, err := courses.LockCourse(tx, slug)
		if err != nil {
			return err
		}
		user, err := findInstructor(tx, email)
		if errors.Is(err, models.ErrNotFound) {
			return ErrNoInstructor
		}
		if err != nil {
			return err
		}
		if err := courses.UpdateStaff(tx, courses.Staff{CourseID: c.ID, UserID: user, Role: string(Owner), AddedAt: tx.Now}); err != nil {
			return err
		}
		return auditOperator(tx, operator, "course.owner_appointed", c.ID, &user)
	})
}

func mayAuthor(roles []string) bool {
	return slices.ContainsFunc(roles, func(r string) bool {
		return access.Check(access.Actor{ID: uuid.Max, Roles: []access.Role{access.Role(r)}}, access.Author) == nil
	})
}

// RemoveStaff ends a person's part in a course.
func (s *Service) RemoveStaff(ctx context.Context, who access.Actor, slug string, user uuid.UUID) error {
	return s.own(ctx, who, slug, func(tx *models.Tx, c courses.Work) error { return courses.DeleteStaff(tx, c.CourseID, user) })
}

// ErrNoInstructor says that an address is not that of an instructor.
var ErrNoInstructor = fault.New(fault.Invalid, "authoring.no_instructor")

// ErrLastOwner says that a course would be left without an owner.
var ErrLastOwner = fault.New(fault.Conflict, "authoring.last_owner")

// own changes the staff, which only owners may. The course is held meanwhile, so that two owners cannot remove each other.
func (s *Service) own(ctx context.Context, who access.Actor, slug string, change func(tx *models.Tx, c courses.Work) error) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := courses.LockCourse(tx, slug); err != nil {
			return err
		}
		w, p, err := look(tx, who, slug)
		if err != nil {
			return err
		}
		if p != Owner {
			return fault.ErrDenied
		}
		if err := change(tx, w); err != nil {
			return err
		}
		owners, err := courses.CountOwners(tx, w.CourseID)
		if err != nil {
			return err
		}
		if owners == 0 {
			return ErrLastOwner
		}
		return audit(tx, who, "course.staff_changed", w.CourseID)
	})
}
