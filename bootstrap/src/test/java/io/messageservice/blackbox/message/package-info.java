/** What clients do with messages beside sending them. */
@NullMarked
package io.messageservice.blackbox.message;

import org.jspecify.annotations.NullMarked;
