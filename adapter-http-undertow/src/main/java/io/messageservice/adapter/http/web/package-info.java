/** The page for trying the service out, which only {@code dev} serves. */
@NullMarked
package io.messageservice.adapter.http.web;

import org.jspecify.annotations.NullMarked;
