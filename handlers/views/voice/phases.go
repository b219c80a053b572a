package voice

import (
	"academy/app/participation"
	"academy/app/participation/rules"
)

// current is the phase of a kind that is open, or else the next one.
func current(list []participation.Phase, kind string) (participation.Phase, bool) {
	for _, stage := range []rules.Stage{rules.Open, rules.Before} {
		for _, f := range list {
			if f.Kind == kind && f.Stage == stage {
				return f, true
			}
		}
	}
	return participation.Phase{}, false
}
