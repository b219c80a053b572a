package handlers

import (
	"academy/app/access"
	"academy/app/locale"
	"academy/handlers/guard"
	"academy/handlers/pages"
	"academy/handlers/request"

	"github.com/gofiber/fiber/v2"
)

const (
	get  = fiber.MethodGet
	post = fiber.MethodPost
)

// route is one line of the sheet: what is asked, what one must be allowed to do, and who answers.
type route struct {
	method string
	path   string
	need   access.Permission
	answer fiber.Handler
}

// register puts a route up in both languages. Whoever may get a page may ask for its head.
func (r route) register(f *fiber.App) {
	for _, lang := range []locale.Lang{locale.KO, locale.EN} {
		path := request.InLang(lang, r.path)
		if r.method == get {
			f.Get(path, guard.Need(r.need), r.answer)
		} else {
			f.Add(r.method, path, guard.Need(r.need), r.answer)
		}
	}
}

// routes is every page on one sheet; certificates and the studio have one of their own. Those that are kept ready are the same for all strangers.
func (s *server) routes() []route {
	p, ready := s.pages, s.ready.Page
	return []route{
		{get, "/", access.Anyone, ready(p.Home)},
		{get, "/courses", access.Anyone, ready(p.Catalogue, pages.CatalogueQuery()...)},
		{get, "/courses/:slug", access.Anyone, ready(p.Course)},
		{get, "/courses/:slug/enrol", access.Learn, p.EnrolForm},
		{post, "/courses/:slug/enrol", access.Learn, p.Enrol},
		{post, "/courses/:slug/withdraw", access.Learn, p.Withdraw},
		{get, "/courses/:slug/next", access.Learn, p.Next},

		{get, "/learn/:slug", access.Learn, p.Learn},
		{get, "/learn/:slug/grades", access.Learn, p.OwnGrades},
		{get, "/learn/:slug/:lesson", access.Learn, p.Lesson},
		{post, "/learn/:slug/:lesson/complete", access.Learn, p.Complete},
		{post, "/learn/:slug/:lesson/draft", access.Learn, p.SaveDraft},
		{post, "/learn/:slug/:lesson/file", access.Learn, p.SendFile},
		{get, "/learn/:slug/:lesson/files/:asset", access.Learn, p.DraftFile},
		{post, "/learn/:slug/:lesson/submission", access.Learn, p.HandIn},
		{get, "/learn/:slug/:lesson/hls/master.m3u8", access.Learn, p.Rungs},
		{get, "/learn/:slug/:lesson/hls/:side.m3u8", access.Learn, p.Rung},
		{get, "/learn/:slug/:lesson/video", access.Learn, p.VideoFile},
		{get, "/learn/:slug/:lesson/sound", access.Learn, p.SoundFile},
		{get, "/learn/:slug/:lesson/transcript.:lang.txt", access.Learn, p.Transcript("txt")},
		{get, "/learn/:slug/:lesson/transcript.:lang.vtt", access.Learn, p.Transcript("vtt")},

		{get, "/library/:id", access.Anyone, p.Media},

		{get, "/quiz/:id", access.Learn, p.QuizStart},
		{post, "/quiz/:id/attempts", access.Learn, p.StartAttempt},
		{get, "/attempts/:id", access.Learn, p.Attempt},
		{get, "/attempts/:id/questions/:slot", access.Learn, p.Question},
		{post, "/attempts/:id/questions/:slot", access.Learn, p.Answer},
		{post, "/attempts/:id/questions/:slot/file", access.Learn, p.HandInFile},
		{get, "/attempts/:id/files/:asset", access.Learn, p.OwnFile},
		{get, "/attempts/:id/check", access.Learn, p.Check},
		{post, "/attempts/:id/submit", access.Learn, p.Submit},

		{get, "/me", access.Learn, p.Dashboard},
		{get, "/me/session", access.Anyone, p.Session},
		{get, "/me/notifications", access.Learn, p.Notices},
		{post, "/me/notifications", access.Learn, p.MarkRead},
		{get, "/me/settings", access.Learn, p.Settings},
		{post, "/me/settings", access.Learn, p.SaveProfile},
		{post, "/me/settings/notices", access.Learn, p.SaveNotices},
		{get, "/me/settings/password", access.Learn, p.PasswordForm},
		{post, "/me/settings/password", access.Learn, p.ChangePassword},
		{post, "/me/settings/sessions", access.Learn, p.EndSession},
		{post, "/me/settings/sign-out-everywhere", access.Learn, p.SignOutEverywhere},
		{post, "/me/settings/confirm", access.Learn, p.ResendConfirmation},

		{get, "/login", access.Anyone, p.SignInForm},
		{post, "/login", access.Anyone, p.SignIn},
		{get, "/signup", access.Anyone, p.SignUpForm},
		{post, "/signup", access.Anyone, p.SignUp},
		{post, "/logout", access.Anyone, p.SignOut},
		{get, "/password/forgot", access.Anyone, p.ForgotForm},
		{post, "/password/forgot", access.Anyone, p.Forgot},
		{get, "/password/reset", access.Anyone, p.ResetForm},
		{post, "/password/reset", access.Anyone, p.Reset},
		{get, "/confirm", access.Anyone, p.ConfirmForm},
		{post, "/confirm", access.Anyone, p.Confirm},

		{get, "/unsubscribe", access.Anyone, p.LeaveForm},
		{post, "/unsubscribe", access.Anyone, p.Leave},

		{get, "/settings/view", access.Anyone, p.View},
		{post, "/settings/view", access.Anyone, p.SaveView},
		{get, "/help", access.Anyone, ready(p.Text("help"))},
		{get, "/terms", access.Anyone, ready(p.Text("terms"))},
		{get, "/privacy", access.Anyone, ready(p.Text("privacy"))},
		{get, "/accessibility", access.Anyone, ready(p.Text("accessibility"))},

		{get, "/admin", access.ReadOutbox, p.Admin},
		{get, "/admin/outbox", access.ReadOutbox, p.Outbox},
	}
}

