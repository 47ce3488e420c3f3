@NullMarked
package io.messageservice.load;

import org.jspecify.annotations.NullMarked;
