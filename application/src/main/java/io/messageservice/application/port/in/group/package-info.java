/** What users can do with groups: who takes part, as what, and their data. */
@NullMarked
package io.messageservice.application.port.in.group;

import org.jspecify.annotations.NullMarked;
