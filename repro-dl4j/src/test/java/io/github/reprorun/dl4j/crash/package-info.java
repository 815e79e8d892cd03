/**
 * Kills trainings with {@code kill -9} at random instants, looks at what they left, resumes them, and compares what they made
 * with what an uninterrupted one made. Start reading at {@code KilledAnywhereTests}; it uses the public API only.
 */
package io.github.reprorun.dl4j.crash;
