/**
 * Which requests for randomness count, those of the program, of its libraries or none; and the kinds of randomness.
 * Start reading at {@link ProgramScope}.
 */
@NullMarked
package io.github.reprorun.internal.agent.policy;

import org.jspecify.annotations.NullMarked;
