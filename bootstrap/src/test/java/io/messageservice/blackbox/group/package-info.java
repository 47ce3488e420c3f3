/** Groups with roles, bans and data, over the socket. */
@NullMarked
package io.messageservice.blackbox.group;

import org.jspecify.annotations.NullMarked;
