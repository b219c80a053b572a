// A browser under watch: whoever opens a page through here learns of everything that went wrong on it, and of everything
// that a strict content policy forbids.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

/** Widths of the two screens that every page is made for, and of the narrowest one it must bear. */
export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 900 };
export const narrow = { width: 320, height: 640 };

const patience = 20_000;

/** The address of a page in a language: English pages stand under /en. */
export function inLanguage(lang, path) {
  return lang === 'en' ? `/en${path}`.replace(/^\/en\/(?=$|\?)/, '/en') : path;
}

export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.ACADEMY_E2E_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--mute-audio',
    ],
  });
}

/** A visitor: a browser context of its own, with a list of what went wrong in it. */
export class Visitor {
  /** One line for each thing that must not happen: script errors, breaches of the policy, requests to strangers. */
  troubles = [];

  #expected = new Set();
  #friend;
  #patient = false;
  #conflicting = false;

  static async open(browser, origin, options = {}) {
    const visitor = new Visitor();
    visitor.origin = origin;
    visitor.context = await browser.newContext({ baseURL: origin, viewport: desktop, timezoneId: 'Asia/Seoul', reducedMotion: 'reduce', ...options });
    visitor.context.setDefaultTimeout(patience);
    await visitor.#watch();
    visitor.page = await visitor.context.newPage();
    return visitor;
  }

  async #watch() {
    const { context } = this;
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}`));
    });
    context.on('console', (message) => {
      // Failed loads are told by the responses below, with their addresses.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) this.#tell(message.text());
    });
    context.on('weberror', (error) => this.#tell(error.error().message));
    context.on('request', (request) => this.#checkOrigin(request));
    context.on('response', (response) => this.#checkResponse(response));
    context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      if (why !== 'net::ERR_ABORTED' && !this.#patient) this.#tell(`${request.url()}: ${why}`); // leaving a page aborts what it was loading
    });
  }

  #tell(text) {
    this.troubles.push(`${this.page?.url() ?? ''}: ${text}`);
  }

  #checkOrigin(request) {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== this.origin && url.origin !== this.#friend) this.#tell(`asked a stranger: ${url}`);
  }

  #checkResponse(response) {
    const request = response.request();
    const page = request.isNavigationRequest() || request.headers().accept === 'text/html'; // which a script has asked for in its place
    const told = (page && this.#expected.has(response.status())) || (this.#conflicting && response.status() === 409);
    if (response.status() >= 400 && !told) this.#tell(`${response.status()} ${response.url()}`);
    if (new URL(response.url()).origin !== this.origin) return; // the store sends no pages
    const policy = response.headers()['content-security-policy'];
    if (!policy) this.#tell(`no content policy: ${response.url()}`);
    else if (/unsafe-(inline|eval|hashes)/.test(policy)) this.#tell(`lax content policy: ${policy}`);
  }

  /** Says that the store, which has an origin of its own, may be asked. */
  allow(origin) {
    this.#friend = origin;
  }

  /** Says that from now on requests may fail, because the line is going to be lost. */
  forgive() {
    this.#patient = true;
  }

  /** Says that from now on the server may refuse an answer because of a later one. */
  conflict() {
    this.#conflicting = true;
  }

  /** Says that pages with this status are what the test is after. */
  expect(status) {
    this.#expected.add(status);
  }

  /** Opens an address and checks the status of the answer. */
  async goto(path, status = 200) {
    this.expect(status);
    const response = await this.page.goto(path);
    assert.equal(response.status(), status, `status of ${path}`);
  }

  /** Signs in without walking through the form. */
  async signIn(email, password) {
    const answer = await this.context.request.post('/login', { form: { email, password }, headers: { origin: this.origin }, maxRedirects: 0 });
    assert.equal(answer.status(), 303, `sign-in of ${email}: ${answer.status()}`);
  }

  /** Closes the context and fails when anything went wrong in it. */
  async close() {
    await this.context.close();
    assert.deepEqual(this.troubles, [], 'what went wrong in the browser');
  }
}
