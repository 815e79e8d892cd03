package io.github.reprorun.rerun;

import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.internal.redaction.Redaction;
import java.util.ArrayList;
import java.util.List;

/** Arguments as a manifest has them, with their secrets restored. Stateless. */
final class RecordedArguments {
    private RecordedArguments() {}

    /**
     * {@code recorded} with {@code secrets} in the places that were redacted, in their order.
     *
     * @throws NotRerunnableException if there are fewer secrets than places
     */
    static List<String> complete(List<String> recorded, List<String> secrets) {
        List<String> arguments = new ArrayList<>();
        int used = 0;
        for (String argument : recorded) {
            if (argument.contains(Redaction.MARK)) {
                if (used == secrets.size()) {
                    throw new NotRerunnableException(
                            "argument " + (arguments.size() + 1), "was a secret and is not recorded; give it again");
                }
                arguments.add(argument.replace(Redaction.MARK, secrets.get(used++)));
            } else {
                arguments.add(argument);
            }
        }
        return arguments;
    }
}
