// Package app is what the academy does. Its areas stand in the folders below and never import one another; this file
// is the only place where they meet: it builds them and joins what one has to tell to those who take it.
package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"academy/app/access"
	"academy/app/assessment"
	"academy/app/authoring"
	"academy/app/authoring/folder"
	"academy/app/coursework"
	"academy/app/credentials"
	"academy/app/credentials/badges"
	"academy/app/credentials/diploma"
	"academy/app/credentials/naming"
	"academy/app/credentials/record"
	"academy/app/grades"
	"academy/app/identity"
	"academy/app/insight"
	"academy/app/jobs"
	"academy/app/learning"
	"academy/app/library"
	"academy/app/locale"
	"academy/app/notify"
	"academy/app/operations"
	"academy/app/participation"
	"academy/app/participation/meetings"
	"academy/app/prose"
	"academy/app/questions"
	"academy/app/quizzes"
	"academy/app/volunteering"
	"academy/media"
	"academy/models"
	"academy/models/assets"
	"academy/models/courses"

	"github.com/google/uuid"
)

// Deps is what the academy needs of the world. Each key serves one purpose and has 32 bytes.
type Deps struct {
	DB      *models.DB
	Store   media.Store
	Mailer  notify.Mailer
	BaseURL string
	// Scratch and UploadLimit are those of library.Deps.
	Scratch     string
	UploadLimit int64

	AccessKey, RefreshKey, CounterKey, CheckInKey, LinkKey []byte
	// SealKey and PreviousSealKey are those of badges.Deps.
	SealKey, PreviousSealKey []byte
}

// App is the areas, ready to be used, and who takes which job.
type App struct {
	Identity     *identity.Service
	Authoring    *authoring.Service
	Library      *library.Service
	Learning     *learning.Service
	Quizzes      *quizzes.Service
	Assessment   *assessment.Service
	Coursework   *coursework.Service
	Grades       *grades.Service
	Credentials  *credentials.Service
	Badges       *badges.Service
	Record       *record.Service
	Naming       *naming.Service
	Insight      *insight.Service
	Volunteering *volunteering.Service
	Notify       *notify.Service
	Voice        *participation.Service
	Meetings     *meetings.Service
	Operations   *operations.Service
	Messages     *locale.Catalogue
	Takers       *jobs.Takers
}

