@NullMarked
package io.messageservice.bootstrap.doctor;

import org.jspecify.annotations.NullMarked;
