/**
 * What decides the last bits of a result: the numerics profile, the instructions of the processor, and which facts
 * of an environment are numeric. Start reading at {@link NumericsProfile}.
 */
@NullMarked
package io.github.reprorun.numerics;

import org.jspecify.annotations.NullMarked;
