// Somebody's own web site, on an origin that is not Empire's: pages that embed the seller form.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HostSite {
  /** The origin that may embed the form, once an admin allowed it. */
  readonly origin: string;
  /** The same site under another name: never allowed. */
  readonly stranger: string;
  close(): Promise<void>;
}

/** `/inline` shows the form in the page, `/popup` behind a button. Both write the form's events below it. */
export async function startHostSite(empire: string): Promise<HostSite> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const page = pages(empire)[pathname];
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page ?? '<!doctype html><title>Not here</title>');
  });
  const port = await listen(server);
  return {
    origin: `http://localhost:${port}`,
    stranger: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, () => resolve((server.address() as AddressInfo).port)));
}

function pages(empire: string): Record<string, string> {
  return {
    '/inline': page(`<script src="${empire}/embed.js" data-form="sell-your-house" async></script>`),
    '/popup': page(`<script src="${empire}/embed.js" data-form="sell-your-house" data-mode="popup" async></script>`),
  };
}

function page(embed: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Oak and Elm Home Buyers</title>
<h1>We buy houses in Austin</h1>
<p>A fair price, no repairs, no fees.</p>
${embed}
<p>Our office is on Congress Avenue.</p>
<ol aria-label="Events"></ol>
<script>
  for (const name of ['ready', 'step', 'submit', 'error']) {
    document.addEventListener('empire:' + name, (event) => {
      const item = document.createElement('li');
      item.textContent = name + ' ' + JSON.stringify(event.detail ?? {});
      document.querySelector('ol').append(item);
    });
  }
</script>
`;
}