// certificateRoutes is every page on which certificates and learning records are shown, shared and checked.
func (s *server) certificateRoutes() []route {
	p, ready := s.pages, s.ready.Page
	return []route{
		{get, "/certificates/:code.pdf", access.Anyone, s.guesses.Count(p.PDF)},
		{get, "/certificates/:code.json", access.Anyone, s.guesses.Count(p.Credential("application/json", s.app.Badges.JSON))},
		{get, "/certificates/:code.jwt", access.Anyone, s.guesses.Count(p.Credential("application/jwt", s.app.Badges.Token))},
		{get, "/certificates/:code.png", access.Anyone, s.guesses.Count(p.Credential("image/png", s.app.Badges.Picture))},
		{get, "/certificates/:code", access.Anyone, s.guesses.Count(p.Certificate)},
		{post, "/certificates/:code/privacy", access.Learn, p.HideName},
		{get, "/certificates/:code/name", access.Learn, p.NameForm},
		{post, "/certificates/:code/name", access.Learn, p.AskName},
		{get, "/records/:code.pdf", access.Anyone, s.guesses.Count(p.SharedRecordPDF)},
		{get, "/records/:code", access.Anyone, s.guesses.Count(p.SharedRecord)},
		{get, "/verify", access.Anyone, ready(p.VerifyForm)},
		{post, "/verify", access.Anyone, p.Verify},
		{get, "/verify/credential", access.Anyone, ready(p.VerifyForm)},
		{post, "/verify/credential", access.Anyone, p.CheckCredential},

		{get, "/me/certificates", access.Learn, p.MyCertificates},
		{get, "/me/record", access.Learn, p.RecordForm},
		{post, "/me/record", access.Learn, p.ChangeRecord},
		{post, "/me/record/preview", access.Learn, p.PreviewRecord},
		{post, "/me/record/pdf", access.Learn, p.PrintRecord},
		{post, "/me/record/share", access.Learn, p.ShareRecord},
		{post, "/me/record/end", access.Learn, p.EndRecord},

		{get, "/admin/certificates", access.CertifyAll, p.CertificatesAtLarge},
		{post, "/admin/certificates", access.CertifyAll, p.CertificatesAtLarge},
		{get, "/admin/certificates/:certificate", access.CertifyAll, p.FiledCertificate},
		{post, "/admin/certificates/:certificate", access.CertifyAll, p.ChangeCertificate},
	}
}

