package io.github.reprorun.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.internal.words.Json;
import io.github.reprorun.internal.words.NewerText;
import io.github.reprorun.internal.words.ReproductionText;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.reproduction.Reproduction;
import io.github.reprorun.reproduction.Reproductions;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.TrustPolicy;
import io.github.reprorun.study.StudyResult;
import io.github.reprorun.study.VerifiedStudy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = "Checks who signed a run or a study, and that its manifest and every file are what was signed.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 verified, 1 refused, 2 usage or unreadable input."})
final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The directory of a run or a study, or its manifest.")
    private Path run;

    @Mixin
    private TrustOptions trust;

    @Mixin
    private ReproducerOptions reproducers;

    @Option(names = "--json", description = "Prints one JSON document on standard output and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            if (StudyResult.isStudy(run)) {
                Optional<TrustPolicy> asked = reproducers.policy(trust);
                VerifiedStudy verified = trust.verifyStudy(run);
                VerifiedStudyText text = new VerifiedStudyText(
                        verified, asked.map(verifiers -> VerifiedStudyText.requireReproduced(verified, verifiers)));
                if (json) {
                    Json.print(out, text.json());
                } else {
                    text.print(out);
                }
            } else {
                Optional<TrustPolicy> asked = reproducers.policy(trust);
                VerifiedRun verified = trust.verify(run);
                print(
                        out,
                        verified,
                        asked.map(verifiers ->
                                Reproductions.of(verified, verifiers).requireEnough()));
            }
            return ExitStatus.OK;
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
    }

    private void print(PrintWriter out, VerifiedRun verified, Optional<Reproductions> reproductions) {
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
                    .filter(name -> !Reproduction.isAttestation(name))
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
    }

    /** What the run continued without when it was resumed: who signed it says that this is so, not that it is the same training. */
    static List<String> lacks(Manifest manifest) {
        return manifest.hazards().stream()
                .filter(Hazard::isOfResumption)
                .map(hazard -> hazard.kind() + " (" + hazard.place() + ")")
                .toList();
    }
}
