/**
 * Hooks that extensions install in the program's classes, and the events of files. Start reading at
 * {@link MethodHooks}.
 */
@NullMarked
package io.github.reprorun.internal.agent.hook;

import org.jspecify.annotations.NullMarked;