// New builds the areas.
func New(d Deps) (*App, error) {
	messages, err := locale.Load()
	if err != nil {
		return nil, err
	}
	queue, err := jobs.NewQueue()
	if err != nil {
		return nil, err
	}
	printer, err := certificatePrinter()
	if err != nil {
		return nil, err
	}
	text := prose.NewWriter()
	a := &App{Messages: messages, Operations: operations.New(operations.Deps{DB: d.DB, Store: d.Store})}
	a.Identity = identity.New(identity.Deps{
		DB: d.DB, Queue: queue, AccessKey: d.AccessKey, RefreshKey: d.RefreshKey, CounterKey: d.CounterKey, BaseURL: d.BaseURL,
	})
	a.Notify = notify.New(notify.Deps{DB: d.DB, Queue: queue, Mailer: d.Mailer, BaseURL: d.BaseURL, LinkKey: d.LinkKey, Catalogue: messages, Letter: a.letter})
	a.Credentials = credentials.New(credentials.Deps{DB: d.DB, Queue: queue, Store: d.Store, Printer: printer, Messages: messages, BaseURL: d.BaseURL, Scratch: d.Scratch, Look: lookAtCertificates, ReadName: identity.ReadName, Asked: a.asked, Served: served})
	if a.Badges, err = badges.New(badges.Deps{DB: d.DB, Messages: messages, BaseURL: d.BaseURL, SealKey: d.SealKey, PreviousSealKey: d.PreviousSealKey}); err != nil {
		return nil, err
	}
	a.Record = record.New(record.Deps{DB: d.DB, Fonts: printer.Fonts, Messages: messages, BaseURL: d.BaseURL})
	a.Naming = naming.New(naming.Deps{DB: d.DB, Queue: queue, ReadName: identity.ReadName, Look: lookAtCertificates})
	a.Learning = learning.New(learning.Deps{
		DB: d.DB, Store: d.Store, HTML: text.HTML, Look: lookAtWork,
		Completed: func(tx *models.Tx, id uuid.UUID) error {
			return queue.Enqueue(tx, jobs.IssueCertificate{EnrolmentID: id})
		},
	})
	a.Assessment = assessment.New(assessment.Deps{
		DB: d.DB, Queue: queue, Catalogue: messages, HTML: text.HTML, Inline: text.Inline, Look: lookAtAttempts, Peek: a.admission(false), Admit: a.admission(true), Graded: a.Learning.Graded,
		FindSent: findSent, Address: func(ctx context.Context, file assets.Asset) (string, error) {
			return a.Library.SavingAddress(ctx, file)
		},
		Regraded: func(tx *models.Tx, quizID uuid.UUID) error { return a.Insight.AskAgain(tx, quizID) },
	})
	a.Coursework = a.coursework(d.DB, queue, text)
	a.Grades = grades.New(grades.Deps{DB: d.DB, Queue: queue, Look: lookAtGrades, Passed: a.Learning.Passed})
	a.Quizzes = quizzes.New(quizzes.Deps{DB: d.DB, Inline: text.Inline, Look: lookAtQuizzes, Compose: a.compose})
	a.Authoring = authoring.New(authoring.Deps{
		DB: d.DB, Store: d.Store, Queue: queue, HTML: text.HTML, Pictures: picturesIn(text), SaveQuiz: a.saveQuiz, LoadQuizzes: a.loadQuizzes, CheckQuiz: checkQuiz, CheckAssignment: coursework.CheckTask,
		NewQuiz: a.Quizzes.NewQuiz, ShowQuiz: a.Quizzes.ShowQuiz, Published: a.Learning.Forget,
		LoadCertificate: a.loadCertificate, SaveCertificate: a.saveCertificate, CheckCertificate: a.checkCertificate,
		SearchWords: func(texts ...string) string { return searchWords(text, texts) },
	})
	a.Library = library.New(library.Deps{DB: d.DB, Store: d.Store, Queue: queue, Scratch: d.Scratch, UploadLimit: d.UploadLimit})
	a.Insight = insight.New(insight.Deps{DB: d.DB, Queue: queue, Look: lookAtCourse, Read: readQuestion})
	a.Voice = participation.New(participation.Deps{DB: d.DB, Queue: queue, Messages: messages})
	a.Meetings = a.meetings(d, queue)
	a.Volunteering = a.volunteering(d, queue)
	a.Takers = a.takers()
	return a, nil
}

