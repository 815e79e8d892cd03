/** What the library costs, each figure a ratio to a peer measured in the same run; start reading at {@link Benchmarks}. */
@NullMarked
package io.github.reprorun.dl4j.bench;

import org.jspecify.annotations.NullMarked;
