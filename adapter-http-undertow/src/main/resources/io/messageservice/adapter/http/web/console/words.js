/** What figures are called. */

const LABELS = {
  outbox: 'Frames that wait for clients',
  connection: 'Commands under way',
  request: 'Sockets not upgraded',
  page: 'Pages being read',
  join: 'Joins',
  feed: 'Feeds and comparison',
  signal: 'From other nodes',
  message: 'Messages',
  receipt: 'Receipts',
  typing: 'Typing',
  presence: 'Presence',
  notice: 'Notices',
  change: 'Changes',
  caught_up: 'Caught up',
  custom: 'Custom events',
  delivery_seconds: 'Delivery of a message',
  commit_seconds: 'Commit of a batch',
  event_loop_lag_seconds: 'Wait for an event loop',
  bus_delay_seconds: 'Bus to itself',
  hook_seconds: 'Hook before sending',
  webhook_seconds: 'Call of the webhook',
  websocket: 'WebSocket',
  sse: 'Events over HTTP',
};

/** For people; what is not named here is its name with spaces. */
export function label(name) {
  return LABELS[name] ?? plain(name);
}

export function plain(name) {
  const text = String(name).replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Why the node is not ready. */
export function missing(what) {
  if (what === '') return 'Ready';
  if (what === 'draining') return 'Draining';
  if (what === 'starting') return 'Starting';
  return `Not ready: ${what}`;
}
