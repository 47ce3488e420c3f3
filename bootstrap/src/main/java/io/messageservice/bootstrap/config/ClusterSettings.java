package io.messageservice.bootstrap.config;

import io.messageservice.adapter.redis.RedisConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What several nodes share.
 *
 * @param redis empty where this node is alone
 * @param authorities the file of certificates by which servers of Redis are trusted; empty: those
 *     that the JVM trusts
 * @param lease after how long without a sign of life a node counts as dead
 */
public record ClusterSettings(
    Optional<RedisConfig> redis, Optional<Path> authorities, Duration lease) {

  public static final Setting<Optional<RedisConfig>> REDIS_URL =
      Setting.secret(
          "REDIS_URL",
          Formats.redis(),
          "The Redis that makes several copies of the service one:"
              + " `redis://user:password@host:6379`, with TLS `rediss://`;"
              + " `redis-sentinel://host:26379,host:26379/master` and"
              + " `redis-cluster://host:6379,host:6379` (with TLS `rediss-…`). Not set: one node"
              + " for itself. Whoever reaches this Redis reads and writes all messages.");

  public static final Setting<Optional<Path>> REDIS_CA =
      Setting.plain(
          "REDIS_CA",
          "",
          Formats.optionalFile(),
          "The authorities, in PEM, of the certificates of Redis. Not set: what the JVM trusts.");

  static ClusterSettings of(SettingReader read) {
    Optional<RedisConfig> redis = read.get(REDIS_URL);
    Optional<Path> authorities = read.get(REDIS_CA);
    read.problemIf(
        authorities.isPresent()
            && read.areGood(REDIS_URL)
            && !redis.map(RedisConfig::isEncrypted).orElse(false),
        "REDIS_URL must begin with rediss where REDIS_CA is set");
    String prefix =
        read.get(
            "REDIS_PREFIX",
            RedisConfig.DEFAULT_PREFIX,
            Formats.redisPrefix(),
            "What all keys and channels in Redis begin with: another one for each cluster that"
                + " shares a Redis.");
    return new ClusterSettings(
        redis.map(given -> given.withPrefix(prefix)),
        authorities,
        read.get(
            "PRESENCE_LEASE",
            "10s",
            Formats.duration("2s", "5m"),
            "After how long without a sign of life a node of a cluster counts as dead, and its"
                + " users as offline. The same on all nodes."));
  }
}
