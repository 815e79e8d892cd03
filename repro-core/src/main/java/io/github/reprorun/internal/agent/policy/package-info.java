/**
 * Whose requests for chance count: the program's, its libraries' or nobody's; and the kinds of chance. Start reading
 * at {@link ProgramScope}.
 */
@NullMarked
package io.github.reprorun.internal.agent.policy;

import org.jspecify.annotations.NullMarked;
