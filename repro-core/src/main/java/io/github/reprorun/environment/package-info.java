/**
 * What can be observed of the machine and the JVM a run had, each fact observed or unavailable with its reason. Start
 * reading at {@link Evidence}.
 */
@NullMarked
package io.github.reprorun.environment;

import org.jspecify.annotations.NullMarked;
