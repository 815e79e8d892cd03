/**
 * The settings of a run, and the ledgers of the facts that it has collected so far. Start reading at {@link RunLedger}.
 */
@NullMarked
package io.github.reprorun.internal.record;

import org.jspecify.annotations.NullMarked;
