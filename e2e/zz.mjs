import { readFileSync, writeFileSync } from 'node:fs'; import { spawnSync } from 'node:child_process';
import { Academy } from './academy.mjs'; import { openBrowser } from './browser.mjs'; import { gather } from './cast.mjs'; import * as w from './walks.mjs'; import * as e from './everypage.mjs';
// dev: own academy on the kept data folder
const t=Date.now(); const academy = await Academy.start('demo', {data:'/tmp/e2e-hand/data'}); console.log('start',Date.now()-t);
const cast = await gather(academy); console.log('gather',Date.now()-t);
const browser = await openBrowser(); 
for (const job of process.argv.slice(2)) { const [f,l]=job.split(':'); const t=Date.now();
try { await (w[f]??e[f])({academy, browser, cast}, l); console.log(job,'ok'); } catch (e) { console.log(job, e.message); }
console.log(((Date.now()-t)/1000).toFixed(1)+' s'); }
await browser.close(); await academy.stop();
