/** What a run was told, and what it has collected so far: settings and ledgers. Start reading at {@link RunLedger}. */
@NullMarked
package io.github.reprorun.internal.record;

import org.jspecify.annotations.NullMarked;
