/**
 * What an author of an extension tests it with; published as the jar of {@code repro-core} with the classifier {@code tests}.
 * Start reading at {@link io.github.reprorun.spi.testing.FakeRun}.
 */
@NullMarked
package io.github.reprorun.spi.testing;

import org.jspecify.annotations.NullMarked;
