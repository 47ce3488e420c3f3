/** What stores of several kinds share: what they keep in memory, sizes, names and checks. */
@NullMarked
package io.messageservice.application.store;

import org.jspecify.annotations.NullMarked;
