-- The lease is given up: who is still there goes offline. Answers more or nothing.
local users = drop(lease, 500, wall)
publish()
return {users == 500 and 'more' or ''}
