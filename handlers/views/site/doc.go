// Package site holds the pages that belong to no area: the first page, texts such as the terms, display settings,
// and the pages of trouble. It must not know how trouble is told from status to status: handlers/respond does.
package site
