//go:build !unix

package postgres

import "context"

// Server is a running PostgreSQL. There is none on this system.
type Server struct{}

// Start answers ErrUnsupported.
func Start(context.Context, Options) (*Server, error) { return nil, ErrUnsupported }

// Running answers ErrUnsupported.
func Running(string) (string, error) { return "", ErrUnsupported }

// DataDir answers nothing here.
func (*Server) DataDir() string { return "" }

// URL answers nothing here.
func (*Server) URL() string { return "" }

// AdminURL answers nothing here.
func (*Server) AdminURL(string) string { return "" }

// PID answers nothing here.
func (*Server) PID() int { return 0 }

// PIDs answers nothing here.
func (*Server) PIDs() ([]int, error) { return nil, ErrUnsupported }

// Stop has nothing to stop.
func (*Server) Stop() error { return nil }
