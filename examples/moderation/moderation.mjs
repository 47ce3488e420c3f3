// A hook before messages are stored: rejects one word, and replaces another.
// SECRET=whsec_… PORT=8080 node moderation.mjs
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const key = Buffer.from(process.env.SECRET.replace(/^whsec_/, ''), 'base64');
const TOLERANCE = 5 * 60; // seconds

function isSigned(headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signatures = '' } = headers;
  if (!(Math.abs(Date.now() / 1000 - time) < TOLERANCE)) return false;
  const expected = createHmac('sha256', key).update(`${id}.${time}.`).update(body).digest();
  return signatures.split(' ').filter(signature => signature.startsWith('v1,')).some(signature => {
    const given = Buffer.from(signature.slice(3), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

function judge({ message }) {
  if (/\bspam\b/i.test(message.content)) return { action: 'reject', text: 'No spam, please.' };
  return { action: 'accept', content: message.content.replace(/\bdarn\b/gi, '****') };
}

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  if (!isSigned(request.headers, body)) return response.writeHead(401).end();
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(judge(JSON.parse(body))));
});
server.listen(process.env.PORT ?? 8080, () => console.log(`asked at port ${server.address().port}`));
