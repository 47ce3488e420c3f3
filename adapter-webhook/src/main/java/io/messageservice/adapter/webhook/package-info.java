/**
 * Asks services of the product over HTTP: before a message is stored.
 *
 * <p>Calls are signed as <a href="https://www.standardwebhooks.com">Standard Webhooks</a> has it.
 */
@NullMarked
package io.messageservice.adapter.webhook;

import org.jspecify.annotations.NullMarked;
