package io.github.reprorun.internal.words;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.runs.InterruptedRun;
import java.io.PrintWriter;
import java.util.Locale;

/** A run without a manifest, for people and as JSON. Stateless. */
public final class InterruptedText {
    private InterruptedText() {}

    public static void print(PrintWriter out, InterruptedRun run) {
        out.println(OneLine.of(run.definition().name() + " " + run.directory().getFileName()));
        entry(out, "status", run.status());
        entry(out, "started", run.startedOn() + " (by the machine's clock)");
        entry(out, "seed", run.definition().seed().toString());
        run.resumptions().forEach(from -> entry(out, "resumed from", from));
        printHowToGoOn(out, run);
    }

    static void printHowToGoOn(PrintWriter out, InterruptedRun run) {
        entry(out, "last checkpoint", run.lastCheckpoint().orElse("none"));
        if (!run.running()) {
            entry(out, "to go on", "reprorun resume " + run.directory());
        }
    }

    public static ObjectNode json(InterruptedRun run) {
        ObjectNode document = Json.object();
        document.put("status", run.status());
        document.put("run", run.directory().toString());
        document.put("startedOn", run.startedOn().toString());
        run.lastCheckpoint()
                .ifPresentOrElse(at -> document.put("lastCheckpoint", at), () -> document.putNull("lastCheckpoint"));
        run.resumptions().forEach(document.putArray("resumptions")::add);
        document.set("buildDefinition", ManifestJson.definitionTree(run.definition()));
        return document;
    }

    private static void entry(PrintWriter out, String name, String value) {
        out.println(OneLine.of(String.format(Locale.ROOT, "  %-28s %s", name, value)));
    }
}
