package handlers

import "academy/app/access"

// meetingRoutes is every page of town halls, roundtables, seminars and open lectures.
func (s *server) meetingRoutes() []route {
	p := s.pages
	return []route{
		{get, "/events", access.Anyone, p.Meetings},
		{get, "/events.csv", access.Anyone, p.EventData},
		{get, "/events/join/:pass", access.Learn, p.JoinMeeting},
		{get, "/events/checkin/:token", access.Learn, p.MeetingCheckInForm},
		{post, "/events/checkin/:token", access.Learn, p.MeetingCheckIn},
		{get, "/events/:id.ics", access.Learn, p.MeetingCalendar},
		{get, "/events/:id", access.Anyone, p.Meeting},
		{get, "/events/:id/register", access.TakePart, p.RegisterForm},
		{post, "/events/:id/register", access.TakePart, p.Register},
		{post, "/events/:id/registration", access.Learn, p.AnswerMeeting},
		{post, "/events/:id/checkin", access.Learn, p.TypeMeetingCode},
		{post, "/events/:id/questions", access.TakePart, p.PutQuestion},
		{post, "/events/:id/questions/:question/vote", access.TakePart, p.VoteQuestion},
		{post, "/events/:id/questions/:question/remove", access.Learn, p.RemoveQuestion},
		{post, "/events/:id/questions/:question/report", access.Learn, p.ReportQuestion},
		{get, "/me/events", access.Learn, p.MyMeetings},

		{get, "/mod/events", access.Moderate, p.MeetingDesk},
		{get, "/mod/events/new", access.Moderate, p.NewMeetingForm},
		{post, "/mod/events/new", access.Moderate, p.AddMeeting},
		{get, "/mod/events/:id", access.Moderate, p.MeetingGuests},
		{get, "/mod/events/:id/edit", access.Moderate, p.EditMeetingForm},
		{post, "/mod/events/:id/edit", access.Moderate, p.SaveMeeting},
		{post, "/mod/events/:id/publish", access.Moderate, p.PublishMeeting},
		{post, "/mod/events/:id/cancel", access.Moderate, p.CancelMeeting},
		{get, "/mod/events/:id/checkin", access.Moderate, p.MeetingDay},
		{get, "/mod/events/:id/after", access.Moderate, p.MeetingAfter},
		{post, "/mod/events/:id/after", access.Moderate, p.SaveMeetingAfter},
		{post, "/mod/events/:id/commitments/:commitment", access.Moderate, p.SetMeetingProgress},
		{get, "/mod/events/:id/questions", access.Moderate, p.MeetingQuestions},
		{post, "/mod/events/:id/questions/:question", access.Moderate, p.DecideQuestion},
		{post, "/mod/events/:id/checkin/:registration", access.Moderate, p.MarkGuest},
	}
}
