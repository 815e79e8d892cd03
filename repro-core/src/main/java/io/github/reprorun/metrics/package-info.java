/**
 * The values of metrics by step: the file that holds them, its rows, and what the manifest states of each series.
 * Start reading at {@link MetricsReader}.
 */
@NullMarked
package io.github.reprorun.metrics;

import org.jspecify.annotations.NullMarked;
