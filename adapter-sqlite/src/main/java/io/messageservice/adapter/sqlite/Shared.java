package io.messageservice.adapter.sqlite;

/** What the ledger and the history of one store have in common. Any thread may call. */
record Shared(Memberships memberships, KnownSpeakers speakers, MessageIds ids) {}
