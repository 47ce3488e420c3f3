/** Random rounds that can be repeated. */
@NullMarked
package io.messageservice.application.fuzz;

import org.jspecify.annotations.NullMarked;
