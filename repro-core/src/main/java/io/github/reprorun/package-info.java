/**
 * The API for developers: wrap a training with {@link ReproducibleRun}, use the {@link RunContext} inside it. Start
 * reading at {@link ReproducibleRun}.
 */
@NullMarked
package io.github.reprorun;

import org.jspecify.annotations.NullMarked;
