package authoring

import (
	"slices"

	"academy/app/access"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// mostPrerequisites bounds what one course may wait for.
const mostPrerequisites = 20

// setPrerequisites says which courses come before that of a draft. A circle is refused.
func (c *SettingsChange) setPrerequisites(tx *models.Tx, who access.Actor, draft courses.Revision, w wrong) error {
	offered, err := courses.ListOffered(tx, c.Prerequisites, who.ID, draft.ID)
	if err != nil {
		return err
	}
	ids := make([]uuid.UUID, len(offered))
	for i, o := range offered {
		ids[i] = o.ID
	}
	circle, err := courses.ListWaiting(tx, draft.CourseID, ids)
	switch {
	case err != nil:
		return err
	case len(offered) < len(c.Prerequisites):
		w["prerequisites"] = "authoring.prerequisite_unknown"
	case len(circle) > 0:
		w["prerequisites"] = "authoring.prerequisite_circle"
	case len(ids) > mostPrerequisites:
		w["prerequisites"] = "authoring.too_many"
	}
	if w.err() != nil {
		return nil //nolint:nilerr // it is told with all that is wrong
	}
	return courses.UpdatePrerequisites(tx, draft.ID, ids)
}

// once drops what stands in a list a second time, and what is empty.
func once(list []string) []string {
	var kept []string
	for _, s := range list {
		if s != "" && !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}
