package handlers

import "academy/app/access"

// rosterRoutes is what goes on around a roster: tables of shifts, swaps, messages. They stand before volunteeringRoutes,
// whose patterns would take some of them.
func (s *server) rosterRoutes() []route {
	p := s.pages
	return []route{
		{get, "/coord/activities/:activity/shifts/template", access.Coordinate, p.ShiftTemplate},
		{get, "/coord/activities/:activity/shifts/import", access.Coordinate, p.ShiftImportForm},
		{post, "/coord/activities/:activity/shifts/import", access.Coordinate, p.BringShifts},
		{get, "/coord/activities/:activity/shifts/import/:import", access.Coordinate, p.ShiftImport},
		{post, "/coord/activities/:activity/shifts/import/:import", access.Coordinate, p.TakeShifts},

		{get, "/me/shifts/:assignment/swap", access.Learn, p.SwapForm},
		{post, "/me/shifts/:assignment/swap", access.Learn, p.OfferSwap},
		{post, "/me/shifts/:assignment/cover", access.Learn, p.AskCover},
		{post, "/me/swaps/:swap", access.Learn, p.AnswerSwap},
		{post, "/me/covers/:cover", access.Learn, p.AnswerCover},
		{get, "/coord/activities/:activity/swaps", access.Coordinate, p.Swaps},
		{post, "/coord/activities/:activity/swaps/:swap", access.Coordinate, p.DecideSwap},
		{get, "/coord/activities/:activity/messages", access.Coordinate, p.RosterMessages},
		{post, "/coord/activities/:activity/messages", access.Coordinate, p.SendRosterMessage},

		{get, "/me/volunteering/emergency", access.Learn, p.EmergencyForm},
		{post, "/me/volunteering/emergency", access.Learn, p.SetEmergency},
		{get, "/coord/activities/:activity/seats/:seat/emergency", access.Coordinate, p.SeatEmergency},
		{post, "/coord/activities/:activity/coordinators", access.Coordinate, p.SetCoordinators},
		{post, "/coord/activities/:activity/preview/:run/stop", access.Coordinate, p.StopRoster},
		{post, "/coord/activities/:activity/undo", access.Coordinate, p.UndoRoster},
		{post, "/coord/activities/:activity/seats/:seat/move", access.Coordinate, p.MoveSeat},
	}
}
