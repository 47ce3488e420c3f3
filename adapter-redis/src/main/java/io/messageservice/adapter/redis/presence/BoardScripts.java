package io.messageservice.adapter.redis.presence;

import io.messageservice.adapter.redis.RedisScript;

/**
 * What is done on the board, each in one step. The files say what they take and answer; {@code
 * head.lua} says what the board is made of.
 */
final class BoardScripts {

  /**
   * How many users or crossings one call deals with, so that Redis is not busy with it for long.
   */
  static final int MAX_AT_ONCE = 500;

  static final RedisScript TAKE = changing("take.lua");
  static final RedisScript CHANGE = changing("change.lua");
  static final RedisScript TURN = changing("turn.lua");
  static final RedisScript GIVE_UP = changing("give-up.lua");
  static final RedisScript READ = reading("read.lua");
  static final RedisScript PAGE = reading("page.lua");

  private BoardScripts() {}

  private static RedisScript changing(String file) {
    return RedisScript.beside(BoardScripts.class, "head.lua", "begin.lua", file);
  }

  private static RedisScript reading(String file) {
    return RedisScript.beside(BoardScripts.class, "head.lua", file);
  }
}
