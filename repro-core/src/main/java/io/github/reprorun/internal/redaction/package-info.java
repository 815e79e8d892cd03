/** Secrets, found and masked. Start reading at {@link Redaction}. */
@NullMarked
package io.github.reprorun.internal.redaction;

import org.jspecify.annotations.NullMarked;
