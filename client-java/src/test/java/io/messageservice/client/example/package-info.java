/** The example of the documentation. */
@NullMarked
package io.messageservice.client.example;

import org.jspecify.annotations.NullMarked;
