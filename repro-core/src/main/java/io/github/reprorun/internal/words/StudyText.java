package io.github.reprorun.internal.words;

import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.study.StudyDesign;
import io.github.reprorun.study.StudyManifest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a study states of itself, on one screen. Stateless. */
public final class StudyText {
    private StudyText() {}

    public static void print(PrintWriter out, StudyManifest study) {
        out.println("study " + study.name() + " " + study.id());
        line(out, "program", program(study.program()));
        line(out, "design", design(study.design()));
        study.within().ifPresent(parent -> line(out, "parent", parent.toString()));
        for (StudyDesign.Exclusion exclusion : study.design().exclusions()) {
            line(out, "excluded", setting(exclusion.where()) + ": " + exclusion.because());
        }
        int cells = study.design().cells().size();
        if (study.cells().size() < cells) {
            line(out, "state", "has not ended: " + study.cells().size() + " of " + cells + " cells are settled");
        } else {
            line(out, "ended", study.finishedOn().toString());
            if (study.sittings() > 1) {
                line(out, "sittings", study.sittings() + ": it was resumed");
            }
        }
        line(out, "cells", study.counts());
        for (StudyManifest.Cell cell : study.cells()) {
            out.println("    "
                    + OneLine.of(cell.cell() + "  " + cell.status()
                            + cell.run().map(run -> "  " + run).orElse("")
                            + cell.cause().map(cause -> "  " + cause).orElse("")));
        }
        if (study.cells().size() == cells) {
            line(out, "result", "sha256:" + study.resultDigest());
        }
        NewerText.unknown(study.unknown()).ifPresent(out::println);
    }

    private static String program(StudyManifest.Program program) {
        return program.mainClass()
                + (program.arguments().isEmpty() ? "" : " " + String.join(" ", program.arguments()))
                + (program.wrapped() ? " (wrapped)" : "");
    }

    private static String design(StudyDesign design) {
        List<String> parts = new ArrayList<>();
        design.grid().forEach((name, values) -> parts.add(name + " in " + String.join(", ", values)));
        parts.add(design.seeds().size()
                + (design.seeds().size() == 1 ? " seed" : " seeds")
                + (design.paired() ? ", shared by all settings" : ", each cell with a root seed of its own"));
        if (!design.shared().isEmpty()) {
            parts.add("shared streams " + String.join(", ", design.shared()));
        }
        design.random().ifPresent(settings -> parts.add(settings + " settings drawn"));
        return String.join("; ", parts);
    }

    private static String setting(Map<String, String> setting) {
        List<String> parts = new ArrayList<>();
        setting.forEach((name, value) -> parts.add(name + "=" + value));
        return String.join(", ", parts);
    }

    private static void line(PrintWriter out, String label, String text) {
        out.println("  " + label + " ".repeat(Math.max(1, 11 - label.length())) + OneLine.of(text));
    }
}
