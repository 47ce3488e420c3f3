/** The bus and the presence board in memory, for tests. */
@NullMarked
package io.messageservice.application.memory.cluster;

import org.jspecify.annotations.NullMarked;
