import type { Conversations } from './api.js';
import * as directory from './directory.js';
import { type Directory, emptyDirectory, type Known } from './directory.js';
import type { Json } from './frames.js';
import { cell, isSame } from './live.js';
import type { ConversationSummary, Totals } from './messages.js';
import type { Session } from './session.js';
import { randomId } from './token.js';

const PAGE = 50;
const CATCH_UP_PAGE = 200;

export interface ConversationList {
  /** What applications see. */
  readonly face: Conversations;
  known(id: string): Known | undefined;
  /** Takes the next state. */
  turn(next: (list: Directory) => Directory): void;
  /** There is a connection. */
  online(since: string | undefined): void;
  /** Asks for what changed since it was last asked for. */
  catchUp(): void;
}

/** The list of conversations: its state, what is asked for it, and what of it is shown. One question is under way at a time. */
export function conversationList(session: Session): ConversationList {
  const shown = cell<readonly ConversationSummary[]>([]);
  const totals = cell<Totals>(emptyDirectory.elsewhere);
  let state = emptyDirectory;
  let work: Promise<unknown> = Promise.resolve();
  let isCatchUpWaiting = false;

  function turn(change: (list: Directory) => Directory): void {
    const { isLoaded } = state;
    state = change(state);
    const next = directory.listed(state);
    if (state.isLoaded !== isLoaded || !isSame(next, shown.value)) shown.set(next);
    const sums = directory.totalsOf(state, session.clock.now());
    if (!isSame(sums, totals.value)) totals.set(sums);
  }

  /** After what was asked for before. */
  function ask<T>(task: () => Promise<T>): Promise<T> {
    const done = work.then(task);
    work = done.catch(() => {});
    return done;
  }

  function page(payload: object, isCatchUp: boolean): Promise<Json> {
    const taken = (reply: Json) => {
      turn((list) => directory.page(list, reply, isCatchUp, session.clock.now()));
      if (reply.reset) session.emit('discontinuity', { conversationId: undefined });
      for (const each of reply.conversations) if (each.lastMessage) session.arrived(each.lastMessage, each.readUpTo);
    };
    return session.query('listConversations', payload, taken, () => turn(directory.asked));
  }

  function catchUp(): void {
    if (isCatchUpWaiting) return;
    isCatchUpWaiting = true;
    const all = ask(async () => {
      isCatchUpWaiting = false;
      let from: object | undefined = { since: state.since };
      let isReset = false;
      while (from !== undefined) {
        const { cursor, reset }: Json = await page({ ...from, limit: CATCH_UP_PAGE }, !isReset);
        isReset ||= reset;
        from = cursor && { cursor };
      }
    });
    session.unattended(all);
  }

  function loadMore(): Promise<boolean> {
    return ask(async () => {
      const { cursor, isLoaded } = state;
      if (!isLoaded || cursor !== undefined) await page({ cursor, limit: PAGE }, false);
      return state.cursor !== undefined;
    });
  }

  async function created(payload: object): Promise<string> {
    const taken = ({ conversation, duplicate }: Json) => {
      turn((list) => directory.answered(list, conversation, true));
      if (duplicate) catchUp(); // the answer does not have what is unread
    };
    return (await session.request('createConversation', payload, taken)).conversation.conversationId;
  }

  const face: Conversations = {
    get value() {
      return shown.value;
    },
    subscribe: shown.subscribe,
    totals,
    get isLoaded() {
      return state.isLoaded;
    },
    get hasMore() {
      return state.cursor !== undefined;
    },
    loadMore,
    create: (group) => created({ kind: 'group', clientConversationId: randomId(), ...group }),
    direct: (userId) => created({ kind: 'direct', participants: [userId] }),
    async fetchHidden() {
      const all = await session.pages<ConversationSummary>('listConversations', { hidden: true }, 'conversations');
      return all.filter(({ hidden }) => hidden);
    },
  };

  return {
    face,
    known: (id) => state.known.get(id),
    turn,
    online(since) {
      turn((list) => directory.greeted(list, session.me as string, since));
      if (state.isLoaded) catchUp();
      else session.unattended(ask(async () => state.isLoaded || page({ limit: PAGE }, false)));
    },
    catchUp,
  };
}
