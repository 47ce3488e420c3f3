/** What operators and their tools ask for: health on each port, metrics on the management port. */
@NullMarked
package io.messageservice.adapter.http.management;

import org.jspecify.annotations.NullMarked;
