package io.messageservice.adapter.sqlite;

import io.messageservice.application.store.KnownParticipants;
import io.messageservice.application.store.KnownSenders;

/** What the ledger and the history of one store have in common. Any thread may call. */
record SharedState(
    KnownParticipants<Long, Long> participants, KnownSenders<Long> senders, RowIds ids) {}