// studioRoutes is every page on which courses are made.
func (s *server) studioRoutes() []route {
	p := s.pages
	return []route{
		{get, "/studio", access.Author, p.Studio},
		{get, "/studio/new", access.Author, p.NewCourseForm},
		{post, "/studio/new", access.Author, p.NewCourse},
		{get, "/studio/:slug", access.Author, p.Contents},
		{post, "/studio/:slug/sections", access.Author, p.AddSection},
		{post, "/studio/:slug/sections/:section", access.Author, p.EditSection},
		{post, "/studio/:slug/lessons", access.Author, p.AddLesson},
		{get, "/studio/:slug/lessons/:lesson", access.Author, p.EditLesson},
		{post, "/studio/:slug/lessons/:lesson", access.Author, p.SaveLesson},
		{post, "/studio/:slug/lessons/:lesson/move", access.Author, p.MoveLesson},
		{post, "/studio/:slug/lessons/:lesson/film", access.Author, p.SetFilm},
		{get, "/studio/:slug/lessons/:lesson/captions", access.Author, p.Captions},
		{post, "/studio/:slug/lessons/:lesson/captions", access.Author, p.SetCaptions},
		{post, "/studio/:slug/lessons/:lesson/captions/shift", access.Author, p.ShiftCaptions},
		{get, "/studio/:slug/lessons/:lesson/transcript.:lang.txt", access.Author, p.WorkTranscript("txt")},
		{get, "/studio/:slug/lessons/:lesson/transcript.:lang.vtt", access.Author, p.WorkTranscript("vtt")},
		{get, "/studio/:slug/media", access.Author, p.CourseMedia},
		{post, "/studio/:slug/files", access.Author, p.TakeFile},
		{post, "/studio/:slug/lessons/:lesson/files", access.Author, p.TakeLessonFile},
		{post, "/studio/:slug/media/:asset", access.Author, p.ChangeMedia},
		{get, "/studio/:slug/preview", access.Author, p.PreviewCourse},
		{get, "/studio/:slug/preview/:lesson", access.Author, p.PreviewLesson},
		{get, "/studio/:slug/preview/:lesson/:lang.vtt", access.Author, p.PreviewCaption},
		{get, "/studio/:slug/settings", access.Author, p.CourseSettings},
		{post, "/studio/:slug/settings", access.Author, p.SaveCourseSettings},
		{get, "/studio/:slug/certificate", access.Author, p.CertificateTemplate},
		{post, "/studio/:slug/certificate", access.Author, p.SaveCertificateTemplate},
		{post, "/studio/:slug/certificate/preview", access.Author, p.CertificatePreview},
		{post, "/studio/:slug/certificate/preview.pdf", access.Author, p.CertificatePreviewPDF},
		{get, "/studio/:slug/publish", access.Author, p.PublishReview},
		{post, "/studio/:slug/publish", access.Author, p.Publish},
		{post, "/studio/:slug/discard", access.Author, p.Discard},
		{get, "/studio/:slug/history", access.Author, p.History},
		{post, "/studio/:slug/restore", access.Author, p.Restore},
		{get, "/studio/:slug/staff", access.Author, p.Staff},
		{post, "/studio/:slug/staff", access.Author, p.ChangeStaff},
		{get, "/studio/:slug/more", access.Author, p.More},
		{get, "/studio/:slug/export.zip", access.Author, p.Export},
		{post, "/studio/:slug/duplicate", access.Author, p.Duplicate},
		{post, "/studio/:slug/archive", access.Author, p.Archive},
	}
}

