package io.messageservice.bootstrap.tls;

import static io.messageservice.bootstrap.config.ClusterSettings.REDIS_CA;

import io.messageservice.adapter.redis.RedisConfig;
import java.nio.file.Path;
import java.util.Optional;

/** By what the servers of Redis are trusted. */
public final class RedisTls {

  private RedisTls() {}

  /** The same Redis, trusted by the authorities in that file where there is one. */
  public static RedisConfig trusting(RedisConfig redis, Optional<Path> authorities)
      throws UnusableTls {
    return authorities.isPresent()
        ? redis.withTrusted(new PemFile(REDIS_CA.name(), authorities.get()).certificates())
        : redis;
  }
}
