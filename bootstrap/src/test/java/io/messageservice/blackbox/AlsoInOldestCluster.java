package io.messageservice.blackbox;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** As {@link AlsoInCluster}, and again on the oldest Redis that can be had. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("cluster")
@Tag("cluster-oldest")
public @interface AlsoInOldestCluster {}
