@NullMarked
package io.messageservice.adapter.http.management;

import org.jspecify.annotations.NullMarked;
