/**
 * Runs of a study on the workers of an Apache Spark cluster: one task for each run, which starts the program's own JVM
 * there. Start reading at {@link io.github.reprorun.spark.SparkExecutor}.
 */
@NullMarked
package io.github.reprorun.spark;

import org.jspecify.annotations.NullMarked;
