/**
 * The Java agent: its start, its class transformer, and the answers to rewritten code. Start reading at
 * {@link ReproAgent}.
 */
@NullMarked
package io.github.reprorun.internal.agent;

import org.jspecify.annotations.NullMarked;
