/** What the documents say of what is sent and answered. */
@NullMarked
package io.messageservice.blackbox.contract;

import org.jspecify.annotations.NullMarked;
