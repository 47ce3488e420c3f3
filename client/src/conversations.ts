import type { Conversations } from './api.js';
import * as directory from './directory.js';
import type { Directory, Known } from './directory.js';
import type { Json } from './frames.js';
import { cell, isSame } from './live.js';
import type { ConversationSummary } from './messages.js';
import type { Session } from './session.js';
import { randomId } from './token.js';

const PAGE = 50;
const CATCH_UP_PAGE = 200;

export interface ConversationList {
  /** What applications see. */
  readonly _face: Conversations;
  _known(id: string): Known | undefined;
  /** Takes the next state. */
  _turn<A extends unknown[]>(next: (list: Directory, ...about: A) => Directory, ...about: A): void;
  /** There is a connection. */
  _online(since: string | undefined): void;
  /** Asks for what changed since it was last asked for. */
  _catchUp(): void;
  /** Something has happened in a conversation; where it is not in the list, it is new or was hidden. */
  _noticed(id: string): void;
}

/** The list of conversations: its state, what is asked for it, and what of it is shown. One question is under way at a time. */
export function conversationList(session: Session): ConversationList {
  const shown = cell<readonly ConversationSummary[]>([]);
  const totals = cell(directory.nothing);
  let state: Directory = { _known: new Map(), _elsewhere: directory.nothing };
  let work: Promise<unknown> = Promise.resolve();
  let isCatchUpWaiting = false;

  function turn<A extends unknown[]>(change: (list: Directory, ...about: A) => Directory, ...about: A): void {
    const { _isLoaded: isLoaded } = state;
    state = change(state, ...about);
    const next = directory.listed(state);
    if (state._isLoaded !== isLoaded || !isSame(next, shown.value)) shown.set(next);
    const sums = directory.totalsOf(state, session._clock.now());
    if (!isSame(sums, totals.value)) totals.set(sums);
    session._open.forEach((each) => each._refresh());
  }

  /** After what was asked for before. */
  function ask<T>(task: () => Promise<T>): Promise<T> {
    const done = work.then(task);
    work = done.catch(() => {});
    return done;
  }

  function page(payload: object, isCatchUp: boolean): Promise<Json> {
    const taken = (reply: Json) => {
      turn(directory.page, reply, isCatchUp, session._clock.now());
      if (reply.reset) session._emit('discontinuity', { conversationId: undefined });
      for (const each of reply.conversations) if (each.lastMessage) session._arrived(each.lastMessage, each.readUpTo);
    };
    return session._query('listConversations', { limit: PAGE, ...payload }, taken, () => turn(directory.asked));
  }

  function catchUp(): void {
    if (isCatchUpWaiting) return;
    isCatchUpWaiting = true;
    session._unattended(ask(async () => {
      isCatchUpWaiting = false;
      let from: object | undefined = { since: state.since };
      let isCatchUp = true;
      while (from) {
        const { cursor, reset }: Json = await page({ ...from, limit: CATCH_UP_PAGE }, isCatchUp);
        if (reset) isCatchUp = false;
        from = cursor && { cursor };
      }
    }));
  }

  function loadMore(): Promise<boolean> {
    return ask(async () => {
      const { cursor, _isLoaded: isLoaded } = state;
      if (!isLoaded || cursor) await page({ cursor }, false);
      return !!state.cursor;
    });
  }

  async function created(payload: object): Promise<string> {
    const taken = ({ conversation, duplicate }: Json) => {
      turn(directory.answered, conversation, true);
      if (duplicate) catchUp(); // the answer does not have what is unread
    };
    return (await session._request('createConversation', payload, taken)).conversation.conversationId;
  }

  const face: Conversations = {
    get value() {
      return shown.value;
    },
    subscribe: shown.subscribe,
    totals,
    get isLoaded() {
      return !!state._isLoaded;
    },
    get hasMore() {
      return !!state.cursor;
    },
    loadMore,
    create: (group) => created({ kind: 'group', clientConversationId: randomId(), ...group }),
    direct: (userId) => created({ kind: 'direct', participants: [userId] }),
    async fetchHidden() {
      const all = await session._pages<ConversationSummary>('listConversations', { hidden: true }, 'conversations');
      return all.filter(({ hidden }) => hidden);
    },
  };

  return {
    _face: face,
    _known: (id) => state._known.get(id),
    _turn: turn,
    _online(since) {
      turn(directory.greeted, session._me, since);
      if (state._isLoaded) catchUp();
      else session._unattended(loadMore());
    },
    _catchUp: catchUp,
    _noticed(id) {
      if (!state._known.get(id)?._listed) catchUp();
    },
  };
}
