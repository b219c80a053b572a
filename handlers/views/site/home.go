package site

import "academy/app/learning"

// HomeView is the first page.
type HomeView struct {
	// Resume is where the reader stopped, nil for newcomers.
	Resume  *learning.Resume
	Cards   []learning.CourseCard
	Agendas []learning.AgendaChoice
	// Unconfirmed asks a signed-in reader to confirm the e-mail address.
	Unconfirmed bool
}

// topics are the agendas of the second level, at most six: the first level is too wide to search by.
func (v HomeView) topics() []learning.AgendaChoice {
	var topics []learning.AgendaChoice
	for _, a := range v.Agendas {
		if a.Level == 2 && len(topics) < 6 {
			topics = append(topics, a)
		}
	}
	return topics
}
