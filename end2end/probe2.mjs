import { chromium } from '@playwright/test';
const b = await chromium.launch({ executablePath:'/usr/bin/chromium', args:['--no-sandbox'] });
const p = await (await b.newContext()).newPage();
p.on('console', m=>console.log(m.type(), m.text().slice(0,1500), m.location().url)); p.on('pageerror', e=>console.log('ERR', e.message.slice(0,1500)));
p.on('request', r=>console.log('>', r.url().slice(0,120))); p.on('requestfailed', r=>console.log('FAILED', r.url(), r.failure()?.errorText));
await p.goto('http://127.0.0.1:39911/sign-in'); await p.waitForTimeout(4000);
console.log(await p.evaluate(async () => { try { const m = await import('/pkg/empire.js'); return Object.keys(m).join(); } catch (e) { return String(e) } }));
await b.close();
