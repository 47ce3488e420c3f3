/** The page of {@code dev} in a real browser, against the jar. */
@NullMarked
package io.messageservice.blackbox.browser;

import org.jspecify.annotations.NullMarked;
