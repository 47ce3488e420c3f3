import type { Json } from '../frames.js';
import type { WireMessage } from '../messages.js';
import { StoredConversation } from './conversation.js';
import type { FakeConnection, FakeServer } from './server.js';

/** A command is refused. */
class Refusal extends Error {
  readonly code: string;
  readonly present: WireMessage | undefined;

  constructor(code: string, present?: WireMessage) {
    super(`refused: ${code}`);
    this.code = code;
    this.present = present;
  }
}

interface Call {
  readonly server: FakeServer;
  readonly line: FakeConnection;
  readonly me: string;
  readonly payload: Json;
}

/** Carries out a command, and sends its answer. What others are pushed goes before it. */
export function runCommand(server: FakeServer, line: FakeConnection, event: string, payload: Json, ref: unknown): void {
  const call: Call = { server, line, me: line.userId, payload };
  if (event === 'ping') return line.send({ event: 'pong', ref, data: {} });
  try {
    const code = server.refusal(event);
    if (code !== undefined) throw new Refusal(code);
    const command = COMMANDS[event];
    if (command === undefined) throw new Refusal('unknown_event');
    const after: (() => void)[] = [];
    line.send({ success: true, event, ref, ...command(call, (task) => after.push(task)) });
    for (const task of after) task();
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    const { code, message: error, present: message } = fault;
    line.send({ success: false, event, ref, code, error, ...(message && { message }) });
  }
}

type Command = (call: Call, afterwards: (task: () => void) => void) => Json;

function allowed({ server, me, payload }: Call): StoredConversation {
  const found = server.conversations.get(payload.conversationId);
  if (found === undefined || !(found.kind === 'open' || found.members.has(me))) throw new Refusal('forbidden');
  return found;
}

/** An unused id begins an open conversation. */
function entered(call: Call): StoredConversation {
  const { server, me, payload } = call;
  const id: string = payload.conversationId;
  if (!server.conversations.has(id)) server.conversations.set(id, new StoredConversation(id, 'open', me, server.time()));
  const conversation = allowed(call);
  if (!conversation.members.has(me)) {
    conversation.members.set(me, 'member');
    server.touch(conversation, [me]);
  }
  return conversation;
}

function message({ server, me, payload }: Call): [StoredConversation, WireMessage] {
  for (const conversation of server.conversations.values()) {
    const found = conversation.find(payload.messageId);
    if (found !== undefined && conversation.members.has(me)) return [conversation, found];
  }
  throw new Refusal('not_found');
}

function hearers(conversation: StoredConversation, not?: FakeConnection) {
  return { users: conversation.members.keys(), room: conversation.id, not };
}

function page<T>(all: readonly T[], { cursor = '0', limit = 100 }: Json): [T[], { cursor?: string }] {
  const from = Number(cursor);
  const isLast = from + limit >= all.length;
  return [all.slice(from, from + limit), isLast ? {} : { cursor: String(from + limit) }];
}

