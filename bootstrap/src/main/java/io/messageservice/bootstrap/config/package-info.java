/** What an operator can set: one list of settings, and what was read of them. */
@NullMarked
package io.messageservice.bootstrap.config;

import org.jspecify.annotations.NullMarked;
