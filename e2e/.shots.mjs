import { Academy } from './academy.mjs';
import { openBrowser, Visitor, desktop, phone } from './browser.mjs';
import { gather } from './cast.mjs';
import { mkdir } from 'node:fs/promises';
const out = '/tmp/shots'; await mkdir(out, { recursive: true });
const stage = {};
[stage.academy, stage.browser] = await Promise.all([Academy.start('demo'), openBrowser()]);
stage.cast = await gather(stage.academy);
const { cast, academy, browser } = stage;
console.log('up');
for (const [w, options] of [['p', { viewport: phone, isMobile: true, hasTouch: true, locale: 'ko-KR' }], ['d', { viewport: desktop, locale: 'ko-KR' }]]) {
  const v = await Visitor.open(browser, academy.url, options);
  await v.signIn(cast.admin.email, cast.admin.password);
  const { page } = v;
  await page.goto('/studio/participatory-diplomacy');
  const lessons = await page.locator('.lessons .what > a').evaluateAll((a) => a.map((x) => [x.getAttribute('href'), x.closest('li').innerText]));
  const lecture = lessons.find((l) => l[1].includes('강의'))?.[0] ?? lessons[0][0]; const reading = lessons.find((l) => l[1].includes('읽기'))?.[0];
  const slug = '/studio/participatory-diplomacy';
  const pages = { list: '/studio', new: '/studio/new', contents: slug, lecture, reading, captions: lecture + '/captions', media: slug + '/media', settings: slug + '/settings', publish: slug + '/publish', history: slug + '/history', staff: slug + '/staff', more: slug + '/more', analytics: slug + '/analytics', figures: lecture.replace('/lessons/', '/analytics/'), preview: slug + '/preview', plesson: lecture.replace('/lessons/', '/preview/') };
  for (const [name, path] of Object.entries(pages)) {
    for (const lang of ['ko', 'en']) {
      if (process.argv[2] && !process.argv[2].split(',').includes(name)) continue;
      await page.goto((lang === 'en' ? '/en' : '') + path);
      await page.waitForTimeout(300);
      await page.screenshot({ path: `${out}/${name}-${w}-${lang}.png`, fullPage: true });
    }
  }
  await v.context.close();
}
await browser.close(); await academy.remove(); process.exit(0);
