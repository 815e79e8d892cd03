/** Faults of the world that a run writes into, made for tests. Start reading at {@link FaultyFiles}. */
package io.github.reprorun.faults;
