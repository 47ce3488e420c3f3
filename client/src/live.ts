/**
 * A value that changes. The value is immutable, and the same object until it changes: fit for `useSyncExternalStore`. Both
 * members can be passed on without their object.
 */
export interface Live<T> {
  readonly value: T;
  /** Calls the listener after each change; returns what ends that. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** A live value and the right to set it. */
export interface Cell<T> extends Live<T> {
  set(value: T): void;
}

/**
 * Listeners of the application. What one throws is reported, and stops nobody else.
 *
 * @param watched is told when the first listener comes and when the last has gone
 */
function audience<T>(watched?: (isWatched: boolean) => void) {
  const listeners = new Set<(data: T) => void>();
  return {
    _add(listener: (data: T) => void) {
      const own: typeof listener = (data) => listener(data);
      if (listeners.add(own).size === 1) watched?.(true);
      return () => {
        if (listeners.delete(own) && !listeners.size) watched?.(false);
      };
    },
    _call(data: T) {
      for (const listener of [...listeners]) {
        try {
          listener(data);
        } catch (fault) {
          setTimeout(() => {
            throw fault;
          });
        }
      }
    },
  };
}

export function cell<T>(value: T, watched?: (isWatched: boolean) => void): Cell<T> {
  const { _add: add, _call: call } = audience<void>(watched);
  return {
    get value() {
      return value;
    },
    set(next) {
      if (next === value) return;
      value = next;
      call();
    },
    subscribe: add,
  };
}

/** Listeners by event. */
export interface Emitter<Events> {
  on<E extends keyof Events>(event: E, listener: (data: Events[E]) => void): () => void;
  emit<E extends keyof Events>(event: E, data: Events[E]): void;
}

export function emitter<Events>(): Emitter<Events> {
  const all: { [E in keyof Events]?: ReturnType<typeof audience<Events[E]>> } = {};
  return {
    on: (event, listener) => (all[event] ??= audience())._add(listener),
    emit: (event, data) => all[event]?._call(data),
  };
}

/** Whether two objects have the same members. */
export function isSame(one: object, other: object): boolean {
  return Object.keys({ ...one, ...other }).every((name) => one[name as never] === other[name as never]);
}