// takers says who does which job.
func (a *App) takers() *jobs.Takers {
	t := jobs.NewTakers()
	jobs.Take(t, a.Credentials.Issue)
	jobs.Take(t, a.Credentials.Print)
	jobs.TakeLong(t, a.Credentials.Run)
	jobs.Take(t, func(ctx context.Context, _ jobs.ResumeCertificates) error { return a.Credentials.Resume(ctx) })
	jobs.Every(t, 15*time.Second, jobs.ResumeCertificates{})
	jobs.Take(t, a.Notify.Notify)
	jobs.Take(t, a.Notify.SendMail)
	jobs.Take(t, a.Notify.MailNotice)
	jobs.Take(t, a.Notify.MailDigest)
	jobs.Take(t, func(ctx context.Context, _ jobs.SendDigests) error { return a.Notify.SendDigests(ctx) })
	jobs.Every(t, 10*time.Minute, jobs.SendDigests{})
	jobs.Take(t, func(ctx context.Context, j jobs.RecountCourse) error { return a.Learning.Recount(ctx, j.CourseID) })
	jobs.Take(t, func(ctx context.Context, _ jobs.SubmitOverdue) error { return a.Assessment.SubmitOverdue(ctx) })
	jobs.Take(t, func(ctx context.Context, _ jobs.Sweep) error {
		return errors.Join(a.Learning.Sweep(ctx), a.Identity.Sweep(ctx), a.Library.SweepUploads(ctx), a.Quizzes.Sweep(ctx), a.Grades.Sweep(ctx), a.Volunteering.Sweep(ctx), a.Credentials.Sweep(ctx), a.Record.Sweep(ctx))
	})
	jobs.TakeLong(t, a.Insight.AnalyseItems)
	jobs.TakeLong(t, func(ctx context.Context, j jobs.SettleGrades) error { return a.Grades.Settle(ctx, j.ImportID) })
	jobs.TakeLong(t, a.Library.ProcessUpload)
	jobs.TakeLong(t, a.Assessment.Regrade)
	jobs.Take(t, func(ctx context.Context, _ jobs.ResumeRegrades) error { return a.Assessment.ResumeRegrades(ctx) })
	jobs.Every(t, time.Minute, jobs.ResumeRegrades{})
	jobs.Take(t, a.Library.DropMedia)
	jobs.Take(t, func(ctx context.Context, _ jobs.ResumeUploads) error { return a.Library.ResumeUploads(ctx) })
	jobs.Every(t, time.Minute, jobs.ResumeUploads{})
	jobs.Take(t, func(ctx context.Context, _ jobs.PrepareAttempts) error {
		_, err := a.Assessment.PrepareAttempts(ctx)
		return err
	})
	jobs.Every(t, time.Minute, jobs.PrepareAttempts{})
	jobs.Every(t, 15*time.Second, jobs.SubmitOverdue{})
	jobs.Every(t, time.Hour, jobs.Sweep{})
	jobs.Take(t, a.Voice.Tell)
	jobs.Take(t, func(ctx context.Context, _ jobs.TendProposals) error { return a.Voice.Tend(ctx) })
	jobs.Every(t, time.Minute, jobs.TendProposals{})
	a.takeVolunteering(t)
	a.takeMeetings(t)
	return t
}

func certificatePrinter() (*diploma.Printer, error) {
	regular, err := media.Font(media.FontRegular)
	if err != nil {
		return nil, err
	}
	bold, err := media.Font(media.FontBold)
	if err != nil {
		return nil, err
	}
	return diploma.NewPrinter(regular, bold)
}

// asked tells credentials what a revision of a course asks of whoever completes it.
func (a *App) asked(tx *models.Tx, revisionID uuid.UUID) (models.Text, error) {
	rule, err := a.Learning.RuleOf(tx, revisionID)
	in := func(lang locale.Lang) string { return strings.Join(rule.Lines(a.Messages.Printer(lang, "")), "\n") }
	return models.Text{KO: in(locale.KO), EN: in(locale.EN)}, err
}

func (a *App) letter(ctx context.Context, userID uuid.UUID, mail string) (notify.Letter, error) {
	l, err := a.Identity.MailLink(ctx, userID, mail)
	return notify.Letter(l), err
}

// lookAtCourse tells insight who makes a course.
func lookAtCourse(tx *models.Tx, who access.Actor, slug string) (insight.Course, error) {
	head, work, err := authoring.Look(tx, who, slug)
	return insight.Course{Head: insight.Head(head), ID: work.CourseID, Revision: work.Published}, err
}

// lookAtWork tells learning who makes a course.
func lookAtWork(tx *models.Tx, who access.Actor, slug string) (courses.Work, learning.Head, error) {
	head, work, err := authoring.Look(tx, who, slug)
	return work, learning.Head(head), err
}

// lookAtAttempts tells assessment who makes a course.
func lookAtAttempts(tx *models.Tx, who access.Actor, slug string) (courses.Work, assessment.Head, error) {
	head, work, err := authoring.Look(tx, who, slug)
	return work, assessment.Head(head), err
}

// findSent tells assessment what a citizen has sent to be handed in.
func findSent(tx *models.Tx, citizenID, assetID uuid.UUID) (questions.Content, error) {
	file, err := library.FindSent(tx, citizenID, assetID)
	return questions.Content{Name: file.Name, Type: file.ContentType, Bytes: file.Bytes}, err
}

