// Package parts holds the pieces that pages are put together from: icons, fields, cards, lists, sentences that
// several pages say. It knows the views of the use cases and the words of app/locale; it must not know requests,
// sessions or how a whole page is framed.
package parts
