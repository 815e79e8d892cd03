/** Facts about the machine and the JVM. Start reading at {@link Fingerprint}. */
@NullMarked
package io.github.reprorun.internal.environment;

import org.jspecify.annotations.NullMarked;
