-- A lease begins. Answers the board and its number.
redis.call('ZADD', LEASES, whole(now + length), lease)
return {id, number()}
