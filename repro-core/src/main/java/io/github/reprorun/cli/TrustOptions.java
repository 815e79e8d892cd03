package io.github.reprorun.cli;

import io.github.reprorun.failure.UsageException;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.TrustPolicy;
import io.github.reprorun.study.VerifiedStudy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say whose signatures are believed. */
final class TrustOptions {
    @Option(
            names = "--trusted-key",
            paramLabel = "PUB",
            arity = "1..*",
            description = "A public key, SubjectPublicKeyInfo in PEM, whose signature is believed; may be repeated.")
    private List<Path> trustedKeys = new ArrayList<>();

    @Option(names = "--policy", paramLabel = "FILE", description = "A trust policy in place of the keys.")
    private @Nullable Path policy;

    @Option(
            names = "--threshold",
            paramLabel = "K",
            description = "How many of the trusted keys must have signed; by default 1, or what the policy says.")
    private @Nullable Integer threshold;

    /** The policy that was asked for, or empty if no option speaks of trust. */
    Optional<TrustPolicy> policy() {
        if (policy != null && !trustedKeys.isEmpty()) {
            throw new UsageException("--policy", "cannot stand beside --trusted-key: the policy names its keys");
        }
        if (policy != null) {
            TrustPolicy read = TrustPolicy.read(policy);
            return Optional.of(threshold == null ? read : read.withThreshold(threshold));
        }
        if (trustedKeys.isEmpty()) {
            if (threshold != null) {
                throw new UsageException("--threshold", "needs --trusted-key or --policy");
            }
            return Optional.empty();
        }
        return Optional.of(TrustPolicy.of(trustedKeys, threshold == null ? 1 : threshold));
    }

    /** Verifies {@code run} against the policy that was asked for. */
    VerifiedRun verify(Path run) {
        return VerifiedRun.verify(run, requiredPolicy());
    }

    /** Verifies {@code study} against the policy that was asked for. */
    VerifiedStudy verifyStudy(Path study) {
        return VerifiedStudy.verify(study, requiredPolicy());
    }

    private TrustPolicy requiredPolicy() {
        return policy().orElseThrow(() ->
                new UsageException("trust", "say whose signature is believed: --trusted-key or --policy"));
    }
}
