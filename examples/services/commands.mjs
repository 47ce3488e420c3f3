// Sends a message and a notice through the message service: npm install redis
// node commands.mjs CONVERSATION SENDER USER TEXT
import { createClient } from 'redis';
import { randomUUID } from 'node:crypto';

const stream = process.env.STREAM ?? 'ms:commands';
const [conversationId, senderId, userId, content] = process.argv.slice(2);

const redis = createClient({ url: process.env.REDIS_URL ?? 'redis://localhost:6379' });
await redis.connect();

// The id is made once for what is asked, and the same where it is asked again.
await redis.xAdd(stream, '*', {
  id: process.env.ID ?? randomUUID(), type: 'send', conversationId, senderId, content,
});
await redis.xAdd(stream, '*', {
  id: randomUUID(), type: 'notice', userId, event: 'orderShipped',
  data: JSON.stringify({ order: 7, carrier: 'snail' }),
});
await redis.close();
