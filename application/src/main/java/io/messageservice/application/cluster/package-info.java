/** What nodes publish to each other, and who is in the rooms of this one. */
@NullMarked
package io.messageservice.application.cluster;

import org.jspecify.annotations.NullMarked;
