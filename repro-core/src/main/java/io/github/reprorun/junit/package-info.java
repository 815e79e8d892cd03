/**
 * For tests with JUnit 5: a training that has to give the same results each time. Start reading at {@link
 * io.github.reprorun.junit.Reproducible}.
 */
@NullMarked
package io.github.reprorun.junit;

import org.jspecify.annotations.NullMarked;