const COMMANDS: Record<string, Command> = {
  joinConversation(call, afterwards) {
    const { server, line, me, payload } = call;
    const conversation = entered(call);
    const { seq, rev, messages } = conversation;
    const { afterSeq, afterRev = 0, epoch = server.epoch, maxReplay = 10_000 } = payload;
    const isPosition = afterSeq !== undefined;
    const recovered = epoch === server.epoch && afterSeq <= seq && afterRev <= rev && seq - afterSeq <= maxReplay;
    line.rooms.add(conversation.id);
    if (isPosition && recovered) afterwards(() => replay(call, conversation, afterSeq, afterRev));
    const ownReactions = conversation.ownReactions(me, messages.slice(-50));
    return {
      conversationId: conversation.id,
      kind: conversation.kind,
      seq,
      rev,
      firstSeq: 1,
      epoch: server.epoch,
      ...(isPosition && { recovered }),
      readUpTo: conversation.readUpTo.get(me) ?? 0,
      unread: conversation.unread(me).length,
      readers: conversation.receipts(),
      onlineCount: 0,
      online: [],
      ...(ownReactions.length > 0 && { ownReactions }),
    };
  },

  leaveConversation({ line, payload }) {
    line.rooms.delete(payload.conversationId);
    return { conversationId: payload.conversationId };
  },

  sendMessage(call) {
    const { server, line, me, payload } = call;
    const conversation = entered(call);
    const { conversationId, receiverId: _, replyTo, content = '', attachments = [], ...rest } = payload;
    const before = conversation.messages.find((each) => each.senderId === me && each.clientMessageId === rest.clientMessageId);
    if (rest.clientMessageId !== undefined && before !== undefined) return { message: before, duplicate: true };
    const repliedTo = replyTo && conversation.find(replyTo);
    if (replyTo && !repliedTo) throw new Refusal('not_found');
    const stored = {
      id: server.id(),
      conversationId,
      senderId: me,
      content,
      attachments,
      createdAt: server.time(),
      seq: conversation.seq + 1,
      rev: ++conversation.rev,
      ...rest,
      ...(repliedTo && { replyTo: { messageId: replyTo, seq: repliedTo.seq } }),
    } as WireMessage;
    conversation.messages.push(stored);
    for (const [userId, each] of conversation.preferences) conversation.preferences.set(userId, { ...each, hidden: false });
    server.touch(conversation);
    server.push('newMessage', stored, hearers(conversation, line));
    return { message: stored };
  },

  editMessage(call) {
    const { server, line, me, payload } = call;
    const [conversation, before] = message(call);
    const { messageId: _, ifRev, ...change } = payload;
    if (before.senderId !== me) throw new Refusal('forbidden');
    if (before.deleted || (ifRev !== undefined && ifRev !== before.rev)) throw new Refusal('conflict', before);
    const next = conversation.change(before, { ...change, editedAt: server.time() });
    server.touch(conversation);
    server.push('messageChanged', next, hearers(conversation, line));
    return { message: next };
  },

  deleteMessage(call) {
    const { server, line, me } = call;
    const [conversation, before] = message(call);
    if (before.senderId !== me) throw new Refusal('forbidden');
    const { id, conversationId, senderId, createdAt, seq } = before;
    const deleted = { id, conversationId, senderId, createdAt, seq, content: '', attachments: [], rev: ++conversation.rev };
    const next = { ...deleted, deleted: true, deletedAt: server.time(), deletedBy: me } as WireMessage;
    conversation.messages[seq - 1] = next;
    server.touch(conversation);
    server.push('messageChanged', next, hearers(conversation, line));
    return { message: next };
  },

  addReaction: (call) => react(call, true),
  removeReaction: (call) => react(call, false),

  fetchReactions(call) {
    const [, found] = message(call);
    const all = (found.reactions ?? []).flatMap(({ reaction, userIds }) => userIds.map((userId) => ({ reaction, userId })));
    return { reactions: all.filter((each) => (call.payload.reaction ?? each.reaction) === each.reaction) };
  },

  fetchMessages(call) {
    const { me, payload } = call;
    const { messages, id } = allowed(call);
    const conversation = allowed(call);
    const { beforeSeq = Infinity, afterSeq, limit = 50 } = payload;
    const isForward = afterSeq !== undefined;
    const all = messages.filter(({ seq }) => (isForward ? seq > afterSeq : seq < beforeSeq));
    const found = isForward ? all.slice(0, limit) : all.slice(-limit);
    const ownReactions = conversation.ownReactions(me, found);
    return {
      conversationId: id,
      messages: found,
      more: found.length < all.length,
      ...(ownReactions.length > 0 && { ownReactions }),
    };
  },

  listConversations({ server, me, payload }) {
    const [from, cursor] = String(payload.cursor ?? '').split('/');
    const since = payload.cursor === undefined ? payload.since : from === '' ? undefined : from;
    const at = since === undefined ? -1 : Number(since);
    const mine = [...server.conversations.values()].filter((each) => each.members.has(me));
    const seen = mine
      .filter((each) => (each.touched.get(me) ?? 0) > at)
      .map((each) => each.summary(me))
      .filter((each) => since !== undefined || payload.hidden || !each.hidden)
      .sort((one, other) => (one.updatedAt < other.updatedAt ? 1 : -1));
    const removed = [...(server.gone.get(me) ?? [])]
      .filter(([id, when]) => since !== undefined && when > at && !server.conversations.get(id)?.members.has(me))
      .map(([conversationId]) => ({ conversationId, removed: true }));
    const [conversations, next] = page([...removed, ...seen], { limit: payload.limit, ...(cursor !== undefined && { cursor }) });
    const more = next.cursor === undefined ? { since: String(server.changes) } : { cursor: `${since ?? ''}/${next.cursor}` };
    return { conversations, ...more };
  },

  createConversation({ server, line, me, payload }) {
    const { kind = 'group', participants = [], clientConversationId, ...data } = payload;
    const users: string[] = [...new Set([me, ...participants])];
    const isSame = (each: StoredConversation) =>
      kind === 'direct'
        ? each.kind === 'direct' && users.every((userId) => each.members.has(userId))
        : clientConversationId !== undefined && each.createdBy === me && each.data.clientConversationId === clientConversationId;
    const before = [...server.conversations.values()].find(isSame);
    if (before !== undefined) return { conversation: before.describe(me), duplicate: true };
    const conversation = new StoredConversation(`conversation-${server.id()}`, kind, me, server.time());
    conversation.data = { frozen: false, ...data, ...(clientConversationId && { clientConversationId }) };
    conversation.rev = conversation.dataRev = kind === 'group' ? 1 : 0;
    for (const userId of users) conversation.members.set(userId, userId === me && kind === 'group' ? 'owner' : 'member');
    server.conversations.set(conversation.id, conversation);
    server.touch(conversation);
    if (kind === 'group') for (const userId of users) pushGroup(server, conversation, userId, { addedUserIds: users }, line);
    return { conversation: { ...conversation.describe(me), readUpTo: 0, unread: 0, readers: [] } };
  },

  updateConversation(call) {
    const { conversationId: _, ...data } = call.payload;
    return changeGroup(call, {}, (conversation) => (conversation.data = { ...conversation.data, ...data }));
  },

  addParticipants(call) {
    const addedUserIds: string[] = call.payload.userIds;
    return changeGroup(call, { addedUserIds }, ({ members }) => {
      for (const userId of addedUserIds) if (!members.has(userId)) members.set(userId, 'member');
    });
  },

  removeParticipant(call) {
    const { userId } = call.payload;
    return changeGroup(call, { removedUserIds: [userId] }, (conversation) => leave(call.server, conversation, userId));
  },

  setParticipant(call) {
    const { userId, role, bannedUntil } = call.payload;
    if (bannedUntil) return COMMANDS.removeParticipant?.(call, () => {}) as Json;
    return changeGroup(call, { roles: [{ userId, role }] }, ({ members }) => members.set(userId, role));
  },

  leaveGroup(call) {
    const { server, me, payload } = call;
    const conversation = allowed(call);
    changeGroup(call, { removedUserIds: [me] }, () => leave(server, conversation, me));
    return { conversationId: payload.conversationId };
  },

  fetchParticipants(call) {
    const conversation = allowed(call);
    const all = [...conversation.members].map(([userId, role]) => {
      const readUpTo = conversation.readUpTo.get(userId) ?? 0;
      return { userId, role, readUpTo, deliveredUpTo: Math.max(readUpTo, conversation.deliveredUpTo.get(userId) ?? 0) };
    });
    const [participants, next] = page(all, call.payload);
    return { conversationId: conversation.id, participants, ...next };
  },

  markAsRead(call) {
    const [conversation, found] = message(call);
    const read = call.payload.read ?? true;
    readUpTo(call, conversation, read ? found.seq : found.seq - 1, !read, found);
    return { messageId: found.id, read };
  },

  markConversationAsRead(call) {
    const conversation = allowed(call);
    const before = conversation.unread(call.me).length;
    readUpTo(call, conversation, Math.min(call.payload.upToSeq ?? Infinity, conversation.seq), false);
    return { conversationId: conversation.id, updatedCount: before - conversation.unread(call.me).length };
  },

  markAsDelivered(call) {
    const { server, line, me, payload } = call;
    const conversation = allowed(call);
    const before = conversation.deliveredUpTo.get(me) ?? 0;
    const deliveredUpTo = Math.max(before, Math.min(payload.upToSeq, conversation.seq));
    conversation.deliveredUpTo.set(me, deliveredUpTo);
    const data = { conversationId: conversation.id, userId: me, deliveredUpTo };
    if (deliveredUpTo > before) server.push('messageDelivered', data, { users: conversation.members.keys(), not: line });
    return { conversationId: conversation.id, deliveredUpTo };
  },

  setPreferences(call) {
    const { server, line, me, payload } = call;
    const conversation = allowed(call);
    const { conversationId, ...change } = payload;
    const next = { mutedUntil: null, hidden: false, ...conversation.preferences.get(me), ...change };
    conversation.preferences.set(me, next);
    server.touch(conversation, [me]);
    server.push('preferencesChanged', { conversationId, ...next }, { users: [me], not: line });
    return { conversationId, ...next };
  },

  blockUser({ server, me, payload }) {
    server.blocked.set(me, new Set([...(server.blocked.get(me) ?? []), payload.userId]));
    return { userId: payload.userId };
  },

  unblockUser({ server, me, payload }) {
    server.blocked.get(me)?.delete(payload.userId);
    return { userId: payload.userId };
  },

  listBlocked({ server, me, payload }) {
    const [userIds, next] = page([...(server.blocked.get(me) ?? [])].sort(), payload);
    return { userIds, ...next };
  },

  getPresence: ({ server, payload }) => ({
    statuses: payload.userIds.map((userId: string) => ({ userId, online: server.isOnline(userId) })),
  }),

  typing({ server, line, me, payload }) {
    const { conversationId, isTyping } = payload;
    const users = [...(server.conversations.get(conversationId)?.members.keys() ?? [])].filter((each) => each !== me);
    if (line.rooms.has(conversationId)) {
      server.push('userTyping', { userId: me, username: me, conversationId, isTyping }, { users });
    }
    return {};
  },

  sendEvent({ server, line, me, payload }) {
    const { conversationId, name, data = null } = payload;
    if (!line.rooms.has(conversationId)) throw new Refusal('forbidden');
    server.push('customEvent', { conversationId, userId: me, name, data }, { room: conversationId, not: line });
    return { conversationId };
  },

  authenticate: () => ({}),
};

