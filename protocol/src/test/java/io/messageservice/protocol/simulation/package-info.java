/**
 * The whole service but for transport and disk on one thread, with chance and a model: nodes,
 * store, network and clients that a seed drives, and the promise checked after each run.
 */
@NullMarked
package io.messageservice.protocol.simulation;

import org.jspecify.annotations.NullMarked;
