/** What clients may take: memory, and how often they may do what costs much. */
@NullMarked
package io.messageservice.application.budget;

import org.jspecify.annotations.NullMarked;
