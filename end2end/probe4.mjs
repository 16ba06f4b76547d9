import { chromium } from '@playwright/test';
const b = await chromium.launch({ executablePath:'/usr/bin/chromium', args:['--no-sandbox'] });
const p = await (await b.newContext()).newPage();
p.on('console', m=>console.log(m.type(), m.text().slice(0,2500))); p.on('pageerror', e=>console.log('ERR', e.message.slice(0,2500)));
await p.goto((process.argv[2]||'http://127.0.0.1:39911')+'/sign-in'); await p.waitForTimeout(3000);
await p.getByLabel('Password',{exact:true}).fill('abc'); await p.getByRole('button',{name:'Show password'}).click();
console.log('type', await p.getByLabel('Password',{exact:true}).getAttribute('type'), await p.title());
await b.close();
