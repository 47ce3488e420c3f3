/** What only operators ask for, on the management port. */
@NullMarked
package io.messageservice.adapter.http.management;

import org.jspecify.annotations.NullMarked;
