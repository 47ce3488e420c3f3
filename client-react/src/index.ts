import type {
  Client, Conversation, ConversationState, ConversationSummary, Live, Message, Presence, Status, Totals,
} from '@message-service/client';
import { createContext, createElement, type ReactNode, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';

const ClientContext = createContext<Client | undefined>(undefined);

/** Gives a client to all hooks below. Who made the client connects it, and disconnects it. */
export function MessageServiceProvider({ client, children }: { client: Client; children?: ReactNode }): ReactNode {
  return createElement(ClientContext.Provider, { value: client }, children);
}

/** The client of the provider above. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === undefined) throw new Error('no MessageServiceProvider above');
  return client;
}

/** The value of anything live; renders with each change. */
export function useLive<T>(live: Live<T>): T {
  const now = () => live.value;
  return useSyncExternalStore(live.subscribe, now, now);
}

/** How the connection stands. */
export function useConnection(): Status {
  return useLive(useClient().connection);
}

/** What is unread in all conversations: for a badge. */
export function useUnread(): Totals {
  return useLive(useClient().conversations.totals);
}

export interface ConversationsView {
  readonly conversations: readonly ConversationSummary[];
  /** Whether the first page is there. */
  readonly isLoaded: boolean;
  readonly hasMore: boolean;
  readonly loadMore: () => Promise<boolean>;
}

/** The list, the newest activity first. */
export function useConversations(): ConversationsView {
  const { conversations } = useClient();
  const value = useLive(conversations);
  const { isLoaded, hasMore, loadMore } = conversations;
  return { conversations: value, isLoaded, hasMore, loadMore };
}

const ACTIONS = [
  'send', 'retry', 'discard', 'loadEarlier', 'edit', 'delete', 'react', 'unreact', 'markRead', 'markUnread', 'setTyping',
  'sendEvent', 'setPreferences', 'leave',
] as const;

/** What can be done in a conversation; the same functions for the same conversation. */
export type ConversationActions = Pick<Conversation, (typeof ACTIONS)[number]>;

/** What can be done in a conversation, without rendering for what happens in it. */
export function useConversationActions(id: string): ConversationActions {
  const client = useClient();
  return useMemo(() => {
    const action = (name: (typeof ACTIONS)[number]) => (...given: unknown[]) => {
      const conversation = client.conversation(id);
      try {
        return (conversation[name] as (...all: unknown[]) => unknown)(...given);
      } finally {
        conversation.release();
      }
    };
    return Object.fromEntries(ACTIONS.map((name) => [name, action(name)])) as unknown as ConversationActions;
  }, [client, id]);
}

/** Something live of a conversation, which is in use as long as the component is mounted. */
function useOf<T>(id: string, pick: (conversation: Conversation) => Live<T>, none: T): T {
  const client = useClient();
  const subscribe = useCallback(
    (listener: () => void) => {
      const conversation = client.conversation(id);
      const end = pick(conversation).subscribe(listener);
      return () => {
        end();
        conversation.release();
      };
    },
    [client, id, pick],
  );
  const now = () => {
    const conversation = client.opened(id);
    return conversation === undefined ? none : pick(conversation).value;
  };
  return useSyncExternalStore(subscribe, now, () => none);
}

const NONE: readonly never[] = [];
const NOTHING: ConversationState = {
  unread: 0, readUpTo: 0, joined: false, loaded: false, hasEarlier: false, receipts: new Map(),
};
const messagesOf = (conversation: Conversation) => conversation.messages;
const stateOf = (conversation: Conversation) => conversation.state;
const typingOf = (conversation: Conversation) => conversation.typing;

export interface MessagesView extends ConversationActions {
  /** Stored messages by position, then those on their way. */
  readonly messages: readonly Message[];
  readonly state: ConversationState;
}

/** The messages of a conversation, and what can be done with them. */
export function useMessages(id: string): MessagesView {
  return {
    messages: useOf<readonly Message[]>(id, messagesOf, NONE),
    state: useConversationState(id),
    ...useConversationActions(id),
  };
}

/** What a conversation shows beside its messages: title, marks, whether there are earlier messages. */
export function useConversationState(id: string): ConversationState {
  return useOf(id, stateOf, NOTHING);
}

export interface TypingView {
  readonly userIds: readonly string[];
  /** To be called with each key. */
  readonly setTyping: (isTyping: boolean) => void;
}

/** Who else is typing. */
export function useTyping(id: string): TypingView {
  return { userIds: useOf<readonly string[]>(id, typingOf, NONE), setTyping: useConversationActions(id).setTyping };
}

/** Who of these users is online; asked for as long as the component is mounted. */
export function usePresence(userIds: readonly string[]): ReadonlyMap<string, Presence> {
  const client = useClient();
  const names = JSON.stringify(userIds);
  return useLive(useMemo(() => client.presence(JSON.parse(names) as string[]), [client, names]));
}
