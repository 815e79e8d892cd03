package io.github.reprorun.internal.words;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.reproduction.Reproduction;
import io.github.reprorun.reproduction.Reproductions;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.trace.Divergence;
import java.io.PrintWriter;
import java.util.Optional;

/** What others attested of a run, for people and in JSON. Stateless. */
public final class ReproductionText {
    private ReproductionText() {}

    /** Prints a line for each reproduction whose signer was named; if nobody was, how many there are. */
    public static void print(PrintWriter out, VerifiedRun run, Optional<Reproductions> asked) {
        if (asked.isEmpty()) {
            long there =
                    run.strays().stream().filter(Reproduction::isAttestation).count();
            if (there > 0) {
                out.println("  not asked  " + there + " in " + Reproduction.FOLDER
                        + "/; say whom you believe with --reproduced-by");
            }
            return;
        }
        for (Reproductions.Attested each : asked.get().attested()) {
            Reproduction reproduction = each.reproduction();
            String word = reproduction.confirms() ? "  confirmed by " : "  not confirmed by ";
            for (String keyid : each.keyids()) {
                out.println(word + keyid + (run.keyids().contains(keyid) ? " (who signed the run, too)" : ""));
            }
            out.println("    " + OneLine.of(reproduction.statement()) + ", " + reproduction.finishedOn());
            reproduction.tolerances().forEach(line -> out.println("    " + OneLine.of(line)));
            reproduction.divergence().ifPresent(found -> out.println("    first in " + OneLine.of(place(found))));
        }
        asked.get()
                .others()
                .forEach((file, reason) -> out.println("  not counted " + OneLine.of(file + ": " + reason)));
    }

    private static String place(Divergence divergence) {
        String step = divergence.network().isEmpty()
                ? "the results"
                : divergence.network() + ", iteration " + divergence.iteration() + ", epoch " + divergence.epoch();
        return step + divergence.layer().map(layer -> ", layer " + layer).orElse("") + ": " + divergence.quantity();
    }

    /** The same as members of {@code document}: {@code reproducedBy} and {@code reproductions}. */
    public static void put(ObjectNode document, Reproductions reproductions) {
        reproductions.confirmedBy().forEach(document.putArray("reproducedBy")::add);
        ArrayNode list = document.putArray("reproductions");
        for (Reproductions.Attested each : reproductions.attested()) {
            Reproduction reproduction = each.reproduction();
            ObjectNode node = list.addObject();
            node.put("file", each.file());
            each.keyids().forEach(node.putArray("keyids")::add);
            node.put("confirms", reproduction.confirms());
            node.put("verdict", reproduction.verdict().name());
            node.put("statement", reproduction.statement());
            node.put("finishedOn", reproduction.finishedOn().toString());
            reproduction.result().ifPresent(result -> node.put("resultDigest", result.hex()));
            reproduction.divergence().ifPresent(found -> node.put("divergence", place(found)));
        }
        ObjectNode others = document.putObject("reproductionsNotCounted");
        reproductions.others().forEach(others::put);
    }
}
