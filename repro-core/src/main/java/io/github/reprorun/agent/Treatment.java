package io.github.reprorun.agent;

/** What was done about a source of chance; the names are those of the manifest. Safe to share between threads. */
public enum Treatment {
    /** It was given a seed derived from the run's. */
    SEEDED,
    /** It was held to one behaviour, for instance an order was fixed. */
    PINNED,
    /** It happened, and the result may differ from run to run because of it. */
    UNCONTROLLED
}
