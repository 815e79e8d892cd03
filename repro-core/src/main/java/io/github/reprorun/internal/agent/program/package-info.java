/** Rewriting the classes of the program and its libraries. Start reading at {@link ProgramClassRewriter}. */
@NullMarked
package io.github.reprorun.internal.agent.program;

import org.jspecify.annotations.NullMarked;
