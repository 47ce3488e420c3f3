/** What stores share that decide a whole batch by what they read for it, and then write it. */
@NullMarked
package io.messageservice.application.store.batch;

import org.jspecify.annotations.NullMarked;
