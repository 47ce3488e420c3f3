/**
 * What nodes share through Redis: the connection to it, and in the packages below what it is for.
 */
@NullMarked
package io.messageservice.adapter.redis;

import org.jspecify.annotations.NullMarked;
