package io.github.reprorun.faults;

import java.nio.file.FileSystemException;
import java.util.concurrent.atomic.AtomicInteger;

/** When writing fails: at one operation of all, and perhaps at every one that follows. Safe for use by several threads. */
public final class Fault {
    /** What the message of every failure ends with. */
    public static final String REASON = "No space left on device";

    private final AtomicInteger operations = new AtomicInteger();
    private final int failing;
    private final boolean forGood;

    private Fault(int failing, boolean forGood) {
        this.failing = failing;
        this.forGood = forGood;
    }

    /** No operation fails. */
    public static Fault none() {
        return new Fault(Integer.MAX_VALUE, false);
    }

    /** The {@code n}th operation fails, counted from 1, and {@code forGood} each after it. */
    public static Fault at(int n, boolean forGood) {
        return new Fault(n, forGood);
    }

    /** How many operations there were. */
    public int operations() {
        return operations.get();
    }

    void strike(String what) throws FileSystemException {
        int now = operations.incrementAndGet();
        if (now == failing || (forGood && now > failing)) {
            throw new FileSystemException(what, null, REASON);
        }
    }

    @Override
    public String toString() {
        return "operation " + failing + (forGood ? " and all after it" : "");
    }
}
