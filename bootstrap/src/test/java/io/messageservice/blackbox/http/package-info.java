/** The API over HTTP: each route, each refusal, and what connections see of it. */
@NullMarked
package io.messageservice.blackbox.http;

import org.jspecify.annotations.NullMarked;
