/** What other services receive, and what they ask for. */
@NullMarked
package io.messageservice.protocol.service;

import org.jspecify.annotations.NullMarked;
