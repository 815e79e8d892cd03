package io.github.reprorun.cli;

import io.github.reprorun.failure.UsageException;
import io.github.reprorun.signing.TrustPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say who must have reproduced a run. */
final class ReproducerOptions {
    @Option(
            names = "--reproduced-by",
            paramLabel = "PUB",
            arity = "1..*",
            description = "A public key whose signed word counts that the run reproduced; may be repeated.")
    private List<Path> keys = new ArrayList<>();

    @Option(names = "--at-least", paramLabel = "K", description = "How many of those keys must say so; by default 1.")
    private @Nullable Integer atLeast;

    /** Who must have, and how many of them: as these options say, otherwise as the policy of {@code trust} does. */
    Optional<TrustPolicy> policy(TrustOptions trust) {
        if (keys.isEmpty()) {
            if (atLeast != null) {
                throw new UsageException("--at-least", "needs --reproduced-by");
            }
            return trust.policy().flatMap(TrustPolicy::reproducers);
        }
        if (trust.policy().flatMap(TrustPolicy::reproducers).isPresent()) {
            throw new UsageException("--reproduced-by", "cannot stand beside a policy that says reproducedBy itself");
        }
        return Optional.of(TrustPolicy.of(keys, atLeast == null ? 1 : atLeast));
    }
}
