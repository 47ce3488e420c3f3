/** What a device of a cluster test has seen, and whether that is whole. */
@NullMarked
package io.messageservice.cluster.view;

import org.jspecify.annotations.NullMarked;
