/** The memory that clients may take. */
@NullMarked
package io.messageservice.application.budget;

import org.jspecify.annotations.NullMarked;
