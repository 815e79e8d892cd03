package io.github.reprorun.dl4j.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.dl4j.crash.KilledTraining.Phase;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.signing.TrustPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A training killed by {@code kill -9} at any instant leaves an honest run directory, and is resumed to the same bits. The
 * instants are drawn from {@code -Dcrash.seed}, which is printed; {@code -Dcrash.kills} says how many of each kind there are,
 * 100 if it does not, and {@code -Dcrash.first} with which number to begin, to repeat one that failed.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "process groups are made by setsid")
class KilledAnywhereTests {
    private static final int KILLS = Integer.getInteger("crash.kills", 100);
    private static final int FIRST = Integer.getInteger("crash.first", 0);
    private static final long SEED = Long.getLong("crash.seed", new SecureRandom().nextLong() >>> 32);

    /** So often a run is killed, resumed and killed again before it may end and its result counts for all these kills. */
    private static final int KILLS_OF_A_RUN = 5;

    /** The verbs are started for every tenth run: each costs a JVM. */
    private static final int TOLD = 10;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private static TrustPolicy policy;

    @BeforeAll
    static void makeKeys() {
        SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(folder.resolve("keys"));
        policy = TrustPolicy.of(List.of(folder.resolve("keys").resolve(SigningKey.PUBLIC_FILE)), 1);
    }

    @Tag("crash")
    @ParameterizedTest
    @ValueSource(strings = {"mlp", "cnn", "lstm"})
    void endsWithTheSameResult(String kind) throws IOException {
        System.out.println("kills of " + kind + ": -Dcrash.seed=" + SEED);
        Uninterrupted expected = Uninterrupted.train(work(kind), kind, policy);
        CrashTally tally = new CrashTally(kind);
        List<AssertionError> failures = new ArrayList<>();
        for (int number = FIRST; tally.kills() < KILLS; number++) {
            Random random = new Random(SEED * 1_000_003 + number);
            try {
                int kills = Math.min(KILLS_OF_A_RUN, KILLS - tally.kills());
                trial(kind, number, Kill.draw(random, expected.pace()), kills, random, expected, tally);
            } catch (AssertionError e) {
                System.out.println(e.getMessage());
                failures.add(e);
            }
        }
        System.out.println(CrashTally.HEADINGS + System.lineSeparator() + tally);
        assertThat(failures).isEmpty();
    }

    /** One instant of one kind, for every build: in mid-training. */
    @Test
    void endsWithTheSameResultAfterAKill() throws IOException {
        String kind = "lstm";
        Uninterrupted expected = Uninterrupted.train(work(kind), kind, policy);
        int last = expected.pace().size() - 1;
        CrashTally tally = new CrashTally(kind);
        trial(kind, 0, new Kill((1 + last) / 2, 0), 1, new Random(1), expected, tally);

        assertThat(tally.kills()).isOne();
    }

    private static void trial(
            String kind, int number, Kill first, int kills, Random random, Uninterrupted expected, CrashTally tally) {
        Kill kill = first;
        StringBuilder told = new StringBuilder(kind + " " + number);
        try {
            KilledTraining training = new KilledTraining(work(kind + number), kind, policy);
            tally.begun();
            for (int left = kills; left > 0 && !training.hasSucceeded(); left--) {
                told.append(", killed ").append(kill);
                Optional<Phase> phase = training.runUntil(kill);
                if (phase.isEmpty()) {
                    break;
                }
                tally.killed(phase.get());
                if (training.hasBegun()) {
                    training.requireHonest();
                }
                kill = Kill.drawAgain(random, expected.pace(), training.lines());
            }
            if (number % TOLD == 0 && training.hasBegun()) {
                training.requireToldHonestly();
            }
            boolean hadEnded = training.hasSucceeded();
            boolean fromCheckpoint = training.finish(expected);
            if (!hadEnded) {
                assertThat(training.leftovers()).isEmpty();
            }
            tally.finished(hadEnded, fromCheckpoint);
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new AssertionError(
                    told + "; repeat with -Dcrash.seed=" + SEED + " -Dcrash.first=" + number + " -Dcrash.kills=" + kills
                            + "; what it left is in " + folder + ": " + e.getMessage(),
                    e);
        }
    }

    private static Path work(String name) throws IOException {
        Path work = Files.createDirectories(folder.resolve(name).resolve("work"));
        for (String key : new String[] {SigningKey.PRIVATE_FILE, SigningKey.PUBLIC_FILE}) {
            Files.copy(folder.resolve("keys").resolve(key), work.resolve(key), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return work;
    }
}
