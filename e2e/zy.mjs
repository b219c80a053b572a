import { openBrowser, Visitor } from './browser.mjs'; import {Walk} from './walk.mjs'; import {readCourse} from './samples.mjs';
const browser = await openBrowser(); const v=await Visitor.open(browser,'http://127.0.0.1:18090',{}); const w=new Walk(v,'en');
const c=await readCourse('climate-diplomacy'); await w.findCourse(c); await w.enrolAsNewcomer('A B');
v.page.on('response', async r=>{ if(r.url().includes('coverage')) console.log(r.request().postData(), JSON.stringify(r.request().headers()), r.status(), await r.text())});
await v.page.getByLabel('Speed').selectOption('2'); await v.page.getByRole('button',{name:'Play'}).last().click();
await v.page.waitForTimeout(14000); console.log(v.troubles, await v.page.locator('[data-coverage-note]').innerText()); await browser.close();
