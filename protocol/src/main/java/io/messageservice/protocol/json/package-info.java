/** JSON: values that are read and written under the limits of the contract. */
@NullMarked
package io.messageservice.protocol.json;

import org.jspecify.annotations.NullMarked;
