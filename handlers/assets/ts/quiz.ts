// Loaded by pages of an attempt: saves answers as they are given, keeps what could not be sent, counts the time.
import { Flags } from './quiz/flags';
import { HandIn } from './quiz/handin';
import { Navigator } from './quiz/navigator';
import { Outbox } from './quiz/outbox';
import { Question } from './quiz/question';
import { SaveLine } from './quiz/saveline';
import { Sequence } from './quiz/sequence';
import { Timer } from './quiz/timer';
import { Unsent } from './quiz/unsent';
import { Session } from './page/session';

/** One page of an attempt. Markup and attributes: handlers/assets/README.md, 10.1. */
class QuizElement extends HTMLElement {
  #connected = false;

  connectedCallback(): void {
    if (this.#connected) return;
    this.#connected = true;
    const form = this.querySelector<HTMLFormElement>('form[data-slot]');
    const attempt = this.dataset['attempt'] ?? '';
    const line = new SaveLine(this);
    const map = new Navigator(this);
    const session = new Session(form?.dataset['csrf'] ?? this.dataset['csrf'] ?? '');
    const outbox = new Outbox(this, new Unsent(this.dataset['user'] ?? '', attempt), session, line, map);

    const place = form?.querySelector<HTMLElement>('[data-hand-in]');
    if (form && place) new HandIn(place, form, session).start();
    const question = form ? new Question(this, form, outbox, line, map) : undefined;
    for (const list of this.querySelectorAll<HTMLElement>('[data-sequence]')) new Sequence(list).start();
    new Flags(this, attempt).start();
    const timer = new Timer(this);
    timer.start(() => void question?.close());
    outbox.tellTime((at) => timer.correct(at));
    const submit = this.querySelector<HTMLFormElement>('form[data-submit-attempt]');
    if (submit) outbox.holdUntilSent(submit);
    outbox.start();
  }
}

customElements.define('pd-quiz', QuizElement);
