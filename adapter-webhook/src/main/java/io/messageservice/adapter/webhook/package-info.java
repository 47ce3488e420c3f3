/**
 * Calls services of the product over HTTP: asks before a message is stored, and sends the events of
 * the log.
 *
 * <p>Calls are signed as <a href="https://www.standardwebhooks.com">Standard Webhooks</a> has it.
 */
@NullMarked
package io.messageservice.adapter.webhook;

import org.jspecify.annotations.NullMarked;
