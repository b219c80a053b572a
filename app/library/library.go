// Package library is what courses are made of: files come in by uploads, recordings are made into film. It owns uploads,
// assets and their captions, and knows nothing of the lessons that show them.
package library

import (
	"academy/app/jobs"
	"academy/media"
	"academy/models"
)

// Deps is what the library needs of the world.
type Deps struct {
	DB    *models.DB
	Queue *jobs.Queue
	Store media.Store
	// Scratch is a folder for films in the making, with room for some of them; empty for the system's own.
	Scratch string
	// UploadLimit is the most bytes of one upload; 0 takes DefaultUploadLimit.
	UploadLimit int64
}

// Service is the area.
type Service struct{ Deps }

// New makes the area.
func New(d Deps) *Service {
	if d.UploadLimit == 0 {
		d.UploadLimit = DefaultUploadLimit
	}
	return &Service{d}
}
