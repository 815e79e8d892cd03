package io.github.reprorun.internal.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One line of a journal. Its node never changes, so it is safe to share between threads.
 *
 * @param sequence 0 for the first line, then one more for each; the order of events, whatever the clock did
 * @param time wall-clock time in UTC; advisory
 * @param event what happened: one of the constants of {@link Journal}
 * @param facts the facts about the event
 */
public record JournalEntry(long sequence, Instant time, String event, ObjectNode facts) {}
