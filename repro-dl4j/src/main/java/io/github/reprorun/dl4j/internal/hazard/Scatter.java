package io.github.reprorun.dl4j.internal.hazard;

import java.util.List;
import java.util.Set;
import org.nd4j.linalg.api.ops.OpContext;

/**
 * Operations that add to, or write into, the rows which an array of indices names, such as the gradient of a lookup. If
 * an index occurs twice, two native threads change one row at once, unless the operation is told to lock; then libnd4j
 * uses one thread.
 */
final class Scatter {
    /** By libnd4j's names; some operations have two. The first Boolean argument of each says whether to lock. */
    private static final Set<String> OPERATIONS = Set.of(
            "scatter_add",
            "scatter_sub",
            "scatter_mul",
            "scatter_div",
            "scatter_max",
            "scatter_min",
            "scatter_upd",
            "scatter_nd",
            "scatter_nd_add",
            "scatter_nd_sub",
            "scatter_nd_update",
            "ScatterAdd",
            "ScatterSub",
            "ScatterMul",
            "ScatterDiv",
            "ScatterMax",
            "ScatterMin",
            "ScatterUpdate");

    private Scatter() {}

    /**
     * Makes {@code operation} lock if it is one of these; a reused context keeps that setting.
     *
     * @return whether it was about to run without a lock
     */
    static boolean lock(String operation, OpContext context) {
        if (!OPERATIONS.contains(operation)) {
            return false;
        }
        List<Boolean> asked = context.getBArguments();
        if (!asked.isEmpty() && asked.get(0)) {
            return false;
        }
        boolean[] locking = new boolean[Math.max(1, asked.size())];
        locking[0] = true;
        for (int i = 1; i < locking.length; i++) {
            locking[i] = asked.get(i);
        }
        context.setBArguments(locking);
        return true;
    }
}
