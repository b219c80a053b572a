// A lecture of a hundred megabytes on its way over a bad line: into a folder, and into a real S3 server.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Academy, freePort, freshFolder, run } from './academy.mjs';
import { desktop, openBrowser, phone, Visitor } from './browser.mjs';

const minio = process.env.ACADEMY_TEST_S3_BIN ?? join(process.env.XDG_CACHE_HOME ?? join(process.env.HOME, '.cache'), 'academy/bin/minio');
const bounded = { timeout: 600_000 };
const password = 'river stone lantern 42';

describe('a lecture comes in over a bad line', bounded, () => {
  const stage = {};

  before(async () => {
    stage.folder = await mkdtemp(join(tmpdir(), 'academy-film-'));
    stage.film = join(stage.folder, '1강 도시와 외교 🎓.mp4');
    [stage.browser] = await Promise.all([openBrowser(), film(stage.film)]);
  }, bounded);

  after(async () => {
    await stage.browser?.close();
    await rm(stage.folder, { recursive: true, force: true });
  });

  test('into a folder', bounded, () => upload(stage, {}));

  test('into an S3 server', bounded, async () => {
    const store = await Minio.start();
    try {
      await upload(stage, { ACADEMY_MEDIA_URL: store.address }, store.origin);
    } finally {
      await store.remove();
    }
  });
});

/** Half a minute of noise, which no encoder makes small: at least 100 MB. */
async function film(path) {
  await promisify(execFile)('ffmpeg', [
    '-nostdin', '-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=12:duration=30,noise=alls=100:allf=t', '-f', 'lavfi', '-i', 'sine=frequency=330:duration=30',
    '-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '1', '-pix_fmt', 'yuv420p', '-c:a', 'aac', path,
  ]);
  assert.ok((await stat(path)).size >= 100_000_000, 'the film is too small to tell anything');
}

async function upload(stage, variables, stranger) {
  const data = await freshFolder();
  for (const [email, role] of [['lecturer@example.org', 'instructor'], ['learner@example.org', 'citizen']]) {
    const { code, output } = await run(['user', 'add', '--email', email, '--name', '이강사', '--role', role, '--password-stdin'], data, password, variables);
    assert.equal(code, 0, output);
  }
  const academy = await Academy.start('serve', { data, variables });
  try {
    const visitor = await Visitor.open(stage.browser, academy.url, { viewport: desktop, locale: 'ko-KR' });
    visitor.allow(stranger);
    await visitor.signIn('lecturer@example.org', password);
    await new Studio(visitor, stage.film).walk();
    await visitor.close();
    await watch(stage, academy, stranger);
  } finally {
    await academy.remove();
  }
}

/** A learner enrols and sees the lecture run, with its captions, from the playlist. */
async function watch(stage, academy, stranger) {
  const visitor = await Visitor.open(stage.browser, academy.url, { viewport: phone, locale: 'ko-KR' });
  visitor.allow(stranger);
  await visitor.signIn('learner@example.org', password);
  await visitor.goto('/courses/cities/enrol');
  await visitor.page.locator('main form button[type=submit]').first().click();
  await visitor.page.waitForLoadState('load');
  const playlist = visitor.page.waitForResponse((answer) => /hls\/\d+\.m3u8/.test(answer.url()), { timeout: 60_000 });
  await visitor.goto('/learn/cities');
  await visitor.page.getByText('안녕하세요, 도시입니다').first().waitFor();
  await visitor.page.locator('pd-player [data-act=play]').filter({ visible: true }).first().click();
  assert.equal((await playlist).status(), 200);
  await visitor.page.waitForFunction(() => document.querySelector('pd-player video').currentTime > 1, undefined, { timeout: 60_000 });
  await visitor.close();
}

/** An instructor with a slow line that is lost twice, and a page that is closed by mistake. */
class Studio {
  constructor(visitor, file) {
    this.visitor = visitor;
    this.page = visitor.page;
    this.file = file;
  }

  async walk() {
    await this.begin();
    await this.loseTheLine();
    await this.loseThePage();
    await this.loseTheLine();
    await this.arrive();
    await this.caption();
    await this.publish();
  }

