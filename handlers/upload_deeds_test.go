package handlers_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"academy/app/access"
	"academy/app/authoring"
	"academy/app/library"
	"academy/media"
	"academy/models"
	"academy/models/assets"

	"github.com/google/uuid"
)

// sendIn brings a film of the new course in as far as its last part, and answers its upload and its asset.
func (s *site) sendIn(t *testing.T, who access.Actor) (upload, asset uuid.UUID) {
	t.Helper()
	content := mp4()
	ticket, err := s.Library.BeginUpload(t.Context(), who, library.UploadRequest{
		Name: "1강.mp4", Bytes: int64(len(content)), Purpose: library.ForLecture, Course: "city-diplomacy",
	})
	if err != nil {
		t.Fatal(err)
	}
	s.put(t, ticket.Parts[0].URL, bytes.NewReader(content), int64(len(content))).want(http.StatusOK)
	status, err := s.Library.UploadState(t.Context(), who, ticket.ID)
	if err != nil {
		t.Fatal(err)
	}
	return ticket.ID, status.Asset
}

func (s *site) finish(t *testing.T, who access.Actor, upload uuid.UUID) {
	t.Helper()
	if _, err := s.Library.FinishUpload(t.Context(), who, upload, nil); err != nil {
		t.Fatal(err)
	}
}

// refuse says of an upload what is wrong with it, as whoever makes films of them does.
func (s *site) refuse(t *testing.T, who access.Actor, upload uuid.UUID, reason string) {
	t.Helper()
	if err := s.DB.Write(t.Context(), func(tx *models.Tx) error {
		u, err := assets.FindUpload(tx, upload, who.ID)
		if err != nil {
			return err
		}
		return assets.UpdateUploadState(tx, u, "refused", reason)
	}); err != nil {
		t.Fatal(err)
	}
}

// mp4 is the head of a film, which is enough to be taken for one.
func mp4() []byte {
	return append([]byte("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"), make([]byte, 4000)...)
}

func TestLibrary_ARefusedFilmIsTriedAgainAndOneOnItsWayCancelledWithoutScript(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	upload, asset := s.sendIn(t, who)
	s.finish(t, who, upload)
	s.refuse(t, who, upload, "upload.unreadable")
	row := "#m-" + asset.String()
	page := b.get(course + "/media").want(http.StatusOK)
	if got := page.find(row + " .err").Text(); !strings.Contains(got, "다시 시도해 보고") {
		t.Errorf("it says %q", got)
	}
	retry := formOf(page, row+" form:has([value=retry])", url.Values{"do": {"retry"}})
	b.sendTo(course+"/media/"+asset.String(), retry).want(http.StatusSeeOther)
	page = b.get(course + "/media").want(http.StatusOK)
	if !strings.Contains(page.find(row).Text(), "처리를 기다리는 중") || page.find(row+" [value=retry],"+row+" [value=remove]").Length() != 0 {
		t.Errorf("tried again, it says %q", page.find(row).Text())
	}
	cancel := formOf(page, row+" details form", url.Values{"do": {"cancel"}})
	b.sendTo(course+"/media/"+asset.String(), cancel).want(http.StatusSeeOther)
	if b.get(course+"/media").want(http.StatusOK).find(row).Length() != 0 {
		t.Error("what was cancelled is still there")
	}
	b.sendTo(course+"/media/"+asset.String(), cancel).want(http.StatusNotFound)
}

func TestLibrary_WhatCannotBeTriedAgainOrCancelledIsTold(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	upload, asset := s.sendIn(t, who)
	s.finish(t, who, upload)
	s.refuse(t, who, upload, "upload.type_lecture")
	if b.get(course+"/media").find("#m-"+asset.String()+" [value=retry]").Length() != 0 {
		t.Error("what was not kept can be tried again")
	}
	s.refuse(t, who, upload, "upload.unreadable")
	if err := s.Files.Delete(t.Context(), media.SourceKey(asset, "")); err != nil {
		t.Fatal(err)
	}
	fields := url.Values{"upload": {upload.String()}, "do": {"retry"}}
	if got := b.sendTo(course+"/media/"+asset.String(), fields).want(http.StatusConflict).find(".error-summary").Text(); !strings.Contains(got, "다시 올려 주세요") {
		t.Errorf("it says %q", got)
	}
	if err := s.DB.Write(t.Context(), func(tx *models.Tx) error {
		return assets.UpdateUploadState(tx, assets.Upload{ID: upload, AssetID: asset}, "ready", "")
	}); err != nil {
		t.Fatal(err)
	}
	fields.Set("do", "cancel")
	b.sendTo(course+"/media/"+asset.String(), fields).want(http.StatusConflict)
	fields.Set("upload", "nothing")
	b.sendTo(course+"/media/"+asset.String(), fields).want(http.StatusNotFound)
}

func TestCheating_OnlyWhoHasSentAFileTriesItAgainOrCancelsIt(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	upload, asset := s.sendIn(t, who)
	other, editor := s.signedIn(t, access.Instructor)
	if err := s.Authoring.SetStaff(t.Context(), who, "city-diplomacy", editor.Email, authoring.Editor); err != nil {
		t.Fatal(err)
	}
	page := other.get(course + "/media").want(http.StatusOK)
	if row := page.find("#m-" + asset.String()); row.Find("form").Length() != 0 || !strings.Contains(row.Text(), "올린 사람만") {
		t.Errorf("an editor sees %q", row.Text())
	}
	citizen, _ := s.signedIn(t)
	for _, do := range []string{"retry", "cancel"} {
		fields := url.Values{"upload": {upload.String()}, "do": {do}}
		other.sendTo(course+"/media/"+asset.String(), fields).want(http.StatusNotFound)
		citizen.sendTo(course+"/media/"+asset.String(), fields).want(http.StatusForbidden)
	}
	if status, err := s.Library.UploadState(t.Context(), who, upload); err != nil || status.State != "receiving" {
		t.Errorf("it is %+v, %v", status, err)
	}
}
