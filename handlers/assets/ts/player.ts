// Loaded by lesson pages with a video: the player, the record of what was watched, the transcript.
import { Captions } from './player/captions';
import { Controls } from './player/controls';
import { CoverageBar } from './player/coveragebar';
import { Film } from './player/film';
import { connectKeys } from './player/keys';
import { Recorder } from './player/recorder';
import { Transcript } from './player/transcript';

/** The video of a lesson with its controls. Markup and attributes: handlers/assets/README.md, 9.2. */
class PlayerElement extends HTMLElement {
  #connected = false;

  connectedCallback(): void {
    const video = this.querySelector('video');
    if (!video || this.#connected) return;
    this.#connected = true;
    this.tabIndex = -1;

    const film = new Film(this, video);
    const captions = new Captions(this, video);
    const controls = new Controls(this, video, captions);
    connectKeys(this, controls);
    void film.start();

    const transcript = new Transcript(video, captions);
    transcript.start();
    const bar = new CoverageBar(this, video);
    if (this.dataset['coverageUrl']) new Recorder(this, video, bar).start();
    this.#connectSeeking(controls);
  }

  #connectSeeking(controls: Controls): void {
    document.addEventListener('click', (event) => {
      const link = (event.target as Element).closest<HTMLElement>('[data-seek]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      controls.playFrom(Number(link.dataset['seek']));
      this.scrollIntoView({ block: 'nearest' });
    });
  }
}

customElements.define('pd-player', PlayerElement);
