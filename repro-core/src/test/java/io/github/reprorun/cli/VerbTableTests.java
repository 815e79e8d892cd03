package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The table of verbs in docs/command-line.md is the command line's. */
class VerbTableTests {
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z]+) ([^`]*)` \\|", Pattern.MULTILINE);

    private final Map<String, CommandLine> verbs = Main.withEveryVerb().getSubcommands();

    private static Map<String, List<String>> options() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "command-line.md"), StandardCharsets.UTF_8);
        Map<String, List<String>> options = new TreeMap<>();
        ROW.matcher(page)
                .results()
                .forEach(row -> options.put(
                        row.group(1),
                        Pattern.compile("--[a-z-]{2,}")
                                .matcher(row.group(2))
                                .results()
                                .map(MatchResult::group)
                                .toList()));
        return options;
    }

    @Test
    void namesEveryVerb() throws IOException {
        assertThat(options().keySet()).containsExactlyInAnyOrderElementsOf(verbs.keySet());
    }

    @Test
    void namesOptionsThatTheVerbHas() throws IOException {
        options()
                .forEach((verb, options) -> assertThat(
                                verbs.get(verb).getCommandSpec().optionsMap().keySet())
                        .as(verb)
                        .containsAll(options));
    }
}
