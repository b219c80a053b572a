package api

import (
	"net/http"

	"academy/app/access"
)

const (
	get    = http.MethodGet
	post   = http.MethodPost
	put    = http.MethodPut
	remove = http.MethodDelete
)

// The statuses that operations answer, as the table of routes names them.
const (
	fine    = http.StatusOK
	created = http.StatusCreated
	taken   = http.StatusAccepted
	unknown = http.StatusNotFound
	busy    = http.StatusConflict
	slow    = http.StatusTooManyRequests
)

// routes is every operation on one sheet: method, path, who may, and who does it.
func (s *API) routes() {
	answer(s, operation{post, "/auth/register", access.Anyone, "register", "Open an account", nil}, created, s.register)
	answer(s, operation{post, "/auth/token", access.Anyone, "token", "Get tokens for a password", []int{401, 403, slow}}, fine, s.token)
	answer(s, operation{post, "/auth/refresh", access.Anyone, "refresh", "Get new tokens for a refresh token", []int{401}}, fine, s.refresh)
	act(s, operation{post, "/auth/revoke", access.Anyone, "revoke", "Give a refresh token back: the session ends", nil}, s.revoke)

	answer(s, operation{get, "/me", access.Learn, "me", "My account", nil}, fine, s.me)
	answer(s, operation{get, "/me/enrolments", access.Learn, "myEnrolments", "My courses and what each still lacks", nil}, fine, s.enrolments)
	answer(s, operation{get, "/me/certificates", access.Learn, "myCertificates", "My certificates", nil}, fine, s.myCertificates)
	answer(s, operation{get, "/me/record", access.Learn, "myRecord", "What I have done here, and what I share of it", nil}, fine, s.record)
	answer(s, operation{post, "/me/record/share", access.Learn, "shareRecord", "Share lines of my record by an address that ends and is told once", []int{busy}}, created, s.shareRecord)
	act(s, operation{remove, "/me/record/share", access.Learn, "endRecord", "End sharing: the address is void at once", nil}, s.endRecord)
	answer(s, operation{get, "/me/notifications", access.Learn, "myNotifications", "My notices, the newest first", nil}, fine, s.notices)
	act(s, operation{post, "/me/notifications/read", access.Learn, "readNotifications", "Mark all my notices as read", nil}, s.markRead)
	answer(s, operation{get, "/me/notifications/preferences", access.Learn, "myPreferences", "How I hear of what", nil}, fine, s.preferences)
	answer(s, operation{put, "/me/notifications/preferences", access.Learn, "setPreferences", "Choose how I hear of what", nil}, fine, s.setPreferences)

	answer(s, operation{get, "/agendas", access.Anyone, "agendas", "The agendas that courses belong to", nil}, fine, s.agendas)
	answer(s, operation{get, "/courses", access.Anyone, "courses", "Find courses, the newest first", nil}, fine, s.courses)
	answer(s, operation{get, "/courses/{slug}", access.Anyone, "course", "A course, its outline and what completes it", []int{unknown}}, fine, s.course)
	once(s, operation{post, "/courses/{slug}/enrolments", access.Learn, "enrol", "Enrol", []int{unknown, busy}}, s.enrol)
	act(s, operation{remove, "/courses/{slug}/enrolments/mine", access.Learn, "withdraw", "Leave a course; progress is kept", []int{unknown, busy}}, s.withdraw)

	answer(s, operation{get, "/lessons/{id}", access.Learn, "lesson", "Open a lesson", []int{unknown}}, fine, s.lesson)
	answer(s, operation{post, "/lessons/{id}/coverage", access.Learn, "claimCoverage", "Say what has been played of a lecture", []int{unknown, busy}}, fine, s.claimCoverage)
	answer(s, operation{post, "/lessons/{id}/complete", access.Learn, "completeLesson", "Mark a reading as done", []int{unknown, busy}}, fine, s.completeLesson)

	answer(s, operation{get, "/lessons/{id}/submission", access.Learn, "assignment", "My draft and what I have handed in for an assignment", []int{unknown}}, fine, s.assignment)
	answer(s, operation{put, "/lessons/{id}/submission", access.Learn, "saveDraft", "Keep a draft for an assignment", []int{unknown, busy}}, fine, s.saveDraft)
	answer(s, operation{put, "/lessons/{id}/submission/files/{asset}", access.Learn, "addSubmissionFile", "Put an uploaded file into the draft", []int{unknown, busy}}, fine, s.addFile)
	answer(s, operation{post, "/lessons/{id}/submissions", access.Learn, "handIn", "Hand in for an assignment; twice is once", []int{unknown, busy}}, fine, s.handIn)

	once(s, operation{post, "/quizzes/{id}/attempts", access.Learn, "startAttempt", "Start an attempt, or go on with the open one", []int{unknown, busy}}, s.startAttempt)
	answer(s, operation{get, "/attempts/{id}", access.Learn, "attempt", "My attempt and, once graded, its review", []int{unknown}}, fine, s.attempt)
	answer(s, operation{put, "/attempts/{id}/responses/{slot}", access.Learn, "saveResponse", "Save an answer", []int{unknown, busy}}, fine, s.saveResponse)
	answer(s, operation{post, "/attempts/{id}/responses/{slot}/check", access.Learn, "checkAnswer", "Be told what the saved answer earns, where the quiz allows it; it stands then", []int{unknown, busy}}, fine, s.checkAnswer)
	answer(s, operation{post, "/attempts/{id}/submit", access.Learn, "submitAttempt", "Hand in; twice is once", []int{unknown}}, fine, s.submitAttempt)

	answer(s, operation{post, "/uploads", access.Learn, "beginUpload", "Begin to send a file", []int{busy}}, created, s.beginUpload)
	answer(s, operation{post, "/uploads/{id}/parts", access.Learn, "uploadParts", "Get new addresses for parts", []int{unknown, busy}}, fine, s.uploadParts)
	answer(s, operation{get, "/uploads/{id}", access.Learn, "upload", "How far my upload has come", []int{unknown}}, fine, s.uploadState)
	answer(s, operation{post, "/uploads/{id}/finish", access.Learn, "finishUpload", "Say that all parts were sent; twice is once", []int{unknown, busy}}, taken, s.finishUpload)
	answer(s, operation{post, "/uploads/{id}/retry", access.Learn, "retryUpload", "Have a refused film made once more", []int{unknown, busy}}, taken, s.retryUpload)
	act(s, operation{remove, "/uploads/{id}", access.Learn, "cancelUpload", "Remove an upload that is not ready", []int{unknown, busy}}, s.cancelUpload)

	s.studioRoutes()
	s.volunteeringRoutes()
	s.volunteerDayRoutes()
	s.rosterRoutes()
	s.volunteerRoutes()
	s.planRoutes()
	s.boardRoutes()
	s.deskRoutes()
	s.voiceRoutes()
	s.authorRoutes()
	s.voiceDeskRoutes()
	s.eventDeskRoutes()
	s.governRoutes()
	s.meetingRoutes()

	answer(s, operation{get, "/certificates/{code}", access.Anyone, "certificate", "Verify a certificate by its code", []int{unknown, slow}}, fine, s.certificate)
	act(s, operation{put, "/certificates/{code}/privacy", access.Learn, "setCertificatePrivacy", "Hide part of the name on my certificate from others, or show it", []int{unknown}}, s.hideName)
	s.verifyRoute()
}
