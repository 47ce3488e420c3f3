/** Writes the page at {@code /docs}; runs in the build and is not in the jar. */
@NullMarked
package io.messageservice.adapter.http.page;

import org.jspecify.annotations.NullMarked;