// teachingRoutes is every page of the studio on which those who learn are tested, marked and looked after.
func (s *server) teachingRoutes() []route {
	p := s.pages
	return []route{
		{get, "/studio/:slug/analytics", access.Author, p.Figures},
		{get, "/studio/:slug/analytics.csv", access.Author, p.FiguresCSV},
		{get, "/studio/:slug/analytics/learners", access.Author, p.Away},
		{get, "/studio/:slug/analytics/learners.csv", access.Author, p.AwayCSV},
		{get, "/studio/:slug/analytics/items", access.Author, p.ItemQuizzes},
		{get, "/studio/:slug/analytics/items/:quiz.csv", access.Author, p.ItemFiguresCSV},
		{get, "/studio/:slug/analytics/items/:quiz", access.Author, p.ItemFigures},
		{post, "/studio/:slug/analytics/items/:quiz", access.Author, p.AskItems},
		{get, "/studio/:slug/analytics/:lesson.csv", access.Author, p.LessonFiguresCSV},
		{get, "/studio/:slug/analytics/:lesson", access.Author, p.LessonFigures},
		{get, "/studio/:slug/learners", access.Author, p.Learners},
		{post, "/studio/:slug/learners", access.Author, p.Learners},
		{get, "/studio/:slug/learners/:enrolment", access.Author, p.LearnerStanding},
		{get, "/studio/:slug/learners/:enrolment/accommodations", access.Author, p.Accommodations},
		{post, "/studio/:slug/learners/:enrolment/accommodations", access.Author, p.Accommodate},
		{get, "/studio/:slug/certificates/names", access.Author, p.NameWishes},
		{post, "/studio/:slug/certificates/names", access.Author, p.RefuseName},
		{get, "/studio/:slug/bank", access.Author, p.Bank},
		{post, "/studio/:slug/bank", access.Author, p.EditBank},
		{get, "/studio/:slug/bank/new", access.Author, p.NewQuestionForm},
		{post, "/studio/:slug/bank/new", access.Author, p.SaveQuestion},
		{get, "/studio/:slug/bank/import", access.Author, p.ImportForm},
		{post, "/studio/:slug/bank/import", access.Author, p.BringQuestions},
		{get, "/studio/:slug/bank/import/:import", access.Author, p.Import},
		{post, "/studio/:slug/bank/import/:import", access.Author, p.TakeQuestions},
		{get, "/studio/:slug/bank/export", access.Author, p.ExportQuestions},
		{get, "/studio/:slug/bank/shared/:question", access.Author, p.SharedQuestion},
		{get, "/studio/:slug/bank/:question", access.Author, p.EditQuestion},
		{post, "/studio/:slug/bank/:question", access.Author, p.SaveQuestion},
		{get, "/studio/:slug/regrade/:question", access.Author, p.RegradeChoice},
		{post, "/studio/:slug/regrade/:question", access.Author, p.AskRegrade},
		{get, "/studio/:slug/regrades", access.Author, p.Regrades},
		{get, "/studio/:slug/regrades/:regrade", access.Author, p.Regrade},
		{post, "/studio/:slug/regrades/:regrade", access.Author, p.DecidePasses},
		{get, "/studio/:slug/marking", access.Author, p.Marking},
		{post, "/studio/:slug/marking", access.Author, p.GiveMark},
		{get, "/studio/:slug/marking/files/:asset", access.Author, p.MarkedFile},
		{get, "/studio/:slug/marking/given", access.Author, p.GivenMarks},
		{post, "/studio/:slug/marking/given", access.Author, p.CorrectMark},
		{get, "/studio/:slug/marking/late", access.Author, p.LateAnswers},
		{post, "/studio/:slug/marking/late", access.Author, p.DecideLate},
		{get, "/studio/:slug/grades", access.Author, p.Gradebook},
		{post, "/studio/:slug/grades", access.Author, p.Gradebook},
		{get, "/studio/:slug/grades.csv", access.Author, p.GradesFile("csv")},
		{get, "/studio/:slug/grades.xlsx", access.Author, p.GradesFile("xlsx")},
		{get, "/studio/:slug/grades/weights", access.Author, p.Weights},
		{post, "/studio/:slug/grades/weights", access.Author, p.SaveWeights},
		{get, "/studio/:slug/grades/import", access.Author, p.GradesImportForm},
		{post, "/studio/:slug/grades/import", access.Author, p.BringGrades},
		{get, "/studio/:slug/grades/import/:import", access.Author, p.GradesImport},
		{post, "/studio/:slug/grades/import/:import", access.Author, p.TakeGrades},
		{get, "/studio/:slug/grades/:enrolment", access.Author, p.LearnerGrades},
		{post, "/studio/:slug/grades/:enrolment", access.Author, p.GiveGrade},
		{get, "/studio/:slug/certificates", access.Author, p.Certificates},
		{post, "/studio/:slug/certificates", access.Author, p.Certificates},
		{get, "/studio/:slug/certificates.csv", access.Certify, p.CertificatesCSV},
		{post, "/studio/:slug/certificates/issue", access.Certify, p.IssueAll},
		{post, "/studio/:slug/certificates/bundle", access.Certify, p.TakeAll},
		{get, "/studio/:slug/certificates/runs/:run", access.Author, p.CertificateRun},
		{get, "/studio/:slug/certificates/runs/:run/file", access.Certify, p.BundleFile},
		{get, "/studio/:slug/certificates/:certificate", access.Author, p.FiledCertificate},
		{post, "/studio/:slug/certificates/:certificate", access.Certify, p.ChangeCertificate},
		{get, "/studio/:slug/submissions", access.Author, p.Submissions},
		{get, "/studio/:slug/submissions/:submission", access.Author, p.Submission},
		{post, "/studio/:slug/submissions/:submission", access.Author, p.MarkSubmission},
		{get, "/studio/:slug/submissions/:submission/files/:asset", access.Author, p.SubmissionFile},
		{get, "/studio/:slug/assignments/:lesson", access.Author, p.Task},
		{post, "/studio/:slug/assignments/:lesson", access.Author, p.SaveTask},
		{get, "/studio/:slug/quizzes/:lesson", access.Author, p.Quiz},
		{post, "/studio/:slug/quizzes/:lesson", access.Author, p.SaveQuiz},
		{get, "/studio/:slug/quizzes/:lesson/try", access.Author, p.TryQuiz},
		{post, "/studio/:slug/quizzes/:lesson/try", access.Author, p.GradeTrial},
	}
}

