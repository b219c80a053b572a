import { openBrowser } from './browser.mjs'; import * as w from './walks.mjs';
const browser = await openBrowser(); const t=Date.now();
try { await w[process.argv[2]]({academy:{url:'http://127.0.0.1:18090'}, browser}); console.log('ok'); }
catch (e) { console.error(e); for (const c of browser.contexts()) for (const p of c.pages()) { console.log(p.url()); await p.screenshot({path:'/tmp/e2e-hand/fail.png'}).catch(()=>{}); } }
console.log(((Date.now()-t)/1000).toFixed(1)+' s'); await browser.close();