// lookAtGrades tells grades who makes a course.
func lookAtGrades(tx *models.Tx, who access.Actor, slug string) (courses.Work, grades.Head, error) {
	head, work, err := authoring.Look(tx, who, slug)
	return work, grades.Head(head), err
}

// lookAtCertificates tells credentials who makes a course.
func lookAtCertificates(tx *models.Tx, who access.Actor, slug string) (courses.Work, credentials.Head, error) {
	head, work, err := authoring.Look(tx, who, slug)
	return work, credentials.Head(head), err
}

// lookAtQuizzes tells quizzes who makes a course.
func lookAtQuizzes(tx *models.Tx, who access.Actor, slug string) (courses.Work, quizzes.Head, error) {
	head, work, err := authoring.Look(tx, who, slug)
	return work, quizzes.Head(head), err
}

func (a *App) compose(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID, from int, quiz courses.QuizWork) error {
	return a.Authoring.SetQuiz(ctx, who, slug, lessonID, from, quiz)
}

// admission tells assessment what learning knows of a citizen before a quiz.
func (a *App) admission(lock bool) func(tx *models.Tx, citizenID, quizID uuid.UUID) (assessment.Admission, error) {
	return func(tx *models.Tx, citizenID, quizID uuid.UUID) (assessment.Admission, error) {
		seat, err := a.Learning.Seat(tx, citizenID, quizID, lock)
		return assessment.Admission{
			EnrolmentID: seat.EnrolmentID, LessonID: seat.LessonID, CourseID: seat.CourseID, CourseSlug: seat.CourseSlug, CourseTitle: seat.CourseTitle,
			LessonTitle: seat.LessonTitle, Locked: seat.Locked, NextLessonID: seat.NextLesson, CourseDone: seat.CourseDone,
			PassPercent: seat.PassPercent,
		}, err
	}
}

func (a *App) saveQuiz(tx *models.Tx, q authoring.QuizDraft) (uuid.UUID, error) {
	return a.Quizzes.SaveQuiz(tx, quizDraft(q))
}

func (a *App) loadQuizzes(tx *models.Tx, ids []uuid.UUID, composed map[uuid.UUID]courses.QuizWork) (map[uuid.UUID]authoring.QuizDraft, error) {
	written, err := a.Quizzes.LoadQuizzes(tx, ids, composed)
	drafts := make(map[uuid.UUID]authoring.QuizDraft, len(written))
	for id, q := range written {
		draft := authoring.QuizDraft{CourseID: q.CourseID, ID: q.ID, Quiz: folder.Quiz{Terms: q.Terms}}
		for _, from := range q.Questions {
			draft.Questions = append(draft.Questions, folder.Question(from))
		}
		drafts[id] = draft
	}
	return drafts, err
}

func checkQuiz(q authoring.QuizDraft) []authoring.QuizProblem {
	var problems []authoring.QuizProblem
	for _, p := range quizDraft(q).Validate() {
		problems = append(problems, authoring.QuizProblem(p))
	}
	return problems
}

func quizDraft(q authoring.QuizDraft) quizzes.QuizDraft {
	draft := quizzes.QuizDraft{CourseID: q.CourseID, ID: q.ID, Terms: q.Terms}
	for _, from := range q.Questions {
		draft.Questions = append(draft.Questions, quizzes.QuestionDraft(from))
	}
	return draft
}

func picturesIn(text *prose.Writer) func(string) []authoring.Picture {
	return func(markdown string) []authoring.Picture {
		var list []authoring.Picture
		for _, p := range text.Pictures(markdown) {
			list = append(list, authoring.Picture(p))
		}
		return list
	}
}

// searchWords is what a course is found by: the pairs and words of all its texts, without their marks.
func searchWords(text *prose.Writer, texts []string) string {
	var words []string
	for _, t := range texts {
		words = append(words, locale.Bigrams(text.Words(t))...)
	}
	return strings.Join(words, " ")
}