// voiceRoutes is every page on which citizens speak up and are answered.
func (s *server) voiceRoutes() []route {
	p := s.pages
	return []route{
		{get, "/participate", access.Anyone, p.Hub},
		{get, "/participate/consent", access.Anyone, p.ConsentPage},
		{post, "/participate/consent", access.Learn, p.Consent},
		{get, "/topics", access.Anyone, p.Topics},
		{get, "/topics/:slug", access.Anyone, p.Topic},
		{post, "/topics/:slug/documents", access.Moderate, p.AddDocument},
		{get, "/proposals", access.Anyone, p.Proposals},
		{get, "/proposals.csv", access.Anyone, p.OpenData},
		{get, "/proposals/new", access.TakePart, p.NewProposalForm},
		{post, "/proposals/new", access.TakePart, p.NewProposal},
		{get, "/proposals/overdue", access.Anyone, p.Overdue},
		{get, "/proposals/:id", access.Anyone, p.Proposal},
		{get, "/proposals/:id/edit", access.TakePart, p.EditProposalForm},
		{post, "/proposals/:id/edit", access.TakePart, p.EditProposal},
		{post, "/proposals/:id/support", access.TakePart, p.Support},
		{post, "/proposals/:id/comments", access.TakePart, p.Comment},
		{post, "/proposals/:id/comments/:comment/remove", access.Learn, p.RemoveComment},
		{post, "/proposals/:id/withdraw", access.Learn, p.WithdrawProposal},
		{post, "/proposals/:id/objection", access.TakePart, p.Object},
		{post, "/proposals/:id/report", access.Learn, p.Report},
		{get, "/changes", access.Anyone, p.Changes},
		{get, "/me/receipts", access.Learn, p.Receipts},
		{post, "/me/receipts/appeal", access.Learn, p.Appeal},
		{get, "/learn/:slug/:lesson/voices", access.Anyone, p.Resting},

		{get, "/mod", access.Moderate, p.Desk},
		{get, "/mod/log", access.Anyone, p.ModerationLog},
		{get, "/mod/cases/:case", access.Moderate, p.Case},
		{post, "/mod/cases/:case", access.Moderate, p.Decide},
		{get, "/mod/proposals/:id", access.Moderate, p.Officer},
		{post, "/mod/proposals/:id/take-up", access.Moderate, p.TakeUp},
		{post, "/mod/proposals/:id/answer", access.Moderate, p.DraftAnswer},
		{post, "/mod/proposals/:id/sign", access.SignAnswers, p.Sign},
		{post, "/mod/proposals/:id/commitments", access.Moderate, p.Commit},
		{post, "/mod/proposals/:id/extend", access.Moderate, p.Extend},
		{post, "/mod/proposals/:id/override", access.Moderate, p.Override},
		{post, "/mod/proposals/:id/merge", access.Moderate, p.Merge},
		{post, "/mod/commitments/:commitment", access.Moderate, p.SetProgress},

		{get, "/mod/agendas", access.Govern, p.Agendas},
		{get, "/mod/agendas/new", access.Govern, p.AgendaForm},
		{post, "/mod/agendas/new", access.Govern, p.SaveAgenda},
		{get, "/mod/agendas/:slug", access.Govern, p.AgendaForm},
		{post, "/mod/agendas/:slug", access.Govern, p.SaveAgenda},
		{post, "/mod/agendas/:slug/phases", access.Govern, p.AddPhase},
		{post, "/mod/agendas/:slug/phases/:phase/remove", access.Govern, p.RemovePhase},
		{post, "/mod/agendas/:slug/documents/:document/remove", access.Govern, p.RemoveDocument},
		{get, "/mod/rules", access.Govern, p.VoiceRules},
		{post, "/mod/rules/ladder", access.Govern, p.SetLadder},
		{post, "/mod/rules/clocks", access.Govern, p.SetClocks},
		{post, "/mod/rules/holidays", access.Govern, p.AddHoliday},
		{post, "/mod/rules/holidays/remove", access.Govern, p.RemoveHoliday},
	}
}
