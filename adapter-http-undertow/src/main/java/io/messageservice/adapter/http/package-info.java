@NullMarked
package io.messageservice.adapter.http;

import org.jspecify.annotations.NullMarked;
