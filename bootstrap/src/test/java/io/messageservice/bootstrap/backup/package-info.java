@NullMarked
package io.messageservice.bootstrap.backup;

import org.jspecify.annotations.NullMarked;
