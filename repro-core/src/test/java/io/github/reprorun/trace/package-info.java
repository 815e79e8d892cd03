/** Tests of the trace. */
@org.jspecify.annotations.NullMarked
package io.github.reprorun.trace;