function replay({ line }: Call, conversation: StoredConversation, afterSeq: number, afterRev: number): void {
  const { id: conversationId, messages, seq, rev, data, dataRev, members, kind } = conversation;
  if (dataRev > afterRev) {
    const all = { kind, role: members.get(line.userId), title: null, avatarUrl: null, metadata: null, ...data };
    line.send({ event: 'conversationChanged', data: { conversationId, rev: dataRev, participantCount: members.size, ...all } });
  }
  const changed = messages.filter((each) => each.seq <= afterSeq && each.rev > afterRev).sort((one, other) => one.rev - other.rev);
  for (const each of changed) line.send({ event: 'messageChanged', data: each });
  for (const each of messages.slice(afterSeq)) line.send({ event: 'newMessage', data: each });
  line.send({ event: 'caughtUp', data: { conversationId, seq, rev } });
}

function react(call: Call, isAdded: boolean): Json {
  const { server, line, me, payload } = call;
  const [conversation, before] = message(call);
  const { reaction } = payload;
  if (before.deleted) throw new Refusal('conflict', before);
  const { reactions, count } = StoredConversation.react(before, me, reaction, isAdded);
  const about = { conversationId: conversation.id, messageId: before.id, seq: before.seq, reaction, count };
  const isThere = before.reactions?.some((each) => each.reaction === reaction && each.userIds.includes(me)) ?? false;
  if (isThere === isAdded) return about;
  const { rev } = conversation.change(before, { reactions });
  server.touch(conversation);
  server.push('reactionChanged', { ...about, rev, userId: me, added: isAdded }, hearers(conversation, line));
  return { ...about, rev };
}

