/**
 * The statistics of repeated runs: estimates with intervals, paired comparisons, and whether a value lies within what the
 * seeds of a study gave. Where there is no number, a result says why. The methods, their formulas and their sources are in
 * docs/statistics.md. Start reading at {@link Sample}.
 */
@NullMarked
package io.github.reprorun.internal.statistics;

import org.jspecify.annotations.NullMarked;
