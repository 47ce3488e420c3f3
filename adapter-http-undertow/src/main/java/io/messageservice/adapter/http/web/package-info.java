/** Pages in a browser: the chat of {@code dev}, and the console of the operator. */
@NullMarked
package io.messageservice.adapter.http.web;

import org.jspecify.annotations.NullMarked;
