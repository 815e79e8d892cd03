package io.github.reprorun.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.words.Json;
import io.github.reprorun.internal.words.NewerText;
import io.github.reprorun.internal.words.ReproductionText;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.reproduction.Reproduction;
import io.github.reprorun.reproduction.Reproductions;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.TrustPolicy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = "Checks who signed a run, and that its manifest and every file are what was signed.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 verified, 1 refused, 2 usage or unreadable input."})
final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The run directory, or its manifest.")
    private Path run;

    @Mixin
    private TrustOptions trust;

    @Option(
            names = "--reproduced-by",
            paramLabel = "PUB",
            arity = "1..*",
            description = "A public key whose signed word counts that the run reproduced; may be repeated.")
    private List<Path> reproducers = new ArrayList<>();

    @Option(names = "--at-least", paramLabel = "K", description = "How many of those keys must say so; by default 1.")
    private @Nullable Integer atLeast;

    @Option(names = "--json", description = "Prints one JSON document on standard output and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        VerifiedRun verified;
        Optional<Reproductions> reproductions;
        try {
            Optional<TrustPolicy> verifiers = verifiers();
            verified = trust.verify(run);
            reproductions = reproductions(verified, verifiers);
        } catch (RefusedException refused) {
            if (json) {
                Json.print(out, Json.refusal(refused));
            }
            throw refused;
        } catch (NotUnderstoodException notUnderstood) {
            if (json) {
                Json.print(out, NewerText.refusal(notUnderstood));
            }
            throw notUnderstood;
        } catch (ReproException notVerified) {
            if (json) {
                Json.print(out, Json.object().put("verdict", "NOT_VERIFIED").put("reason", notVerified.getMessage()));
            }
            throw notVerified;
        }
        Manifest manifest = verified.manifest();
        if (json) {
            ObjectNode document = Json.object();
            document.put("verdict", "VERIFIED");
            document.put("run", verified.directory().toString());
            document.put("status", manifest.details().status().name());
            Json.putResult(document, manifest);
            document.put("subjects", manifest.subjects().size());
            verified.keyids().forEach(document.putArray("keyids")::add);
            verified.strays().forEach(document.putArray("strays")::add);
            reproductions.ifPresent(found -> ReproductionText.put(document, found));
            List<String> lacks = lacks(manifest);
            if (!lacks.isEmpty()) {
                lacks.forEach(document.putArray("resumptions")::add);
            }
            NewerText.putUnknown(document, verified.unknownFields());
            Json.print(out, document);
        } else {
            out.println("VERIFIED " + OneLine.of(verified.directory().toString()));
            out.println("  signed by  " + String.join(", ", verified.keyids()));
            out.println("  files      " + manifest.subjects().size() + ", each as signed");
            verified.strays().stream()
                    .filter(name -> !name.startsWith(Reproduction.FOLDER + "/"))
                    .forEach(name -> out.println("  not signed " + OneLine.of(name)));
            out.println("  status     " + manifest.details().status());
            if (manifest.details().status() == RunStatus.SUCCEEDED) {
                out.println("  result     "
                        + manifest.result().map(digest -> "sha256:" + digest).orElse("no result"));
            }
            ReproductionText.print(out, verified, reproductions);
            lacks(manifest).forEach(lack -> out.println("  caution    " + OneLine.of(lack)));
            NewerText.unknown(verified.unknownFields()).ifPresent(out::println);
        }
        return ExitStatus.OK;
    }

    /** Who must have reproduced the run: as the options say, otherwise as the policy does. */
    private Optional<TrustPolicy> verifiers() {
        if (reproducers.isEmpty()) {
            if (atLeast != null) {
                throw new UsageException("--at-least", "needs --reproduced-by");
            }
            return trust.policy().flatMap(TrustPolicy::reproducers);
        }
        return Optional.of(TrustPolicy.of(reproducers, atLeast == null ? 1 : atLeast));
    }

    private static Optional<Reproductions> reproductions(VerifiedRun run, Optional<TrustPolicy> verifiers) {
        return verifiers.map(asked -> {
            Reproductions found = Reproductions.of(run, asked);
            found.require(run, asked);
            return found;
        });
    }

    /** What the run continued without when it was resumed: who signed it says that this is so, not that it is the same training. */
    private static List<String> lacks(Manifest manifest) {
        return manifest.hazards().stream()
                .filter(Hazard::isOfResumption)
                .map(hazard -> hazard.kind() + " (" + hazard.place() + ")")
                .toList();
    }
}
