package io.messageservice.adapter.redis.store;

import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What the write side is made of.
 *
 * @param livesElsewhere whether a node lives and is another one
 * @param random for what is drawn for each conversation that begins
 */
record Parts(
    Epochs epochs,
    Reads reads,
    Joins joins,
    CommitScript writer,
    Predicate<String> livesElsewhere,
    RandomGenerator random) {}
