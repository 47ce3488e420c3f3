/**
 * What an operator should change before or while the service runs: each check measures something
 * and judges it by a pure function.
 */
@NullMarked
package io.messageservice.bootstrap.doctor;

import org.jspecify.annotations.NullMarked;