  async begin() {
    await this.visitor.goto('/studio/new');
    await this.fill({ title_ko: '도시외교', title_en: 'City diplomacy', slug: 'cities' });
    await this.press('만들기');
    await this.page.locator('details.add summary').first().click();
    await this.page.getByRole('radio', { name: '강의' }).check();
    await this.fill({ lesson_ko: '1강', lesson_en: 'Lecture 1' });
    await this.press('추가', this.page.locator('.sections'));
    this.line = await this.page.context().newCDPSession(this.page);
    await this.slow();
    await this.choose();
  }

  async fill(fields) {
    for (const [name, text] of Object.entries(fields)) await this.page.locator(`main [name=${name}]`).filter({ visible: true }).first().fill(text);
  }

  async press(name, within = this.page.locator('main')) {
    await Promise.all([this.page.waitForEvent('load'), within.getByRole('button', { name, exact: true }).first().click()]);
  }

  /** About 12 MB a second, so that there is something to lose. */
  slow(offline = false) {
    return this.line.send('Network.emulateNetworkConditions', { offline, latency: 5, downloadThroughput: -1, uploadThroughput: 12_000_000 });
  }

  choose() {
    return this.page.setInputFiles('#film input[type=file]', this.file);
  }

  get row() {
    return this.page.locator('#film li.upload');
  }

  async percent() {
    return Number(await this.row.locator('progress').evaluate((bar) => bar.value));
  }

  async waitFor(percent) {
    for (let i = 0; i < 600 && (await this.percent()) < percent; i++) await sleep(100);
    assert.ok((await this.percent()) < 100, 'it was sent before the line could be lost');
  }

  async loseTheLine() {
    await this.waitFor((await this.percent()) + 15);
    this.visitor.forgive();
    await this.slow(true);
    await this.page.getByText('연결이 끊겼습니다').first().waitFor();
    await sleep(500);
    await this.slow(false);
    await this.page.locator('li.upload[data-standing=sending]').waitFor({ timeout: 60_000 });
  }

  async loseThePage() {
    this.page.once('dialog', (dialog) => dialog.accept());
    this.visitor.forgive();
    await this.page.reload();
    await this.page.getByText('올리다 만 파일').waitFor();
    await this.choose();
    await this.page.locator('li.upload[data-standing=sending]').waitFor();
    assert.ok((await this.percent()) > 5, 'it begins anew');
  }

  async arrive() {
    await this.page.locator('li.upload[data-standing=sent]').waitFor({ timeout: 120_000 });
    await this.page.locator('#film-row video').waitFor({ timeout: 240_000 });
  }

  async caption() {
    await this.slow(false);
    await this.page.getByRole('link', { name: '자막 올리기와 고치기' }).click();
    for (const [lang, text] of [['ko', '안녕하세요, 도시입니다'], ['en', 'Hello, cities']]) {
      await this.page.locator(`pd-cues[data-lang=${lang}] [data-do=text]`).click();
      await this.page.locator(`#captions-${lang}`).fill(`1\n00:00:00,500 --> 00:00:04,000\n${text}\n`);
      await this.press('저장', this.page.locator(`section[aria-labelledby=c-${lang}]`));
    }
  }

  async publish() {
    await this.visitor.goto('/studio/cities/settings');
    await this.fill({ summary_ko: '도시의 외교', summary_en: 'Cities', description_ko: '소개', description_en: 'About' });
    await this.press('저장');
    await this.visitor.goto('/studio/cities/publish');
    await this.press('게시하기');
    await this.page.getByText('게시했습니다').waitFor();
  }
}

/** A real MinIO server on a folder of its own. */
class Minio {
  static async start() {
    const store = new Minio();
    store.folder = await mkdtemp(join(tmpdir(), 'academy-minio-'));
    const port = await freePort();
    store.origin = `http://127.0.0.1:${port}`;
    store.address = `s3://academy:academy-secret@127.0.0.1:${port}/media?tls=false`;
    const env = { ...process.env, MINIO_ROOT_USER: 'academy', MINIO_ROOT_PASSWORD: 'academy-secret', MINIO_BROWSER: 'off' };
    store.child = spawn(minio, ['server', '--quiet', '--address', `127.0.0.1:${port}`, store.folder], { env, stdio: 'ignore' });
    process.once('exit', () => store.child.kill('SIGKILL'));
    for (let i = 0; i < 300; i++) {
      if (await fetch(`${store.origin}/minio/health/ready`).then((r) => r.ok, () => false)) return store;
      await sleep(100);
    }
    throw new Error('MinIO does not start');
  }

  async remove() {
    this.child.kill('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }
}
