package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UsageTests {
    static Set<String> verbs() {
        return Main.withEveryVerb().getSubcommands().keySet();
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void isExplainedForEachVerb(String verb) {
        Verb help = Verb.run(verb, "--help").assertStatus(0).assertSilent();

        assertThat(help.out()).isEqualTo(Golden.text("help/" + verb + ".txt"));
        assertThat(Verb.run(verb, "-h").out()).isEqualTo(help.out());
    }

    @Test
    void isExplainedAsAWhole() {
        assertThat(Verb.run("--help").assertStatus(0).assertSilent().out()).isEqualTo(Golden.text("help/reprorun.txt"));
    }

    @Test
    void isExplainedOnceIfNoVerbIsGiven() {
        Verb verb = Verb.run().assertStatus(2);

        assertThat(verb.out()).isEmpty();
        assertThat(verb.err()).isEqualTo("Missing required subcommand\n" + Golden.text("help/reprorun.txt"));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void isExplainedIfSomethingIsMissing(String verb) {
        Verb missing = Verb.run(verb).assertStatus(2);

        assertThat(missing.out()).isEmpty();
        assertThat(missing.err()).startsWith("Missing required ").endsWith(Golden.text("help/" + verb + ".txt"));
    }

    @Test
    void refusesVerbsAndOptionsThatThereAreNot() {
        assertThat(Verb.run("prove").assertStatus(2).err()).startsWith("Unmatched argument at index 0: 'prove'\n");
        assertThat(Verb.run("show", "x", "--jsno").assertStatus(2).err()).startsWith("Unknown option: '--jsno'\n");
    }

    @Test
    void fitsOnATerminal() {
        assertThat(Stream.concat(Stream.of("reprorun"), verbs().stream())
                        .flatMap(verb -> Golden.text("help/" + verb + ".txt").lines()))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void tellsTheVersion() {
        assertThat(Verb.run("--version").assertStatus(0).assertSilent().out()).startsWith("reprorun ");
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void tellsTheVersionToWhoeverAsksAVerb(String verb) {
        assertThat(Verb.run(verb, "-V").assertStatus(0).assertSilent().out())
                .isEqualTo(Verb.run("--version").out());
    }
}
