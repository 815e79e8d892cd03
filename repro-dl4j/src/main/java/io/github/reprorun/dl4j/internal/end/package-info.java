/**
 * What the models of a run had learned when the run ended, as evidence. Start reading at {@link
 * io.github.reprorun.dl4j.internal.end.EndStates}.
 */
@NullMarked
package io.github.reprorun.dl4j.internal.end;

import org.jspecify.annotations.NullMarked;
