// Reads what happens in the message service, each event at least once: npm install redis
// REDIS_URL, STREAM and SEEN_FOR (seconds) may be set.
import { createClient } from 'redis';

const stream = process.env.STREAM ?? 'ms:events';
const group = 'my-service'; // each service reads all events by a group of its own
const me = `${group}-${process.pid}`; // each process is a consumer of its own
const seenFor = Number(process.env.SEEN_FOR ?? 86400);

const redis = createClient({ url: process.env.REDIS_URL ?? 'redis://localhost:6379' });
redis.on('error', (problem) => console.error(`redis: ${problem.message}`));
await redis.connect();
await redis
  .xGroupCreate(stream, group, '$', { MKSTREAM: true }) // '$': what happens from now on; '0': all
  .catch((problem) => {
    if (!problem.message.startsWith('BUSYGROUP')) throw problem;
  });

/** What the service does; here it prints. To throw is to see the event again. */
async function handle({ type, data }) {
  switch (type) {
    case 'messageStored':
      return console.log(`${data.conversationId} #${data.seq} ${data.senderId}: ${data.content}`);
    case 'conversationRead':
      return console.log(`${data.conversationId} read by ${data.userId} up to ${data.readUpTo}`);
    case 'participantsChanged':
      return console.log(`${data.conversationId} (${data.kind}) +[${data.came}] -[${data.left}]`);
    case 'userOnline':
    case 'userOffline':
      return console.log(`${data.userId} ${type === 'userOnline' ? 'online' : 'offline'}`);
    case 'eventsLost':
      return console.error(`missed ${data.count} changes in ${data.log}: load anew what is kept`);
    default: // of a later version: passed over
  }
}

async function process1({ id: entry, message }) {
  const { id, type, data } = message;
  const seen = `${group}:seen:${id}`;
  if (!(await redis.exists(seen))) { // told twice: done once
    await handle({ type, data: JSON.parse(data) });
    await redis.set(seen, '1', { EX: seenFor });
  }
  await redis.xAck(stream, group, entry); // only now
}

let stopping = false;
process.on('SIGTERM', () => (stopping = true));
for (let from = '0'; !stopping; ) {
  // '0' first: what this consumer took and did not acknowledge; then '>': what is new
  const answer = await redis.xReadGroup(group, me, { key: stream, id: from }, { COUNT: 100, BLOCK: 2000 });
  const entries = answer?.[0]?.messages ?? [];
  for (const entry of entries) await process1(entry);
  if (entries.length === 0) {
    from = '>';
    // what another process of this service took and left a minute ago
    const left = await redis.xAutoClaim(stream, group, me, 60_000, '0', { COUNT: 100 });
    for (const entry of left.messages) if (entry) await process1(entry);
  }
}
await redis.close();
