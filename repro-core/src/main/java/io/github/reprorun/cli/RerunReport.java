package io.github.reprorun.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.bisect.FirstDivergence;
import io.github.reprorun.compare.Verdict;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.internal.words.ComparisonText;
import io.github.reprorun.internal.words.DivergenceText;
import io.github.reprorun.internal.words.Json;
import io.github.reprorun.internal.words.StudyPlace;
import io.github.reprorun.reproduction.Reproduction;
import io.github.reprorun.rerun.RerunResult;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.SigningKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code rerun} says of a re-run that came to its end, for people and in JSON. Confined to one thread. */
final class RerunReport {
    private final VerifiedRun original;
    private final RerunResult result;
    private final Optional<FirstDivergence> parting;
    private final Optional<StudyPlace> place;
    private @Nullable Path attestation;
    private boolean attestsNothing;

    RerunReport(
            VerifiedRun original, RerunResult result, Optional<FirstDivergence> parting, Optional<StudyPlace> place) {
        this.original = original;
        this.result = result;
        this.parting = parting;
        this.place = place;
    }

    /**
     * Signs the outcome and puts it beside the original; not that of a re-run that compared nothing.
     *
     * @return why it could not be written, which is no reason not to tell the verdict
     */
    Optional<UnwritableException> attest(SigningKey signer) {
        if (result.verdict() == Verdict.UNVERIFIABLE) {
            attestsNothing = true;
            return Optional.empty();
        }
        try {
            attestation = reproduction().attest(original, signer);
            return Optional.empty();
        } catch (UnwritableException e) {
            return Optional.of(e);
        }
    }

    private Reproduction reproduction() {
        Reproduction verdict = result.reproduction().orElseThrow();
        return parting.filter(found -> found.divergence().isPresent())
                .map(found ->
                        verdict.with(found.divergence().get(), found.cause().orElseThrow()))
                .orElse(verdict);
    }

    void print(PrintWriter out) {
        ComparisonText.print(out, result.comparison());
        parting.ifPresent(found -> DivergenceText.print(out, found));
        result.reason()
                .filter(reason -> result.verdict() != Verdict.UNVERIFIABLE)
                .ifPresent(reason -> out.println("  " + reason));
        if (!result.acceptedCode().isEmpty() && result.verdict() == Verdict.DIVERGED) {
            out.println("  other code: " + OneLine.of(result.otherCode()));
        }
        if (attestation != null) {
            out.println("  attested in " + OneLine.of(attestation.toString()));
        }
        if (attestsNothing) {
            out.println("  nothing is attested, since nothing was compared");
        }
        place.ifPresent(found -> found.print(out));
        out.println(OneLine.of(result.verdictLine()));
    }

    ObjectNode document() {
        ObjectNode document = Json.object();
        Json.putComparison(document, result.comparison());
        document.put("verdict", result.statement());
        if (!result.acceptedCode().isEmpty()) {
            ArrayNode code = document.putArray("acceptedCode");
            result.acceptedCode().forEach(code::add);
        }
        result.reason().ifPresent(reason -> document.put("reason", reason));
        parting.ifPresent(found -> DivergenceText.put(document, found));
        if (attestation != null) {
            document.put("attestation", attestation.toString());
        }
        place.ifPresent(found -> found.put(document));
        ObjectNode first = document.putObject("original");
        first.put("directory", original.directory().toString());
        Json.putResult(first, original.manifest());
        result.run().ifPresent(second -> {
            ObjectNode node = document.putObject("rerun");
            node.put("directory", second.directory().toString());
            Json.putResult(node, second.manifest());
        });
        return document;
    }
}
