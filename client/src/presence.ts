import type { Json } from './frames.js';
import { type Cell, cell, type Live } from './live.js';
import type { Presence } from './messages.js';
import type { Session } from './session.js';

const AT_ONCE = 200;
const OFFLINE: Presence = { online: false };

type Presences = ReadonlyMap<string, Presence>;

export interface PresenceWatch {
  watch(userIds: readonly string[]): Live<Presences>;
  /** There is a connection: what was pushed meanwhile is not known. */
  online(): void;
  heard(userId: string, online: boolean): void;
  /** Who is blocked has changed. */
  refresh(): void;
}

/** Who is online, of those who are watched. */
export function presenceWatch(session: Session, isBlocked: (userId: string) => boolean): PresenceWatch {
  const known = new Map<string, Presence>();
  const watched = new Map<Cell<Presences>, readonly string[]>();

  const of = (userIds: readonly string[]): Presences =>
    new Map(userIds.map((each) => [each, (!isBlocked(each) && known.get(each)) || OFFLINE]));

  function refresh(about?: readonly string[]): void {
    for (const [view, userIds] of watched) {
      if (about === undefined || about.some((each) => userIds.includes(each))) view.set(of(userIds));
    }
  }

  function ask(userIds: readonly string[]): void {
    if (!session.isOnline || userIds.length === 0) return;
    const taken = ({ statuses }: Json) => {
      for (const { userId, ...presence } of statuses) known.set(userId, presence);
      refresh(userIds);
    };
    session.unattended(session.request('getPresence', { userIds: userIds.slice(0, AT_ONCE) }, taken));
    ask(userIds.slice(AT_ONCE));
  }

  return {
    watch(userIds) {
      const view = cell(of(userIds), (isWatched) => {
        if (!isWatched) return void watched.delete(view);
        watched.set(view, userIds);
        ask(userIds);
      });
      return view;
    },
    online: () => ask([...new Set([...watched.values()].flat())]),
    heard(userId, online) {
      known.set(userId, { online, ...(!online && { lastSeenAt: new Date(session.clock.now()).toISOString() }) });
      refresh([userId]);
    },
    refresh,
  };
}