function readUpTo(call: Call, conversation: StoredConversation, upTo: number, isBack: boolean, about?: WireMessage): void {
  const { server, line, me } = call;
  const before = conversation.readUpTo.get(me) ?? 0;
  if (!isBack && upTo <= before) return;
  conversation.readUpTo.set(me, upTo);
  server.touch(conversation, [me]);
  const found = about ?? (conversation.messages[upTo - 1] as WireMessage);
  const data = { conversationId: conversation.id, messageId: found.id, seq: found.seq, read: !isBack, userId: me, readUpTo: upTo };
  server.push('messageReadStatusChanged', data, hearers(conversation, line));
  server.pushUnread(me, conversation, line);
}

function leave(server: FakeServer, conversation: StoredConversation, userId: string): void {
  conversation.members.delete(userId);
  server.changes++;
  const gone = server.gone.get(userId) ?? new Map<string, number>();
  server.gone.set(userId, gone.set(conversation.id, server.changes));
  server.push('conversationChanged', { conversationId: conversation.id, rev: conversation.rev + 1, removed: true }, { users: [userId] });
}

function changeGroup(call: Call, about: Json, change: (conversation: StoredConversation) => unknown): Json {
  const { server, line, me } = call;
  const conversation = allowed(call);
  if (conversation.kind !== 'group') throw new Refusal('conflict');
  change(conversation);
  conversation.dataRev = ++conversation.rev;
  server.touch(conversation);
  for (const userId of conversation.members.keys()) pushGroup(server, conversation, userId, about, line);
  return { conversationId: conversation.id, conversation: conversation.describe(me) };
}

function pushGroup(server: FakeServer, conversation: StoredConversation, userId: string, about: Json, not: FakeConnection): void {
  const { id: conversationId, rev, members, data, kind } = conversation;
  const isAbout = about.addedUserIds?.includes(userId) || about.roles?.some((each: Json) => each.userId === userId);
  const all = { title: null, avatarUrl: null, metadata: null, ...data };
  const mine = isAbout && { kind, role: members.get(userId) };
  server.push('conversationChanged', { conversationId, rev, participantCount: members.size, ...all, ...about, ...mine }, { users: [userId], not });
}
