package io.github.reprorun.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.StartedProgram;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.internal.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTests {
    @TempDir
    private Path folder;

    /** Another process that takes a lock, says so, and stays. */
    static final class Holder {
        public static void main(String[] args) throws InterruptedException {
            RunLock held = RunLock.take(Path.of(args[0]));
            System.out.println("held");
            new CountDownLatch(1).await();
            held.close();
        }
    }

    @Test
    void keepsOthersOut() {
        RunLock held = RunLock.take(folder);
        assertThat(RunLock.isHeld(folder)).isTrue();
        assertThatThrownBy(() -> RunLock.take(folder))
                .isInstanceOf(UnwritableException.class)
                .hasMessage(folder + ": another run of this process is writing there");
        held.close();
        assertThat(RunLock.isHeld(folder)).isFalse();
        RunLock.take(folder).close();
    }

    @Test
    void keepsOtherProcessesOutUntilTheyAreKilled() throws IOException {
        Path run = Files.createDirectory(folder.resolve("run"));

        StartedProgram.of(run, Holder.class, run.toString()).runUntil("held", holder -> {
            assertThat(RunLock.isHeld(run)).isTrue();
            assertThatThrownBy(() -> RunLock.take(run))
                    .isInstanceOf(UnwritableException.class)
                    .hasMessage(run + ": another process is writing this run");
            holder.destroyForcibly();
        });

        assertThat(run.resolve(".lock")).exists();
        assertThat(RunLock.isHeld(run)).isFalse();
        RunLock.take(run).close();
    }

    /** As git, editors and tests read the files of a run: a POSIX lock on a file that is read would be lost. */
    @Test
    void staysWhenThisProcessReadsTheRun() throws IOException {
        Path run = Files.createDirectory(folder.resolve("run"));
        RunLock held = RunLock.take(run);
        Files.writeString(run.resolve(Journal.FILE_NAME), "{}\n");
        assertThat(Files.readString(run.resolve(Journal.FILE_NAME))).isEqualTo("{}\n");
        assertThat(RunLock.isHeld(run)).isTrue();

        StartedProgram.Ended other =
                StartedProgram.of(run, Holder.class, run.toString()).run().assertStatus(1);
        assertThat(other.error()).contains(run + ": another process is writing this run");
        held.close();
    }

    @Test
    void isHeldByNobodyWhereThereIsNoFile() {
        assertThat(RunLock.isHeld(folder)).isFalse();
        assertThat(RunLock.isHeld(folder.resolve("nowhere"))).isFalse();
    }
}
