/**
 * How a library of numerics plugs into a run: found by {@link java.util.ServiceLoader}, told the seeds, asked for its
 * facts. Start reading at {@link RunExtension}.
 */
@NullMarked
package io.github.reprorun.spi;

import org.jspecify.annotations.NullMarked;
