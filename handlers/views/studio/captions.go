package studio

import (
	"slices"

	"academy/app/authoring"
)

// captionsText is what came back, or what is kept.
func captionsText(track authoring.Captions, back Returned) string {
	if back.Lang == track.Lang {
		return back.Text
	}
	return track.Text
}

func captioned(v authoring.LessonWork, lang string) bool { return slices.Contains(v.Captioned, lang) }
