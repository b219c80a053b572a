package notify

import (
	"context"
	"errors"
	"fmt"

	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
)

// SendMail takes the job of the same name: one mail of the account. There may be nobody to write to any more, or
// never have been: then nothing is sent and nothing has failed.
func (s *Service) SendMail(ctx context.Context, job jobs.SendMail) error {
	if !s.Catalogue.Has(subjectKey(job.Mail)) {
		return fmt.Errorf("unknown mail %q", job.Mail)
	}
	letter, err := s.Letter(ctx, job.UserID, job.Mail)
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.send(ctx, job.Mail, letter, "")
}

// send writes a mail in its reader's language. In its messages {0} is the reader's name, which mails of the account leave
// out: whoever opens one for a stranger's address chooses it; {1} the link, and what
// follows belongs to the mail. leave is where such mails are stopped, empty for those that one has to get.
func (s *Service) send(ctx context.Context, mail string, letter Letter, leave string, args ...any) error {
	printer := s.Catalogue.Printer(locale.Parse(letter.Locale), "")
	args = append([]any{letter.Name, letter.Link}, args...)
	body := printer.T("mail."+mail+".body", args...) + "\n\n-- \n" + printer.T("mail.footer", s.BaseURL) + "\n"
	if leave != "" {
		body += printer.T("mail.leave", leave) + "\n"
	}
	return s.Mailer.Send(ctx, Mail{To: letter.To, Subject: printer.T(subjectKey(mail), args...), Body: body, Leave: leave, Files: letter.Files})
}

func subjectKey(mail string) string { return "mail." + mail + ".subject" }
