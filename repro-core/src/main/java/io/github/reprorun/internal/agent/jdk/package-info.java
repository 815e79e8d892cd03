/** Rewriting the classes of the JDK. Start reading at {@link JdkClasses}. */
@NullMarked
package io.github.reprorun.internal.agent.jdk;

import org.jspecify.annotations.NullMarked;
