import { chromium } from '@playwright/test';
const b = await chromium.launch({ executablePath:'/usr/bin/chromium', args:['--no-sandbox'] });
const c = await b.newContext({ baseURL:'http://127.0.0.1:39911' }); const p = await c.newPage();
p.on('console', m=>console.log(m.type(), m.text().slice(0,1500), m.location().url)); p.on('pageerror', e=>console.log('ERR', e.message.slice(0,1500)));
p.on('response', r=>{ if(r.status()>=400) console.log(r.status(), r.url()) });
await p.goto('/sign-in'); await p.waitForTimeout(1500);
await p.getByLabel('Email').fill('dana@juniper.example'); await p.getByLabel('Password',{exact:true}).fill('juniper demo house'); await p.getByRole('button',{name:'Sign in',exact:true}).click();
await p.waitForTimeout(2000); console.log(p.url());
for (const a of process.argv.slice(2)) { console.log('--', a); await p.goto(a); await p.waitForTimeout(2000); console.log(await p.getByRole('button',{name:/, profile$/}).isEnabled(), await p.title()); await p.screenshot({path:'/tmp/e2e-run/'+a.replace(/\W+/g,'_')+'.png'}); }
await b.close();
