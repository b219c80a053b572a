package handlers

import "academy/app/access"

// volunteeringRoutes is every page of activities, rosters and those who help.
func (s *server) volunteeringRoutes() []route {
	p := s.pages
	return []route{
		{get, "/activities", access.Anyone, p.Activities},
		{get, "/activities/:activity", access.Anyone, p.Activity},
		{post, "/activities/:activity/sign-up", access.Learn, p.TakeShift},
		{get, "/me/shifts", access.Learn, p.MyShifts},
		{post, "/me/shifts/feed", access.Learn, p.ResetFeed},
		{get, "/me/shifts/:assignment.ics", access.Learn, p.ShiftCalendar},
		{post, "/me/shifts/:assignment", access.Learn, p.AnswerShift},
		{get, "/calendar/:token.ics", access.Anyone, p.Feed},
		{get, "/me/volunteering", access.Learn, p.VolunteerProfile},
		{post, "/me/volunteering", access.Learn, p.Volunteer},
		{post, "/me/volunteering/times", access.Learn, p.AddTimes},
		{post, "/me/volunteering/times/remove", access.Learn, p.RemoveTimes},

		{get, "/coord", access.Coordinate, p.Coordinated},
		{get, "/coord/new", access.Coordinate, p.NewActivityForm},
		{post, "/coord/new", access.Coordinate, p.AddActivity},
		{get, "/coord/volunteers", access.Coordinate, p.Volunteers},
		{get, "/coord/volunteers/:citizen", access.Coordinate, p.OneVolunteer},
		{post, "/coord/volunteers/:citizen", access.Coordinate, p.DecideVolunteer},
		{post, "/coord/volunteers/:citizen/grant", access.Coordinate, p.GrantDuty},
		{get, "/coord/activities/:activity/edit", access.Coordinate, p.EditActivityForm},
		{post, "/coord/activities/:activity/edit", access.Coordinate, p.SaveActivity},
		{post, "/coord/activities/:activity/state", access.Coordinate, p.SetActivityState},
		{get, "/coord/activities/:activity/shifts", access.Coordinate, p.Shifts},
		{post, "/coord/activities/:activity/shifts", access.Coordinate, p.AddShifts},
		{post, "/coord/activities/:activity/shifts/copy", access.Coordinate, p.CopyDay},
		{get, "/coord/activities/:activity/shifts/:shift", access.Coordinate, p.Shift},
		{post, "/coord/activities/:activity/shifts/:shift", access.Coordinate, p.SaveShift},
		{post, "/coord/activities/:activity/shifts/:shift/cancel", access.Coordinate, p.CancelShift},
		{get, "/coord/activities/:activity/roster", access.Coordinate, p.Board},
		{post, "/coord/activities/:activity/publish", access.Coordinate, p.PublishRoster},
		{get, "/coord/activities/:activity/needs/:need/assign", access.Coordinate, p.Candidates},
		{post, "/coord/activities/:activity/needs/:need/assign", access.Coordinate, p.Assign},
		{get, "/coord/activities/:activity/seats/:seat", access.Coordinate, p.Seat},
		{post, "/coord/activities/:activity/seats/:seat", access.Coordinate, p.Unassign},
		{post, "/coord/activities/:activity/preview", access.Coordinate, p.AskRoster},
		{get, "/coord/activities/:activity/preview/:run", access.Coordinate, p.PreviewRoster},
		{post, "/coord/activities/:activity/preview/:run", access.Coordinate, p.TakeRoster},
		{post, "/coord/activities/:activity/preview/:run/drop", access.Coordinate, p.DropRoster},
	}
}
