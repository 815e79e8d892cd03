package io.github.reprorun.dl4j.internal.trace;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import org.deeplearning4j.optimize.api.TrainingListener;

/** A view of a program's listeners with the trace before them. As safe for use by several threads as they are. */
public final class FollowedListeners extends AbstractCollection<TrainingListener> {
    private final TrainingListener trace;
    private final Collection<TrainingListener> own;

    public FollowedListeners(TrainingListener trace, Collection<TrainingListener> own) {
        this.trace = trace;
        this.own = own;
    }

    @Override
    public int size() {
        return own.size() + 1;
    }

    /** Iterates over the program's listeners as their own iterator does, even if they change during the iteration. */
    @Override
    public Iterator<TrainingListener> iterator() {
        Iterator<TrainingListener> others = own.iterator();
        return new Iterator<>() {
            private boolean begun;

            @Override
            public boolean hasNext() {
                return !begun || others.hasNext();
            }

            @Override
            public TrainingListener next() {
                if (begun) {
                    return others.next();
                }
                begun = true;
                return trace;
            }
        };
    }
}
