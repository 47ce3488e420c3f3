// A receiver of webhooks: decides to whom a push goes, and with which badge.
// SECRET=whsec_… PORT=8080 node push.mjs
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const key = Buffer.from(process.env.SECRET.replace(/^whsec_/, ''), 'base64');
const TOLERANCE = 5 * 60; // seconds
const OLD = 60 * 60 * 1000; // milliseconds: nobody wants a push about that any more

// The id of the last event of each conversation, or user where it has none. Keep these in your database, with what you make of the events.
const last = new Map();

function isSigned(headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signatures = '' } = headers;
  if (!(Math.abs(Date.now() / 1000 - time) < TOLERANCE)) return false;
  const expected = createHmac('sha256', key).update(`${id}.${time}.`).update(body).digest();
  return signatures.split(' ').filter(signature => signature.startsWith('v1,')).some(signature => {
    const given = Buffer.from(signature.slice(3), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

// Each event comes at least once, and those of a conversation in their order: what is not higher was there before.
// Ids of one epoch, the part before the first -, have one order. Another epoch is another history: it begins anew.
function isNew(id, { conversationId, userId }) {
  const subject = conversationId ?? userId;
  const known = last.get(subject);
  const isOfThisEpoch = known !== undefined && known.split('-')[0] === id.split('-')[0];
  if (isOfThisEpoch && id <= known) return false;
  last.set(subject, id);
  return true;
}

function pushesOf({ type, timestamp, data }) {
  if (type !== 'message.created' || data.message === undefined || data.message.deleted) return [];
  if (Date.now() - Date.parse(timestamp) > OLD) return [];
  return data.recipients
    .filter(({ muted, mentioned }) => !muted || mentioned)
    .map(({ userId, unreadTotal }) => ({ to: userId, badge: unreadTotal, text: data.message.content }));
}

function take(id, event) {
  if (event.type === 'webhook.test' || !isNew(id, event.data)) return;
  for (const push of pushesOf(event)) console.log(`push ${JSON.stringify(push)}`); // here: to APNs, FCM, Web Push
}

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  if (!isSigned(request.headers, body)) return response.writeHead(401).end();
  const event = JSON.parse(body);
  if (event.events === undefined) take(request.headers['webhook-id'], event);
  else for (const each of event.events) take(each.id, each);
  response.writeHead(204).end(); // only now: what is not acknowledged comes again
});
server.listen(process.env.PORT ?? 8080, () => console.log(`receives at port ${server.address().port}`));
