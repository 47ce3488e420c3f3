/** Who speaks: users as the product's auth service knows them. */
@NullMarked
package io.messageservice.domain.user;

import org.jspecify.annotations.NullMarked;
