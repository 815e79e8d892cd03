package io.github.reprorun.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A command that a page shows after {@code $}, and the output that it shows below. Immutable, hence safe to share between
 * threads.
 *
 * @param line the command
 * @param output the shown lines; {@code …} stands for any lines if it is a line, otherwise for any part of its line
 */
record ShownCommand(String line, List<String> output) {
    private static final Pattern RUN_ID = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}");
    private static final Pattern RESULT = Pattern.compile("result sha256:[0-9a-f]+…");

    ShownCommand {
        output = List.copyOf(output);
    }

    /** The commands of a {@code console} block, in order. */
    static List<ShownCommand> in(String block) {
        List<ShownCommand> commands = new ArrayList<>();
        for (String part : block.split("(?m)^\\$ ")) {
            if (!part.isEmpty()) {
                List<String> lines = part.lines().toList();
                commands.add(new ShownCommand(lines.get(0), lines.subList(1, lines.size())));
            }
        }
        return commands;
    }

    /** What all that the command prints has to match. Run ids differ each time; a result may on another processor. */
    Pattern printed() {
        return Pattern.compile(output.stream().map(ShownCommand::printed).collect(Collectors.joining()));
    }

    private static String printed(String shown) {
        if (shown.equals("…")) {
            return "(?:.*\\n)*";
        }
        String open = RESULT.matcher(RUN_ID.matcher(shown).replaceAll("…")).replaceAll("result sha256:…");
        return Arrays.stream(open.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*", "", "\\n"));
    }
}
