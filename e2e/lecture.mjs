// Watching a lecture: the film really plays, at double speed, until the academy says that enough of it was watched.
import assert from 'node:assert/strict';

/** Films of the samples last 75 seconds at most; the rest is for a busy machine. */
const watching = { timeout: 120_000 };

export async function watchLecture({ page, say, lang }) {
  const player = page.locator('pd-player');
  const before = await percent(page);
  await player.getByLabel(say.speed).selectOption({ label: say.double });
  await player.getByRole('button', { name: say.play }).last().click();

  await at(page, 3);
  assert.equal(await film(page, (video) => video.playbackRate), 2, 'speed');
  await followsTranscript(page, lang);
  await grows(page, before);

  await enough(page);
  await player.getByRole('button', { name: say.pause }).click();
  await page.locator('[data-covered-note]').waitFor();
  assert.ok((await percent(page)) >= Number(await player.getAttribute('data-threshold')), 'percent after watching');
  await findsInTranscript(page, say);
}

function film(page, look) {
  return page.locator('pd-player video').evaluate(look);
}

async function percent(page) {
  return Number.parseInt(await page.locator('[data-coverage-percent]').innerText(), 10);
}

/** Waits until the film has come to a second by itself. */
function at(page, second) {
  return page.waitForFunction((s) => document.querySelector('pd-player video').currentTime >= s, second, watching);
}

/** Waits until a little more than what is asked for has been played. */
async function enough(page) {
  const needed = await page.locator('pd-player').evaluate((p) => (Number(p.dataset.duration) * (Number(p.dataset.threshold) + 2)) / 100);
  await page.waitForFunction(
    (seconds) => {
      const { played } = document.querySelector('pd-player video');
      return Array.from(played, (_, i) => played.end(i) - played.start(i)).reduce((a, b) => a + b, 0) >= seconds;
    },
    needed,
    watching,
  );
}

/** The caption over the film is the line that the transcript marks, and both go on. */
async function followsTranscript(page, lang) {
  const line = page.locator(`ol[data-transcript][lang=${lang}] li.on .tx`);
  const same = ([first, language]) => {
    const caption = document.querySelector('[data-cap]');
    const marked = document.querySelector(`ol[data-transcript][lang=${language}] li.on .tx`)?.textContent;
    return !caption.hidden && marked && marked !== first && caption.textContent.trim() === marked.trim();
  };
  await page.waitForFunction(same, ['', lang], watching);
  await page.waitForFunction(same, [await line.textContent(), lang], watching);
}

/** The page counts while the film plays. */
function grows(page, before) {
  return page.waitForFunction((p) => parseInt(document.querySelector('[data-coverage-percent]').textContent, 10) > p, before, watching);
}

/** A word of the transcript is found and marked. */
async function findsInTranscript(page, say) {
  const word = (await page.locator('ol[data-transcript]:not([hidden]) .tx').first().innerText()).split(/\s/)[0];
  await page.getByRole('searchbox', { name: say.find }).fill(word);
  await page.getByText(say.found).waitFor();
  assert.ok((await page.locator('ol[data-transcript]:not([hidden]) mark').count()) > 0, `“${word}” is marked`);
}
