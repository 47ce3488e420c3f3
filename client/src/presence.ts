import type { Json } from './frames.js';
import { type Cell, cell, type Live } from './live.js';
import type { Presence } from './messages.js';
import type { Session } from './session.js';

const AT_ONCE = 200;
const OFFLINE: Presence = { online: false };

type Presences = ReadonlyMap<string, Presence>;

export interface PresenceWatch {
  _watch(userIds: readonly string[]): Live<Presences>;
  /** There is a connection: what was pushed meanwhile is not known. */
  _online(): void;
  _heard(userId: string, online: boolean): void;
  /** Who is blocked has changed. */
  _refresh(): void;
}

/** Who is online, of those who are watched. */
export function presenceWatch(session: Session, blocked: Live<readonly string[]>): PresenceWatch {
  const known = new Map<string, Presence>();
  const watched = new Map<Cell<Presences>, readonly string[]>();

  const of = (userIds: readonly string[]): Presences =>
    new Map(userIds.map((each) => [each, (!blocked.value.includes(each) && known.get(each)) || OFFLINE]));

  function refresh(): void {
    for (const [view, userIds] of watched) {
      const now = of(userIds);
      if (userIds.some((each) => now.get(each) !== view.value.get(each))) view.set(now);
    }
  }

  function ask(userIds: readonly string[]): void {
    if (!userIds[0]) return;
    const taken = ({ statuses }: Json) => {
      for (const { userId, ...presence } of statuses) known.set(userId, presence);
      refresh();
    };
    session._unattended(session._request('getPresence', { userIds: userIds.slice(0, AT_ONCE) }, taken));
    ask(userIds.slice(AT_ONCE));
  }

  return {
    _watch(userIds) {
      const view = cell(of(userIds), (isWatched) => {
        if (!isWatched) return void watched.delete(view);
        watched.set(view, userIds);
        ask(userIds);
      });
      return view;
    },
    _online: () => ask([...new Set([...watched.values()].flat())]),
    _heard(userId, online) {
      known.set(userId, { online, ...(!online && { lastSeenAt: new Date(session._clock.now()).toISOString() }) });
      refresh();
    },
    _refresh: refresh,
  };
}
