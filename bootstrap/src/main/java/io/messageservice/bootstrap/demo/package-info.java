/**
 * What the page at {@code /demo} shows: a cluster of processes that are killed while a sender sends
 * and a receiver receives, both in processes of their own, and a judge that compares what the two
 * have written down. Only {@code dev} has it.
 */
@NullMarked
package io.messageservice.bootstrap.demo;

import org.jspecify.annotations.NullMarked;
