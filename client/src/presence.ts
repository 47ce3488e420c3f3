import type { Json } from './frames.js';
import { Cell, type Live } from './live.js';
import type { Presence } from './messages.js';
import { type Session, unattended } from './session.js';

const AT_ONCE = 200;
const OFFLINE: Presence = { online: false };

/** Who is online, of those who are watched. */
export class PresenceWatch {
  readonly #session: Session;
  readonly #isBlocked: (userId: string) => boolean;
  readonly #known = new Map<string, Presence>();
  readonly #views = new Set<{ readonly userIds: readonly string[]; readonly cell: Cell<ReadonlyMap<string, Presence>> }>();

  constructor(session: Session, isBlocked: (userId: string) => boolean) {
    this.#session = session;
    this.#isBlocked = isBlocked;
  }

  watch(userIds: readonly string[]): Live<ReadonlyMap<string, Presence>> {
    const cell = new Cell(this.#of(userIds), (isWatched) => {
      if (!isWatched) return void this.#views.delete(view);
      this.#views.add(view);
      this.#ask(userIds);
    });
    const view = { userIds, cell };
    return cell;
  }

  /** There is a connection: what was pushed meanwhile is not known. */
  online(): void {
    this.#ask([...new Set([...this.#views].flatMap(({ userIds }) => userIds))]);
  }

  heard(userId: string, online: boolean): void {
    this.#known.set(userId, online ? { online } : { online, lastSeenAt: new Date(this.#session.clock.now()).toISOString() });
    this.refresh([userId]);
  }

  /** Who is blocked has changed, or what is known of somebody. */
  refresh(about: readonly string[]): void {
    for (const { userIds, cell } of this.#views) {
      if (about.some((each) => userIds.includes(each))) cell.set(this.#of(userIds));
    }
  }

  #of(userIds: readonly string[]): ReadonlyMap<string, Presence> {
    return new Map(userIds.map((each) => [each, this.#isBlocked(each) ? OFFLINE : (this.#known.get(each) ?? OFFLINE)]));
  }

  #ask(userIds: readonly string[]): void {
    if (!this.#session.isOnline) return;
    for (let from = 0; from < userIds.length; from += AT_ONCE) {
      const some = userIds.slice(from, from + AT_ONCE);
      unattended(this.#session, this.#session.request('getPresence', { userIds: some }, ({ statuses }) => this.#took(statuses)));
    }
  }

  #took(statuses: Json[]): void {
    for (const { userId, ...presence } of statuses) this.#known.set(userId, presence as Presence);
    this.refresh(statuses.map(({ userId }) => userId));
  }
}
