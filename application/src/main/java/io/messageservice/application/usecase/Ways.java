package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Gate;
import io.messageservice.application.delivery.Watches;
import io.messageservice.application.lane.Lane;

/** The ways that commands and messages take, made for each other. */
record Ways(Lane lane, Gate gate, Watches watches, Watching watching) {}
