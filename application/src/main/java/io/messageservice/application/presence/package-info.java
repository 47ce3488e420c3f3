/** Who is online, and who may know of it. */
@NullMarked
package io.messageservice.application.presence;

import org.jspecify.annotations.NullMarked;
