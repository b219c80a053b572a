package site

// TextView is a text of the academy, such as the terms.
type TextView struct {
	Title string
	// HTML was made of our own Markdown and sanitised.
	HTML string
}
