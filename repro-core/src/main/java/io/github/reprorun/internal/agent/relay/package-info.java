/**
 * The class that is copied into {@code java.base}, and the class that defines it there. The copied class names no other
 * class of this library. Start reading at {@link JdkBridge}.
 */
@NullMarked
package io.github.reprorun.internal.agent.relay;

import org.jspecify.annotations.NullMarked;
