/**
 * Ordered delivery: what this node knows of the streams of conversations, and who here receives.
 */
@NullMarked
package io.messageservice.application.feed;

import org.jspecify.annotations.NullMarked;
