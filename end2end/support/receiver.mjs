// A partner's program: verifies what comes with the reference library of Standard Webhooks, and behaves as it is told.
// Runs as a process of its own; `receiver.ts` starts it and talks to it.

import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

let behaviour = 'takes';
let secrets = [];
let requests = [];
let port = 0;
let server;

function judge(headers, body) {
  const words = [];
  for (const secret of secrets) {
    try {
      new Webhook(secret).verify(body, headers);
      return { verified: true };
    } catch (error) {
      words.push(error.message);
    }
  }
  return { verified: false, why: words.join(', ') || 'no secret is known' };
}

function typeOf(body) {
  try {
    return JSON.parse(body).type;
  } catch {
    return 'not JSON';
  }
}

function receive(request, response) {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts).toString('utf8');
    const id = request.headers['webhook-id'];
    const signatures = (request.headers['webhook-signature'] ?? '').split(' ').length;
    requests.push({ path: request.url, id, type: typeOf(body), signatures, ...judge(request.headers, body), behaviour });
    answer(response);
  });
}

function answer(response) {
  switch (behaviour) {
    case 'fails':
      response.writeHead(500, { 'content-type': 'text/plain', 'set-cookie': 'trace=hunter2' });
      response.end('out of paper');
      break;
    case 'redirects':
      response.writeHead(302, { location: '/elsewhere' });
      response.end();
      break;
    case 'breaks':
      // Promises more than it sends.
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half of it', () => response.destroy());
      break;
    case 'hangs':
      break;
    default:
      response.writeHead(204);
      response.end();
  }
}

function up() {
  return new Promise((resolve, reject) => {
    server = createServer(receive);
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      port = server.address().port;
      resolve(port);
    });
  });
}

function down() {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const ORDERS = {
  up,
  down,
  behave: (how) => { behaviour = how; },
  trust: (known) => { secrets = known; },
  requests: () => requests,
  forget: () => { requests = []; },
};

process.on('message', async ({ number, order, value }) => {
  process.send({ number, value: await ORDERS[order](value) });
});
process.on('disconnect', () => process.exit());
