/** The file that holds the values of metrics by step, and sums of them. Start reading at {@link MetricsReader}. */
@NullMarked
package io.github.reprorun.base.metrics;

import org.jspecify.annotations.NullMarked;
