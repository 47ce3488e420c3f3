/** A store of its own, added without a change elsewhere, to show that adding one is adding it. */
@NullMarked
package io.messageservice.architecture.smallstore;

import org.jspecify.annotations.NullMarked;
