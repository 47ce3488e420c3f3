import type { Conversations, NewGroup } from './api.js';
import {
  type Directory, type DirectoryEvent, emptyDirectory, type Known, listed, reduceDirectory, totalsOf,
} from './directory.js';
import { Cell } from './live.js';
import type { ConversationSummary, Totals } from './messages.js';
import { type Session, unattended } from './session.js';

const PAGE = 50;
const CATCH_UP_PAGE = 200;

/** The list of conversations: its state, what is asked for it, and what of it is shown. One question is under way at a time. */
export class ConversationList {
  readonly totals = new Cell<Totals>({ unread: 0, unreadMentions: 0, conversations: 0 });
  readonly #shown = new Cell<readonly ConversationSummary[]>([]);
  readonly #session: Session;
  #state: Directory = emptyDirectory;
  #work: Promise<unknown> = Promise.resolve();
  #isCatchUpWaiting = false;

  constructor(session: Session) {
    this.#session = session;
  }

  known(id: string): Known | undefined {
    return this.#state.known.get(id);
  }

  dispatch(event: DirectoryEvent): void {
    const before = this.#state;
    this.#state = reduceDirectory(before, event);
    if (this.#state.known !== before.known || this.#state.isLoaded !== before.isLoaded) {
      const next = listed(this.#state);
      const now = this.#shown.value;
      const isSame = before.isLoaded && next.length === now.length && next.every((each, at) => each === now[at]);
      if (!isSame) this.#shown.set(next);
    }
    this.#count();
  }

  #count(): void {
    const next = totalsOf(this.#state, this.#session.clock.now());
    const now = this.totals.value;
    const isSame = (Object.keys(next) as (keyof Totals)[]).every((name) => next[name] === now[name]);
    if (!isSame) this.totals.set(next);
  }

  /** There is a connection. */
  online(since: string | undefined): void {
    this.dispatch({ type: 'greeted', me: this.#session.me as string, since });
    if (this.#state.isLoaded) this.catchUp();
    else unattended(this.#session, this.#first());
  }

  #first(): Promise<void> {
    return this.#ask(async () => {
      if (!this.#state.isLoaded) await this.#page({ limit: PAGE }, false);
    });
  }

  /** What changed since it was last asked for. */
  catchUp(): void {
    if (this.#isCatchUpWaiting) return;
    this.#isCatchUpWaiting = true;
    const catchUp = this.#ask(async () => {
      this.#isCatchUpWaiting = false;
      let cursor: string | undefined;
      do {
        const from = cursor === undefined ? { since: this.#state.since } : { cursor };
        cursor = await this.#page({ ...from, limit: CATCH_UP_PAGE }, true);
      } while (cursor !== undefined);
    });
    unattended(this.#session, catchUp);
  }

  async #loadMore(): Promise<boolean> {
    await this.#ask(async () => {
      if (!this.#state.isLoaded) await this.#page({ limit: PAGE }, false);
      else if (this.#state.cursor !== undefined) await this.#page({ cursor: this.#state.cursor, limit: PAGE }, false);
    });
    return this.#state.cursor !== undefined;
  }

  #ask(task: () => Promise<void>): Promise<void> {
    const done = this.#work.then(task);
    this.#work = done.catch(() => {});
    return done;
  }

  async #page(payload: object, isCatchUp: boolean): Promise<string | undefined> {
    const reply = await this.#session.query(
      'listConversations',
      payload,
      (page) => {
        this.dispatch({ type: 'page', isCatchUp, reply: page, now: this.#session.clock.now() });
        if (page.reset) this.#session.events.emit('discontinuity', { conversationId: undefined });
        for (const each of page.conversations) if (each.lastMessage) this.#session.arrived(each.lastMessage, each.readUpTo);
      },
      () => this.dispatch({ type: 'asked' }),
    );
    return reply.cursor;
  }

  async #created(payload: object): Promise<string> {
    const now = this.#session.clock.now();
    const { conversation } = await this.#session.request('createConversation', payload, (reply) => {
      this.dispatch({ type: 'answered', conversation: reply.conversation, isNew: true, now });
      if (reply.duplicate) this.catchUp(); // the answer does not have what is unread
    });
    return conversation.conversationId;
  }

  async #hidden(): Promise<readonly ConversationSummary[]> {
    const all: ConversationSummary[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#session.query('listConversations', { hidden: true, cursor });
      all.push(...page.conversations);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return all.filter((each) => each.hidden);
  }

  /** What applications see. */
  face(): Conversations {
    const list = this;
    return {
      get value() {
        return list.#shown.value;
      },
      subscribe: this.#shown.subscribe,
      totals: this.totals,
      get isLoaded() {
        return list.#state.isLoaded;
      },
      get hasMore() {
        return list.#state.cursor !== undefined;
      },
      loadMore: () => this.#loadMore(),
      create: (group: NewGroup) => this.#created({ kind: 'group', clientConversationId: crypto.randomUUID(), ...group }),
      direct: (userId: string) => this.#created({ kind: 'direct', participants: [userId] }),
      fetchHidden: () => this.#hidden(),
    };
  }
}
