/**
 * The java agent. Start reading at {@link io.github.reprorun.agent.ReproAgent}.
 */
@NullMarked
package io.github.reprorun.agent;

import org.jspecify.annotations.NullMarked;
